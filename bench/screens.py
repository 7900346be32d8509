"""Screenshots of pages and states, phone and desktop, light and dark, into docs/screenshots: `python -m bench.screens`.

The real app with the real engine serves them; the film in them is the one which the sample photos become.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
INTO = ROOT / "docs" / "screenshots"
PORT = 8788
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def main() -> None:
    """Take every screenshot anew."""
    INTO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as play:
        environment = os.environ | {"PORT": str(PORT), "REELWRIGHT_DATA": data}
        app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
        try:
            _until_healthy()
            chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            browser = play.chromium.launch(executable_path=chromium, args=ARGS)
            _walk(browser.new_context(base_url=f"http://127.0.0.1:{PORT}").new_page())
            browser.close()
            shutil.copy(INTO / "create-desktop-light.png", INTO / "create.png")
        finally:
            app.send_signal(signal.SIGINT)
            app.wait(20)


def _walk(page: Page) -> None:
    page.set_default_timeout(240_000)
    page.goto("/")
    page.locator(".st-key-jobs").wait_for()
    _shoot(page, "first")
    page.locator(".st-key-start-wedding button").click()
    page.locator(".st-key-form-send").wait_for()
    _shoot(page, "form")
    page.locator(".st-key-form-back button").click()
    page.locator(".st-key-sample button").click()
    page.locator("video").wait_for()
    page.locator(".st-key-quick-export").wait_for()
    _shoot(page, "create")
    _open(page, "timeline", ".timeline .block.main img")
    page.locator(".timeline .block.main").nth(1).click()
    page.locator(".st-key-controls input").first.wait_for()
    _shoot(page, "timeline")
    _open(page, "exports", ".st-key-export button")
    page.locator(".st-key-export button").click()
    page.get_by_role("link", name="Download").wait_for()
    _shoot(page, "exports")
    _open(page, "projects", ".project-picture")
    _shoot(page, "projects")
    _open(page, "templates", ".st-key-save-this")
    page.locator(".st-key-save-this button").click()
    page.locator(".st-key-save-template").wait_for()
    _shoot(page, "template")
    _open(page, "batch", ".st-key-new-batch")
    _shoot(page, "batch")
    _open(page, "settings", ".st-key-backend")
    _shoot(page, "settings")


def _open(page: Page, name: str, ready: str) -> None:
    page.goto(f"/{name}")
    page.locator(ready).first.wait_for()


def _shoot(page: Page, name: str) -> None:
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_timeout(1500)
            page.screenshot(path=INTO / f"{name}-{size}-{scheme}.png")


def _until_healthy() -> None:
    for _ in range(300):
        try:
            if requests.get(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise SystemExit("the app did not start")


if __name__ == "__main__":
    main()
