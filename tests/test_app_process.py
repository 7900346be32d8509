"""The app is one process with a worker child: one address, one cookie, a quick end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.engine.core import ROOT, Serving, events, patience, photo


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App(Serving):
    """`python app.py`; the engine's calls go to /nemo."""

    def start(self) -> None:
        port = free_port()
        self.page, self.url = f"http://localhost:{port}", f"http://localhost:{port}/nemo"
        self.log = (self.data.parent / "app.log").open("ab")
        env = self.env | {"PORT": str(port), "REELWRIGHT_DATA": str(self.data)}
        self.process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.until(self.answers)

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/health", timeout=1).ok
        except requests.RequestException:
            return False

    def printed(self) -> str:
        return Path(self.log.name).read_text()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = App(tmp_path / "data")
    yield app
    app.process.kill()


def test_the_app_serves_pages_and_engine_on_one_port_and_says_where(app: App) -> None:
    assert app.page in app.printed()
    page = requests.get(app.page, headers={"Accept": "text/html"}, timeout=10)
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=15552000" in cookie
    assert "set-cookie" not in requests.get(f"{app.url}/health", timeout=10).headers
    assert requests.get(f"{app.page}/_stcore/health", timeout=10).text == "ok"
    assert app.state(app.session())["engine"]["name"] == "reelwright"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_app_and_worker_end_within_two_seconds_with_a_stream_open(app: App, how: signal.Signals) -> None:
    session = app.session()
    app.upload(session, ("a.jpg", photo()))
    worker = app.worker()
    stream = events(app.say(session, "create a 30-second promo video with voiceover"))
    next(stream)
    began = time.monotonic()
    os.kill(app.process.pid, how)
    app.process.wait(10)
    assert time.monotonic() - began < 2.0 * patience()
    assert not Path(f"/proc/{worker}").exists()
    assert "Traceback" not in app.printed() and "ERROR" not in app.printed(), app.printed()
