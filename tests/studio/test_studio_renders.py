"""Exports: watched to their end, cancelled, tried again, kept over a restart, and erased with their project."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from nemo import errors
from studio import erase, films, presets, projects, renders, turns, uploads
from studio.tables import Export, Project, session
from tests.studio.standin import Cloud, wait_for


@pytest.fixture
def project(cloud: Cloud) -> Project:
    made = projects.create("owner")
    turns.send(made, "make a promo", [uploads.keep(made.id, "a.jpg", b"\xff\xd8\xff")])
    wait_for(lambda: turns.current(made.id) is None)
    kept = projects.get("owner", made.id)
    assert kept
    return kept


def state(export: Export) -> str:
    now = renders.get(export.id)
    return now.state if now else "gone"


def test_an_export_ends_in_a_file_of_ours_with_a_speaking_name(project: Project) -> None:
    projects.change(project.id, name="Zoë & 李明 / ../x")
    export = renders.export(
        projects.get("owner", project.id) or project, {"format": "mp4", "quality": "high"}, "vertical"
    )
    wait_for(lambda: state(export) == "completed")
    assert films.path(export.id).read_bytes()[4:8] == b"ftyp"
    assert export.name == "Zoë-李明-x-vertical.mp4"


def test_a_preview_and_a_browser_are_made_once_however_many_ask_at_the_same_time(
    cloud: Cloud, project: Project
) -> None:
    for version in range(90, 96):
        projects.change(project.id, version=version)
        now = projects.get("owner", project.id) or project
        together = Barrier(8)

        def ask(now: Project, together: Barrier) -> tuple[str, str]:
            together.wait()
            film = renders.preview(now)
            return film.id if film else "", projects.browser(f"new-{now.version}").client_id

        with ThreadPoolExecutor(8) as pool:
            found = {future.result() for future in [pool.submit(ask, now, together) for _ in range(8)]}
        assert len(found) == 1 and found.pop()[0] == f"preview_{project.id}_{version}"


def test_without_a_draft_there_is_a_sentence_and_no_export(cloud: Cloud) -> None:
    empty = projects.create("owner")
    with pytest.raises(errors.NothingToExport):
        renders.export(empty, {"format": "mp4"})
    assert renders.of(empty) == [] and renders.preview(empty) is None


def test_a_cancelled_export_stays_cancelled_and_can_be_tried_again(cloud: Cloud, project: Project) -> None:
    cloud.finish_renders = False
    export = renders.export(project, {"format": "mp4", "quality": "high"})
    wait_for(lambda: state(export) == "processing")
    renders.cancel(project, export.id)
    assert state(export) == "cancelled"
    wait_for(lambda: "cancelled" in [one["status"] for one in cloud.renders.values()])
    cloud.finish_renders = True
    renders.retry(project, export)
    wait_for(lambda: [one.state for one in renders.of(project)] == ["completed", "cancelled"])


def test_an_export_of_a_stopped_process_is_followed_on(cloud: Cloud, project: Project) -> None:
    cloud.renders["r9"] = {"id": "r9", "status": "processing", "progress": 0.2, "output": {}}
    lost = Export(
        id="render_9", project=project.id, remote="r9", name="x.mp4", output={"format": "mp4"}, state="processing"
    )
    with session() as db:
        db.add(lost)
    renders.of(project)
    wait_for(lambda: state(lost) == "completed")


def test_a_preview_is_made_once_for_a_version(cloud: Cloud, project: Project) -> None:
    first, second = renders.preview(project), renders.preview(project)
    assert first and second and first.id == second.id
    wait_for(lambda: state(first) == "completed")
    assert [one["output"]["purpose"] for one in cloud.renders.values()] == ["preview"]


def test_an_erased_project_leaves_nothing(cloud: Cloud, project: Project) -> None:
    film = renders.preview(project)
    assert film
    wait_for(lambda: state(film) == "completed")
    projects.delete(project.id)
    assert projects.mine("owner") == [] and [one.id for one in erase.deleted("owner")] == [project.id]
    erase.erase("stranger", project.id)
    assert films.path(film.id).exists()
    erase.erase("owner", project.id)
    assert not films.path(film.id).exists() and erase.deleted("owner") == [] and projects.entries(project.id) == []


@pytest.mark.parametrize(
    ("output", "megabytes"),
    [({"quality": "standard"}, 5.0), ({"quality": "high"}, 9.8), ({"format": "webm", "quality": "standard"}, 4.4)],
)
def test_an_estimate_is_near_what_bench_sizes_weighed(output: dict[str, str], megabytes: float) -> None:
    assert presets.estimate_mb({"format": "mp4", **output}, 30_000) == pytest.approx(megabytes, rel=0.25)


def test_estimates_follow_length_quality_and_limits() -> None:
    film = {"format": "mp4", "quality": "high"}
    assert presets.estimate_mb(film, 60_000) == pytest.approx(2 * (presets.estimate_mb(film, 30_000) or 0))
    assert presets.estimate_mb(film | {"max_bytes": 16_000_000}, 600_000) == 16
    assert presets.estimate_mb({"format": "gif"}, 30_000) is None
