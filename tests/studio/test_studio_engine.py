"""Duplicates, templates and batches over the real engine: what it says, shows and keeps after they were made."""

from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from nemo.draft import Draft
from studio import batches, copies, erase, films, projects, tables, templates, turns, uploads
from studio.orders import Order
from studio.settings import settings
from studio.slots import found
from studio.tables import Project
from studio.words import words
from tests.engine.core import Serving, photo
from tests.studio.standin import wait_for

PROMO = """Create a 9-second promo video with voiceover, captions and a call to action for my affiliate product.
Product: Aero mug
Price: $24.90
Benefits: Keeps coffee hot"""
SLOW = 120


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    with Serving(tmp_path / "engine") as serving:
        for name in ("NEMO_TOKEN", "REELWRIGHT_DATABASE_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("NEMO_API_URL", serving.url)
        monkeypatch.setenv("REELWRIGHT_DATA", str(tmp_path / "studio"))
        settings.cache_clear()
        tables.engine.cache_clear()
        yield serving
    settings.cache_clear()
    tables.engine.cache_clear()


def video(message: str, *colours: str) -> Project:
    """A project whose first draft is made, of photos in these colours."""
    made = projects.create("owner")
    projects.change(made.id, name="Mug")
    files = [uploads.keep(made.id, f"{n}.jpg", photo(colour)) for n, colour in enumerate(colours)]
    turns.send(made, message, files)
    wait_for(lambda: turns.current(made.id) is None, SLOW)
    return projects.read(made.id)


def said(draft: Draft, *roles: str) -> str:
    return "\n".join(one.meta.text or "" for role in roles for one in draft.segments(role))


def test_a_template_is_filled_shown_spoken_captioned_and_forgotten_whole(engine: Serving) -> None:
    project = video(PROMO, "#c2410c", "#1d4ed8")
    places = found(copies.draft_of(project), words("en"))
    keys = {slot.name: slot.key for slot in places}
    assert {"Product", "Price", "Headline", "Benefit 1", "Call to action", "Photo 1", "Photo 2"} <= set(keys)
    kept = templates.save(project, "Mine", [slot for slot in places if slot.on])
    projects.delete(project.id)
    erase.erase("owner", project.id)

    texts = {keys["Product"]: "Leaf kettle", keys["Price"]: "$59.00", keys["Benefit 1"]: "Boils in a minute"}
    files = {keys["Photo 1"]: ("kettle.jpg", photo("#15803d"))}
    made, left = templates.use(kept, "Kettle", texts, files, "en")
    assert left == []
    draft = copies.draft_of(projects.read(made.id))
    shown, spoken, captions = said(draft, "title", "text", "cta"), said(draft, "voice"), said(draft, "caption")
    for role in (shown, spoken, captions.replace("\n", " ")):
        assert "Leaf kettle" in role and "Aero mug" not in role
        assert "Boils in a minute" in role and "Keeps coffee hot" not in role
    assert "$59.00" in shown and "$24.90" not in shown + spoken
    assert draft.segments("main")[0].meta.file == "kettle.jpg"
    assert any(one.meta.file == "1.jpg" for one in draft.segments("main")), "the other picture stays"

    session = kept.session_id
    templates.delete("owner", kept.id)
    engine.until(lambda: not [file for file in engine.data.rglob("*") if session in str(file) and file.is_file()])
    assert [row["name"] for row in engine_rows(made)] == ["0.jpg", "1.jpg", "kettle.jpg"], (
        "the copy keeps all of its own"
    )


def engine_rows(project: Project) -> list[dict[str, str]]:
    from studio import backend

    infos = backend.client(project).state(project.session_id).video_infos
    return sorted(infos, key=lambda row: row["name"])  # type: ignore[arg-type,no-any-return]


def test_a_batch_makes_real_films_of_rows_and_of_a_template(engine: Serving) -> None:
    project = video("make a 3 second video which says Fresh bread, no voice, no music", "#c2410c")
    title = next(slot for slot in found(copies.draft_of(project), words("en")) if slot.name.startswith("Headline"))
    kept = templates.save(project, "Mine", [title])
    small = {"format": "mp4", "quality": "draft", "width": 90, "height": 160}
    rows = [Order(n, name, {title.key: f"Fresh {name}"}) for n, name in ((1, "rolls"), (2, "面包"))]
    batch = batches.create("owner", "b", rows, small, "en", kept.id)
    wait_for(lambda: batches.get("owner", batch.id).state == "done", SLOW)  # type: ignore[union-attr]
    assert [(row.state, row.error) for row in batches.rows(batch.id)] == [("done", ""), ("done", "")]
    assert batches.file_names(batches.rows(batch.id), batches.finished(batch.id)) == {1: "1-rolls.mp4", 2: "2-面包.mp4"}
    drafts = [copies.draft_of(projects.read(row.project)) for row in batches.rows(batch.id)]
    assert [said(draft, "title") for draft in drafts] == ["Fresh rolls", "Fresh 面包"]
    for draft, export in zip(drafts, batches.finished(batch.id).values(), strict=True):
        with av.open(str(films.path(export.id))) as film:
            seconds = float(film.duration or 0) / av.time_base
            assert film.streams.video[0].width == 90 and seconds == pytest.approx(draft.duration / 1000, abs=0.2)
