"""Many users at once on one machine: `make load`. It prints what it measured, and fails where something is lost."""

import json
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.engine.core import Serving, bearer, events, photo

pytestmark = pytest.mark.load
USERS = 20
WISHES = ("make a 10 second video without voice", "make it 8 seconds", "turn the music off", "undo")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("load") / "data") as serving:
        yield serving


def rss(pid: int) -> float:
    """Resident memory in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def told(name: str, **values: object) -> None:
    print(json.dumps({"load": name, **values}))


def test_twenty_people_edit_at_once(engine: Serving) -> None:
    sessions = [engine.session() for _ in range(USERS)]
    firsts: list[float] = []

    def person(session: str) -> list[int]:
        engine.upload(session, ("a.jpg", photo()))
        versions = []
        for wish in WISHES:
            began, first = time.monotonic(), 0.0
            for event in events(engine.say(session, wish)):
                first = first or time.monotonic() - began
                versions += [event["actions"]["stateDelta"].get("draft_version")]
            firsts.append(first)
        return [version for version in versions if version]

    began = time.monotonic()
    with ThreadPoolExecutor(USERS) as crowd:
        made = list(crowd.map(person, sessions))
    firsts.sort()
    told(
        "edits",
        users=USERS,
        wall_s=round(time.monotonic() - began, 1),
        first_event_p50_s=round(statistics.median(firsts), 3),
        first_event_p95_s=round(firsts[int(len(firsts) * 0.95)], 3),
        web_mb=round(rss(engine.process.pid)),
        worker_mb=round(rss(engine.worker())),
    )
    assert made == [[1, 2, 3, 4]] * USERS


def test_two_hundred_readers_of_one_answer_hear_the_same(engine: Serving) -> None:
    session = engine.session()
    engine.upload(session, ("a.jpg", photo()))
    turn = engine.say(session, WISHES[0]).headers["x-turn-id"]
    address = f"{engine.url}/api/turns/nemo_agent/me/{session}/{turn}"
    before = rss(engine.process.pid)

    def hear(_: int) -> str:
        answer = requests.get(address, headers=bearer(engine.token), stream=True, timeout=120)
        return "".join(event["id"] for event in events(answer))

    began = time.monotonic()
    with ThreadPoolExecutor(200) as crowd:
        heard = set(crowd.map(hear, range(200)))
    told(
        "readers",
        readers=200,
        wall_s=round(time.monotonic() - began, 1),
        web_grew_mb=round(rss(engine.process.pid) - before),
    )
    assert len(heard) == 1 and heard != {""}


def test_a_large_upload_leaves_memory_flat(engine: Serving, tmp_path: Path) -> None:
    film = tmp_path / "large.mp4"
    with film.open("wb") as out:
        for _ in range(480):
            out.write(b"\0" * 1024 * 1024)
    session, peak = engine.session(), [0.0]
    before, done = rss(engine.process.pid), threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], rss(engine.process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.monotonic()
    with film.open("rb") as body:
        from requests_toolbelt import MultipartEncoder

        form = MultipartEncoder({"files": ("large.mp4", body, "video/mp4")})
        headers = {"Content-Type": form.content_type}
        path = f"/api/upload-video/nemo_agent/me/{session}"
        answer = engine.call("POST", path, data=form, headers=headers, timeout=300).json()
    done.set()
    watcher.join()
    told("upload", mb=480, wall_s=round(time.monotonic() - began, 1), web_grew_mb=round(peak[0] - before))
    assert answer["code"] == 4001, "zeros are no film, and it says so"
    assert peak[0] - before < 40
