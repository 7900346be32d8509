"""A turn: sent once, seen as it grows, kept whatever happens to its page or its process."""

import pytest

from studio import conversation, projects, renders, turns, uploads
from studio.tables import Entry, Project, session
from tests.studio.standin import WORDS, Cloud, wait_for


@pytest.fixture
def project(cloud: Cloud) -> Project:
    return projects.create("owner")


def ended(project: Project) -> Entry:
    wait_for(lambda: turns.current(project.id) is None)
    return projects.entries(project.id)[-1]


def test_a_message_becomes_an_answer_a_draft_and_a_preview(cloud: Cloud, project: Project) -> None:
    turns.send(project, "make a promo")
    answer = ended(project)
    assert (answer.role, answer.state, answer.text) == ("assistant", "done", WORDS)
    assert any("Wake up to better coffee" in line for line in answer.data["changes"])
    kept = projects.get("owner", project.id)
    assert kept and kept.version == 1 and kept.draft["d"] == 6000
    film = renders.preview(kept)
    assert film
    wait_for(lambda: renders.get(film.id).state == "completed")


def test_text_is_there_while_the_turn_still_runs(cloud: Cloud, project: Project) -> None:
    cloud.hold.clear()
    turn = turns.send(project, "make a promo")
    wait_for(lambda: turn.text)
    assert WORDS.startswith(turn.text) and turn.running
    assert turn.activity == "Setting the title…"
    cloud.hold.set()
    assert ended(project).text == WORDS


def test_a_second_message_waits_for_the_first(cloud: Cloud, project: Project) -> None:
    cloud.hold.clear()
    turns.send(project, "make a promo")
    with pytest.raises(turns.BusyError):
        turns.send(project, "and another")
    cloud.hold.set()
    ended(project)
    assert cloud.messages == ["make a promo"]


def test_stop_ends_the_turn_and_says_so(cloud: Cloud, project: Project) -> None:
    cloud.hold.clear()
    turn = turns.send(project, "make a promo")
    wait_for(lambda: turn.text)
    turns.stop(project.id)
    answer = ended(project)
    assert answer.state == "stopped" and "Stopped" in answer.data["error"]


def test_a_turn_of_a_stopped_process_is_found_again_and_never_sent_twice(cloud: Cloud, project: Project) -> None:
    turns.send(project, "make a promo")
    ended(project)
    lost = projects.say(project.id, "assistant", "", state="running", message="undo", sent=True)
    cloud.draft, cloud.version = {**cloud.draft, "d": 9000}, 2  # type: ignore[dict-item]
    assert turns.current(project.id)
    answer = ended(project)
    assert answer.id == lost.id and answer.state == "done" and answer.data["changes"]
    assert cloud.messages == ["make a promo"]


def test_a_turn_which_the_backend_knows_again_is_heard_again_in_full(cloud: Cloud, project: Project) -> None:
    cloud.features, cloud.extras = ["keys"], {"suggestions": ["Add captions"]}
    turns.send(project, "make a promo")
    lost = ended(project)
    with session() as db:
        db.get_one(Entry, lost.id).state = "running"
    assert turns.current(project.id)
    answer = ended(project)
    assert (answer.id, answer.state, answer.text) == (lost.id, "done", WORDS)
    assert answer.data["suggestions"] == ["Add captions"]
    assert cloud.messages == ["make a promo"]


def test_what_a_stopped_process_had_not_sent_yet_is_sent_after_its_restart(cloud: Cloud, project: Project) -> None:
    conversation.take(uploads.keep(project.id, "shoe.jpg", b"\xff\xd8\xff good"))
    lost = projects.say(project.id, "assistant", "", state="running", message="make a promo", sent=False)
    assert turns.current(project.id)
    answer = ended(project)
    assert (answer.id, answer.state, answer.text) == (lost.id, "done", WORDS)
    assert (cloud.files, cloud.messages) == (["shoe.jpg"], ["make a promo"])


def test_an_export_asked_for_in_words_is_the_one_that_was_described(cloud: Cloud, project: Project) -> None:
    turns.send(project, "make a promo")
    ended(project)
    turns.send(project, "export 720p webm")
    export = renders.get(ended(project).data["export"])
    assert export and export.name.endswith(".webm")
    assert export.output["format"] == "webm" and export.output["width"] == 720 and "height" not in export.output


def test_files_go_with_the_message_and_bad_ones_are_named(cloud: Cloud, project: Project) -> None:
    files = [
        uploads.keep(project.id, "shoe.jpg", b"\xff\xd8\xff good"),
        uploads.keep(project.id, "notes.jpg", b"text, not a picture"),
        uploads.keep(project.id, "nothing.png", b""),
    ]
    turns.send(project, "make a promo", files)
    answer = ended(project)
    assert cloud.files == ["shoe.jpg"]
    assert answer.text == WORDS
    assert [name in " ".join(answer.data["rejected"]) for name in ("shoe", "notes.jpg", "nothing.png")] == [
        False,
        True,
        True,
    ]
    assert not uploads.of(project.id, "waiting", "taken")


def test_commands_do_not_reach_the_chat(cloud: Cloud, project: Project) -> None:
    turns.send(project, "credits")
    assert "90" in ended(project).text
    turns.send(project, "export")
    assert "nothing to export" in ended(project).data["error"]
    assert cloud.messages == []


def test_options_and_next_steps_are_kept_with_the_answer(cloud: Cloud, project: Project) -> None:
    cloud.extras = {"options": ["Photo 1", "Photo 2"], "suggestions": ["Add captions"]}
    turns.send(project, "do nothing")
    answer = ended(project)
    assert answer.data["options"] == ["Photo 1", "Photo 2"] and answer.data["suggestions"] == ["Add captions"]


def test_one_token_serves_every_project_of_a_browser_and_is_never_shown(cloud: Cloud, project: Project) -> None:
    turns.send(project, "make a promo")
    ended(project)
    other = projects.create("owner", skill="wedding")
    turns.send(other, "make an invitation")
    ended(other)
    assert cloud.tokens == 1
    with session() as db:
        shown = repr([vars(row) for row in (*db.query(Entry), *db.query(Project))])
    assert "nmv_usr_" not in shown
