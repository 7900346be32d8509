"""One engine on many machines: PostgreSQL, shared media, workers apart from the server."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.engine.core import ROOT, Serving, photo

pytestmark = pytest.mark.skipif(not shutil.which("initdb"), reason="PostgreSQL's server is not installed here")
NOBODY = 65534


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of a server of our own."""
    room = Path("/tmp") / f"reelwright-postgres-{os.getpid()}"
    room.mkdir()
    as_nobody = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
    if as_nobody:
        os.chown(room, NOBODY, NOBODY)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=room, **as_nobody)  # type: ignore[call-overload]

    try:
        run("initdb", "-D", "data", "-A", "trust", "-U", "reelwright", "-E", "UTF8", "--no-locale", "-N")
        options = f"-k {room} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")
        yield f"postgresql://reelwright@/postgres?host={room}"
        run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(room, ignore_errors=True)


def worker(engine: Serving, data: Path, name: str) -> subprocess.Popen[bytes]:
    """A worker on “another machine”: another data folder, the same database and media."""
    env = engine.env | {"REELWRIGHT_WORKER_ID": name, "REELWRIGHT_DATA": str(data)}
    command = [sys.executable, "-m", "engine", "worker"]
    return subprocess.Popen(command, env=env, stderr=engine.log, cwd=ROOT, start_new_session=True)


def test_a_server_and_workers_on_other_machines_share_the_work(postgres: str, tmp_path: Path) -> None:
    engine = Serving(tmp_path / "web", DATABASE_URL=postgres, MEDIA_URL=str(tmp_path / "shared"), WORKER_ID="web")
    others = [worker(engine, tmp_path / name, name) for name in ("one", "two")]
    try:
        session = engine.session()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(engine.worker(), signal.SIGSTOP)  # the server's own worker hangs: the others do the work
        answer = engine.upload(session, *((f"{n}.jpg", photo()) for n in range(4))).json()
        assert [file["name"] for file in answer["data"]["files"]] == [f"{n}.jpg" for n in range(4)]
        assert len(engine.state(session)["state"]["video_infos"]) == 4
        told = engine.chat(session, "make a 5 second video without voice")
        assert told[-1]["actions"]["stateDelta"]["draft_version"] == engine.state(session)["version"] == 1
    finally:
        for other in others:
            os.killpg(other.pid, signal.SIGKILL)
            other.wait()
        os.killpg(engine.worker(), signal.SIGCONT)
        engine.stop()


def test_the_jobs_of_a_worker_that_never_comes_back_are_taken_over(postgres: str, tmp_path: Path) -> None:
    engine = Serving(tmp_path / "web", DATABASE_URL=postgres, MEDIA_URL=str(tmp_path / "shared"), WORKER_ID="web")
    others = [worker(engine, tmp_path / "gone", "gone")]
    database = sa.create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))

    def asked(question: str) -> int:
        with database.begin() as connection:
            return connection.execute(sa.text(question)).rowcount

    try:
        session = engine.session()
        os.killpg(engine.worker(), signal.SIGSTOP)
        engine.until(lambda: asked("SELECT 1 FROM workers WHERE id = 'gone'"))
        answers: list[dict[str, Any]] = []
        send = lambda: answers.append(engine.upload(session, ("big.jpg", photo(size=(7000, 5000)))).json())  # noqa: E731
        sender = threading.Thread(target=send)
        sender.start()
        at_work = "SELECT 1 FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = 'gone'"
        engine.until(lambda: asked(at_work))
        os.killpg(others[0].pid, signal.SIGKILL)
        asked("UPDATE workers SET seen_ms = 0 WHERE id = 'gone'")  # a minute later
        others.append(worker(engine, tmp_path / "new", "new"))
        sender.join(60)
        assert [file["name"] for file in answers[0]["data"]["files"]] == ["big.jpg"]
        assert len(engine.state(session)["state"]["video_infos"]) == 1
    finally:
        for other in others:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(other.pid, signal.SIGKILL)
            other.wait()
        os.killpg(engine.worker(), signal.SIGCONT)
        engine.stop()
        database.dispose()
