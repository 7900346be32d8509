"""A finished invitation goes out: its page is opened, watched on a guest's phone, and closed again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from tests.journeys.steps import RENDER_PATIENCE_MS, answered, go, say

pytestmark = pytest.mark.journey
INVITATION = (
    "Create a 10-second wedding invitation video without voiceover for Anna & Ben. "
    "Saturday, May 8, 2027 at 3:30 pm at Rose Hall. RSVP: anna@example.com"
)
PLAYED = """() => new Promise((seen, failed) => {
  const film = document.querySelector('video');
  film.addEventListener('timeupdate', () => film.currentTime > 0.1 && seen(film.duration));
  film.addEventListener('error', () => failed(film.error?.message));
  film.muted = true;
  film.play();
})"""  # the page's policy lets no script in, so a test can ask but not wait in steps
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_guest_watches_a_shared_invitation_until_its_page_is_closed(
    visit: Callable[..., Page], browser: Browser, tmp_path: Path
) -> None:
    page = visit()
    say(page, INVITATION)
    answered(page)
    go(page, "Exports")
    page.locator(".st-key-export button").click()
    page.get_by_role("link", name=re.compile("^Download")).first.wait_for(timeout=RENDER_PATIENCE_MS)
    page.get_by_role("button", name="Share", exact=True).click()
    switch = page.get_by_text("Open a private page for this film")
    switch.click()
    link = page.get_by_role("link", name="See the page").get_attribute("href") or ""
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/s/[\w-]{32}", link)

    phone = {"width": 390, "height": 844}
    guest = browser.new_context(viewport=phone, has_touch=True, accept_downloads=True)  # type: ignore[arg-type]
    film = guest.new_page()
    blocked: list[str] = []
    film.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    film.goto(link)
    assert film.evaluate(PLAYED) == pytest.approx(10, abs=0.3)
    expect(film.get_by_role("link", name="Reply")).to_have_attribute("href", "mailto:anna@example.com")
    expect(film.get_by_role("link", name="Open the map")).to_have_attribute("href", re.compile("Rose%20Hall"))
    with film.expect_download() as waiting:
        film.get_by_role("link", name="Add to calendar").click()
    waiting.value.save_as(tmp_path / "invitation.ics")
    (entry,) = Calendar.from_ical((tmp_path / "invitation.ics").read_bytes()).walk("VEVENT")
    assert entry.start.isoformat() == "2027-05-08T15:30:00" and entry["LOCATION"] == "Rose Hall"
    assert film.evaluate(TOO_WIDE) <= 0 and not blocked and not guest.cookies()
    assert Axe().run(film).violations_count == 0

    switch.click()
    expect(page.get_by_role("link", name="See the page")).to_have_count(0)
    gone = film.goto(link)
    assert gone is not None and gone.status == 410
    expect(film.get_by_role("heading", level=1)).to_have_text("This page is closed")
    guest.close()
