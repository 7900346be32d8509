"""The real app with the real engine in processes of their own, and a real Chromium in front of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.steps import still

ROOT = Path(__file__).parents[2]
LOOPBACK = ROOT / "tests" / "loopback"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 90_000  # a loaded machine is slow, and a wait that succeeds costs nothing


class App:
    """The app in a process of its own on a free port, which a test may kill and start again over the same data.

    It opens links to servers on loopback, where the tests' own pages are.
    """

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.data, self.url = data, f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("NEMO_", "REELWRIGHT_"))}
        own = {"PORT": str(self.port), "REELWRIGHT_DATA": str(self.data), "PYTHONPATH": str(LOOPBACK)}
        with (self.data / "app.log").open("wb") as log:
            command = [sys.executable, "app.py"]
            self._process = subprocess.Popen(command, cwd=ROOT, env=kept | own, stdout=log, stderr=log)
        _until_healthy(f"{self.url}/_stcore/health", self._process, self.data / "app.log")

    def worker(self) -> int:
        """The process which does the app's work, once there is one."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for status in Path("/proc").glob("[0-9]*/stat"):
                with contextlib.suppress(OSError):
                    fields = status.read_text().rpartition(")")[2].split()
                    if int(fields[1]) == self._process.pid and fields[0] != "Z":
                        return int(status.parent.name)
            time.sleep(0.05)
        raise AssertionError("the app has no worker")

    def end(self, how: int = signal.SIGINT) -> None:
        """End it by this signal."""
        self._process.send_signal(how)
        self._process.wait(20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey may take longer than other tests: a busy machine is ten times slower, and each wait has its own end."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running app with an empty data folder."""
    running = App(tmp_path_factory.mktemp("app"))
    yield running.url
    running.end()


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[App]:
    """An app of the test's own."""
    running = App(tmp_path)
    yield running
    running.end()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "Chromium is missing: sh tests/journeys/browser.sh installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=ARGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, app: str) -> Iterator[Callable[..., Page]]:
    """Opens the app in a browser profile of its own; `width`, `locale` and `scheme` say what kind of one."""
    contexts = []

    def visit(path: str = "/", width: int = 1280, locale: str = "en-US", scheme: str = "light") -> Page:
        size = {"width": width, "height": 800 if width > 600 else 844}
        context = browser.new_context(
            base_url=app,
            viewport=size,
            locale=locale,
            color_scheme=scheme,  # type: ignore[arg-type]
            has_touch=width < 600,
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        page.get_by_test_id("stMainBlockContainer").wait_for()
        still(page)
        return page

    yield visit
    for context in contexts:
        context.close()


def _until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert process.poll() is None, f"the app ended: {log.read_text()[-2000:]}"
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError(f"the app did not answer: {log.read_text()[-2000:]}")
