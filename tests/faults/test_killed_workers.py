"""kill -9 at the worst moments: nothing that was accepted is lost, nothing is done twice."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.core import Serving, events, photo, text_of

COLOURS = ("#c2410c", "#1d4ed8", "#15803d")
PROMO = "create an 8-second promo video with voiceover for my affiliate product"
FILM = "make a 12 second video without voice"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("faults") / "data") as serving:
        yield serving


@pytest.fixture(scope="module")
def big() -> bytes:
    """A photo which takes a while to come in."""
    return photo(size=(6000, 4000))


def kill(engine: Serving) -> int:
    """Kill the worker with all it started; returns who it was."""
    worker = engine.worker()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker, signal.SIGKILL)
    return worker


def test_a_turn_survives_the_death_of_its_worker(engine: Serving) -> None:
    session = engine.session()
    engine.upload(session, *((f"{n}.jpg", photo(c)) for n, c in enumerate(COLOURS)))
    stream = events(engine.say(session, PROMO))
    told = [next(stream)]
    dead = kill(engine)
    told += list(stream)
    assert engine.worker() != dead
    assert len({event["id"] for event in told}) == len(told), "no event is written twice"
    pieces = "".join(event["content"]["parts"][0]["text"] for event in told if event.get("partial"))
    assert pieces == text_of(told) != ""
    assert told[-1]["actions"]["stateDelta"]["draft_version"] == 1 == engine.state(session)["version"]
    listed = engine.call("GET", f"/api/versions/nemo_agent/me/{session}").json()["data"]["versions"]
    assert [one["number"] for one in listed] == [1]


def test_a_render_goes_on_with_its_finished_segments(engine: Serving) -> None:
    session = engine.session()
    engine.upload(session, *((f"{n}.jpg", photo(c)) for n, c in enumerate(COLOURS)))
    engine.chat(session, FILM)
    engine.submit(session, "render_killed", quality="standard", width=540, height=960)
    cache = engine.data / "cache" / "projects" / session / "segment"
    engine.until(lambda: len([file for file in cache.rglob("*") if file.is_file()]) >= 2, 60)
    before = engine.render("render_killed")
    kept = {file: file.stat().st_ino for file in cache.rglob("*") if file.is_file() and ".part" not in file.name}
    assert before["status"] == "processing", "killed too late to mean anything"
    kill(engine)
    least, done = before["progress"], before
    while done["status"] in ("pending", "processing"):
        time.sleep(0.1)
        done = engine.render("render_killed")
        assert done["progress"] >= least - 0.001
        least = done["progress"]
    assert done["status"] == "completed", done
    assert {file: file.stat().st_ino for file in kept} == kept, "finished segments were not made again"
    films = list((engine.data / "media" / "renders" / session).iterdir())
    assert [film.suffix for film in films] == [".mp4"], "nothing half-written lies about"


def test_an_upload_survives_the_death_of_its_worker(engine: Serving, big: bytes) -> None:
    session = engine.session()
    answers: list[dict[str, object]] = []
    sender = threading.Thread(target=lambda: answers.append(engine.upload(session, ("big.jpg", big)).json()))
    sender.start()
    time.sleep(0.25)
    kill(engine)
    sender.join(60)
    assert [file["name"] for file in answers[0]["data"]["files"]] == ["big.jpg"]  # type: ignore[index]
    assert len(engine.state(session)["state"]["video_infos"]) == 1
    assert not [f for f in (engine.data / "media" / "incoming").rglob("*") if f.is_file()]


def test_a_worker_never_outlives_its_parent(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as engine:
        worker = engine.worker()
        engine.until(lambda: "worker" in Path(f"/proc/{worker}/cmdline").read_text())
        time.sleep(1.0)
        engine.process.kill()
        engine.process.wait()
        engine.until(lambda: not Path(f"/proc/{worker}").exists(), 5)
        engine.start()
        assert engine.state(engine.session())["version"] == 0


def test_a_project_deleted_while_it_is_worked_on_leaves_no_file(engine: Serving, big: bytes) -> None:
    session = engine.session()
    engine.upload(session, *((f"{n}.jpg", photo(c)) for n, c in enumerate(COLOURS)))
    engine.chat(session, FILM)
    engine.submit(session, "render_doomed", quality="standard", width=540, height=960)
    engine.until(lambda: engine.render("render_doomed")["status"] == "processing", 60)
    late = threading.Thread(target=lambda: engine.upload(session, ("late.jpg", big)))
    late.start()
    time.sleep(0.3)
    assert engine.call("DELETE", f"/api/tasks/me/{session}").json()["code"] == 0
    late.join(60)
    left = lambda: [file for file in engine.data.rglob("*") if session in str(file) and file.is_file()]  # noqa: E731
    end, calm = time.monotonic() + 30, 0
    while calm < 15 and time.monotonic() < end:  # empty, and empty for good: threads of the render end a little later
        time.sleep(0.2)
        calm = 0 if left() else calm + 1
    assert left() == []
