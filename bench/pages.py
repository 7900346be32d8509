"""The pages with 20 clips and 200 messages in the project: `python -m bench pages`.

The real app in a process of its own and a real Chromium. The project is written into its tables: what is measured is
how quickly pages come up and answer, not how a film is made. Times are milliseconds from the click, or from the first
request, to the frame in which the page shows it, taken in the page itself; bytes are what went over the wire.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
CLIPS, MESSAGES, TABS, ROUNDS = 20, 200, 10, 12
MARKS = {"Create": "[data-testid=stChatMessage]", "Timeline": ".st-key-controls", "Exports": ".st-key-new-export"}

# All three find what to press or wait for, in shadow trees too; a page which is being left keeps its parts for a while,
# marked as stale. `TIMED` presses, then looks frame by frame until the change is there; answers how long it took.
TIMED = """([kind, given]) => new Promise((done) => {
  const fresh = (one) => one && !one.closest('[data-stale=true]');
  const blocks = () => [...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ? [one.shadowRoot] : [])
    .flatMap((root) => [...root.querySelectorAll('.block.main')]);
  const link = () => [...document.querySelectorAll('.st-key-nav a')].find((one) => one.innerText.includes(given[0]));
  const heading = () => document.querySelector('.st-key-controls h4')?.innerText ?? '';
  const press = { page: link, clip: () => blocks()[given] }[kind]();
  const came = { page: () => fresh(document.querySelector(given[1])), clip: () => heading().endsWith(` ${given + 1}`) };
  const shown = came[kind];
  const begun = performance.now();
  const look = () => shown() ? done(performance.now() - begun) : requestAnimationFrame(look);
  press.click();
  requestAnimationFrame(look);
})"""
IDLE = "document.querySelector('.stApp').dataset.testScriptState !== 'running'"


def benches() -> Iterator[dict[str, Any]]:
    """The rows: first screen, a large project, its pages, its clicks, its tabs."""
    with tempfile.TemporaryDirectory() as data, sync_playwright() as play:
        app, url = _started(Path(data))
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = play.chromium.launch(executable_path=chromium, args=ARGS)
        try:
            yield _load(browser, url, "first_screen", ".st-key-hero")
            made = browser.new_context(viewport={"width": 1280, "height": 800})
            _fill(Path(data), made, url)
            state = made.storage_state()
            yield _load(browser, url, "large_project", MARKS["Create"], state)
            page = _opened(made, url)
            yield from _switches(page, app.pid)
            yield _picks(page, app.pid)
            yield _tabs(made, url, app.pid)
        finally:
            browser.close()
            app.send_signal(signal.SIGINT)
            app.wait(20)


def _started(data: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("NEMO_", "REELWRIGHT_"))}
    app = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=kept | {"PORT": str(port), "REELWRIGHT_DATA": str(data)}
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            if requests.get(f"{url}/_stcore/health", timeout=2).ok:
                return app, url
        except requests.RequestException:
            time.sleep(0.1)
    raise SystemExit("the app did not start")


def _opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(url)
    page.locator(MARKS["Create"]).first.wait_for()
    return page


def _load(browser: Browser, url: str, name: str, ready: str, state: Any = None) -> dict[str, Any]:
    """A browser without a cache: until the page can be typed into."""
    times, sizes = [], []
    for _ in range(3):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, storage_state=state)
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        received = [0]
        wire.on(
            "Network.loadingFinished",
            lambda told, received=received: received.__setitem__(0, received[0] + told["encodedDataLength"]),
        )
        begun = time.monotonic()
        page.goto(url)
        page.locator(ready).first.wait_for()
        page.wait_for_function("document.querySelector('[data-testid=stChatInputTextArea]:enabled') !== null")
        times.append(1000 * (time.monotonic() - begun))
        page.wait_for_load_state("networkidle")
        sizes.append(received[0] / 1e6)
        context.close()
    return {"bench": "pages", "what": name, "median_ms": round(statistics.median(times)), "mb": round(max(sizes), 2)}


def _switches(page: Page, pid: int) -> Iterator[dict[str, Any]]:
    times: dict[str, list[float]] = {name: [] for name in MARKS}
    begun = _cpu_ms(pid)
    for name in ["Timeline", "Exports", "Create"] * ROUNDS:
        page.wait_for_function(IDLE)
        times[name].append(page.evaluate(TIMED, ["page", [name, MARKS[name]]]))
    spent = (_cpu_ms(pid) - begun) / (ROUNDS * len(MARKS))
    for name, found in times.items():
        yield _row(f"switch_to_{name.lower()}", found) | {"server_cpu_ms": round(spent)}


def _picks(page: Page, pid: int) -> dict[str, Any]:
    page.locator(".st-key-nav").get_by_role("link", name="Timeline").click()
    page.locator(".timeline .block.main").first.wait_for()
    times, begun = [], _cpu_ms(pid)
    for number in range(CLIPS):
        page.wait_for_function(IDLE)
        times.append(page.evaluate(TIMED, ["clip", number]))
    return _row("click_a_clip", times) | {"server_cpu_ms": round((_cpu_ms(pid) - begun) / CLIPS)}


def _tabs(context: BrowserContext, url: str, pid: int) -> dict[str, Any]:
    before = _rss(pid)
    for _ in range(TABS):
        _opened(context, url)
    time.sleep(2)
    return {"bench": "pages", "what": "memory_of_a_tab", "mb": round((_rss(pid) - before) / TABS, 1)}


def _row(what: str, times: list[float]) -> dict[str, Any]:
    ranked = sorted(times)
    p95 = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    return {"bench": "pages", "what": what, "median_ms": round(statistics.median(times)), "p95_ms": round(p95)}


def _cpu_ms(pid: int) -> float:
    """CPU time of the app's process, its worker apart; on a busy machine it says more than the clock."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rss(pid: int) -> float:
    """Resident memory in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _fill(data: Path, context: BrowserContext, url: str) -> None:
    """Give the browser of `context` a project of 20 clips and 200 messages, with the film of its newest version."""
    page = context.new_page()
    page.goto(url)
    page.locator(".st-key-hero").wait_for()
    cookies = {one["name"]: one["value"] for one in context.cookies()}
    page.close()
    os.environ["REELWRIGHT_DATA"] = str(data)
    from bench.large import write_project

    write_project(cookies, CLIPS, MESSAGES)
