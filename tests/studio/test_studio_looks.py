"""One video in the three looks of its job: each small film is made once for a version, and taken up after a restart."""

from studio import backend, look_films, projects, renders
from studio.tables import Export, Project, insert_once
from tests.studio import standin
from tests.studio.standin import Cloud, wait_for


def with_video(cloud: Cloud, look: str = "clean") -> Project:
    """A project whose backend can tell what a draft would be."""
    cloud.features = ["derive"]
    project = backend.connected(projects.create("owner" * 10).id)
    cloud.version, made = 1, standin.draft()
    cloud.draft = {**made, "m": {**made["m"], "look": look, "kind": "affiliate"}}
    return backend.refreshed(project)[0]


def finished(project: Project) -> None:
    wait_for(lambda: all(one.film.state == "completed" for one in look_films.films(project)))


def test_three_films_stand_side_by_side_and_are_made_once(cloud: Cloud) -> None:
    project = with_video(cloud)
    assert look_films.offered(project)
    finished(project)
    assert [(one.look, one.current) for one in look_films.films(project)] == [
        ("bold", False), ("clean", True), ("premium", False),
    ]  # fmt: skip
    assert sorted(cloud.derived) == [["bold"], ["premium"]], "the present look needs no other draft"
    assert all(one["output"]["purpose"] == "preview" for one in cloud.renders.values()) and len(cloud.renders) == 3
    assert look_films.rest_s(project) == 1, "the second scene begins at 2 s"
    assert renders.of(project) == [], "they are no exports"
    assert len(renders.previews(project.id)) == 1, "nor previews of the version"


def test_a_film_left_by_a_stopped_process_is_followed_on(cloud: Cloud) -> None:
    project = with_video(cloud)
    name = f"look_{project.id}_{project.version}_bold"
    output = {"format": "mp4", "quality": "draft", "purpose": "preview", "look": "bold"}
    assert insert_once(Export(id=name, project=project.id, purpose="look", version=1, output=output, state="pending"))
    finished(project)
    assert sorted(cloud.derived) == [["bold"], ["premium"]]


def test_a_failed_film_is_made_again_in_its_place(cloud: Cloud) -> None:
    project = with_video(cloud)
    cloud.features = []
    wait_for(lambda: renders.in_look(project, "premium").state == "failed")
    failed = renders.in_look(project, "premium")
    assert failed.error
    cloud.features = ["derive"]
    renders.retry(project, failed)
    wait_for(lambda: renders.in_look(project, "premium").state == "completed")


def test_a_film_which_the_backend_could_not_make_is_asked_for_anew(cloud: Cloud) -> None:
    project = with_video(cloud)
    cloud.finish_renders = False
    renders.in_look(project, "premium")
    wait_for(lambda: cloud.renders)
    (asked,) = cloud.renders.values()
    asked["status"] = "failed"
    wait_for(lambda: renders.in_look(project, "premium").state == "failed")
    cloud.finish_renders = True
    renders.retry(project, renders.in_look(project, "premium"))
    wait_for(lambda: renders.in_look(project, "premium").state == "completed")


def test_a_backend_which_cannot_tell_is_not_asked(cloud: Cloud) -> None:
    project = backend.connected(projects.create("other" * 10).id)
    assert not look_films.offered(project), "there is no video yet"
    made = with_video(cloud)
    cloud.features = []
    backend.refreshed(made)
    assert not look_films.offered(made)
