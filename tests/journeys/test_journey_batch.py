"""A table of products becomes films to take home, and sentences where a row could not be made."""

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.steps import RENDER_PATIENCE_MS, photos, settled

pytestmark = pytest.mark.journey
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[str]:
    """The address of a server which has the pictures of one product."""
    folder = tmp_path / "shop"
    folder.mkdir()
    photos(folder, 1)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_table_becomes_a_film_and_a_sentence(visit: Callable[..., Page], shop: str, tmp_path: Path) -> None:
    table = tmp_path / "spring.csv"
    rows = ["product;image;length;price", f"Aero mug;{shop}/mug-1.jpg;6;$24.90", f"Kettle;{shop}/gone.jpg;6;$59"]
    table.write_text("\n".join(rows), "utf-8-sig")
    page = visit("/batch", width=390)
    page.locator(".st-key-new-batch input[type=file]").first.set_input_files(table)
    expect(page.get_by_text("What was understood")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Make 2 videos").click()
    expect(page.get_by_text("1 of 2 finished · failed: 1").first).to_be_visible(timeout=RENDER_PATIENCE_MS)
    expect(page.get_by_test_id("stAlert")).to_contain_text("Row 2, Kettle: 127.0.0.1 answered 404")
    expect(page.get_by_role("button", name="Try again", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no sideways scrolling on a phone"

    link = page.get_by_role("link", name="Download all (zip)")
    with page.expect_download() as waiting:
        link.evaluate("link => { link.removeAttribute('target'); link.click(); }")
    waiting.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == ["1-aero-mug.mp4"] and archive.testzip() is None
        assert archive.read("1-aero-mug.mp4")[4:8] == b"ftyp"
    settled(page)
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
