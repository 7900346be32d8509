"""A page's address, put into the form, becomes a film to take home."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import answered, exported, go

pytestmark = pytest.mark.journey
PAGES = Path(__file__).parents[1] / "data" / "pages"


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a server which has our pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(PAGES))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def short(page: Page, seconds: int) -> None:
    """Set the length in the form."""
    box = page.get_by_label("Length in seconds")
    box.fill(str(seconds))
    box.press("Enter")
    expect(page.get_by_label("This is what will be sent")).to_have_value(re.compile(f"{seconds}-second"))


def test_a_link_becomes_a_film_about_what_its_page_says(visit: Callable[..., Page], site: str, tmp_path: Path) -> None:
    page = visit()
    page.locator(".st-key-start-link button").click()
    page.get_by_label("Article or page link").fill(f"{site}/blog.html")
    page.get_by_label("Article or page link").press("Enter")
    short(page, 15)
    page.locator(".st-key-form-send button").click()
    answered(page)
    expect(page.get_by_text("What changed")).to_be_visible()
    go(page, "Timeline")
    expect(page.locator(".timeline .block", has_text="bread").first).to_be_attached()
    go(page, "Create")
    film = exported(page, tmp_path / "story.mp4")
    assert min(film["size"]) == 240 and film["seconds"] == pytest.approx(15, abs=3)  # type: ignore[call-overload]
    assert film["loudness"] > 0.02  # type: ignore[operator]
