"""Reloads, closed tabs, other pages and other browsers in the middle of a turn: nothing is lost, nothing is shared."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import App
from tests.journeys.steps import PROMO, answered, go, idle, playable, say, violations

pytestmark = pytest.mark.journey
WORDS = "make a 10-second video which says Fresh bread every morning, no voice"


def test_a_closed_tab_finds_its_answer_and_another_browser_finds_nothing(visit: Callable[..., Page]) -> None:
    page = visit()
    say(page, WORDS)
    page.locator(".st-key-stop").wait_for()
    link, context = page.url, page.context
    assert "?p=" in link
    page.close()

    again = context.new_page()
    again.goto("/")
    expect(again.get_by_text(WORDS).first).to_be_visible()
    answered(again)
    expect(again.get_by_text("What changed")).to_be_visible()

    stranger = visit(link.removeprefix(link.split("/?")[0]))
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("Say what you want")
    expect(stranger.get_by_text(WORDS)).to_have_count(0)


def test_an_app_killed_in_mid_turn_gives_the_whole_answer_after_its_restart(
    visit: Callable[..., Page], own_app: App
) -> None:
    page = visit(own_app.url)
    say(page, PROMO)
    page.wait_for_function(
        """() => document.querySelector('.st-key-stop') &&
        [...document.querySelectorAll('[data-testid=stChatMessage]')].at(-1).innerText.length > 20"""
    )
    own_app.end(signal.SIGKILL)
    own_app.start()
    page.goto(own_app.url)
    answered(page)
    expect(page.get_by_text("What changed")).to_be_visible()
    expect(page.get_by_test_id("stChatMessage")).to_have_count(2)
    answer = page.get_by_test_id("stChatMessage").last.inner_text()
    assert "30" in answer and "came through" not in answer, "the engine's own words, not a guess from the draft"
    assert page.locator("[class*='st-key-next-']").count(), "with what it proposes next"


def test_edits_from_the_timeline_undo_and_versions(visit: Callable[..., Page]) -> None:
    page = visit()
    say(page, WORDS)
    page.locator(".st-key-stop").wait_for()
    go(page, "Timeline")
    page.locator(".timeline .block").first.wait_for()
    expect(page.get_by_text("Version 1")).to_be_visible()
    playable(page)

    page.locator(".timeline .block.music").first.click()
    slider = page.get_by_role("slider", name="Volume in %")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    page.locator("[class*='st-key-apply-volume']").get_by_role("button").click()
    expect(page.get_by_text("Version 2", exact=True).first).to_be_visible()
    playable(page)

    page.locator(".st-key-step-undo button:enabled").first.click()
    expect(page.get_by_text("Version 3", exact=True).first).to_be_visible()
    playable(page)
    idle(page)

    page.locator(".st-key-compare-1 button").click()
    pictures = page.locator(".st-key-compared figure")
    expect(pictures).to_have_text(["Version 1", "now"])
    slider = page.get_by_role("slider", name="Moment")
    slider.focus()
    slider.press("ArrowRight")
    expect(pictures.nth(1).get_by_role("img")).to_have_attribute("alt", "now, 0:01.6")
    for n in range(2):
        drawn = pictures.nth(n).get_by_role("img").evaluate("one => one.decode().then(() => one.naturalWidth)")
        assert drawn > 20
    assert not violations(page, "comparison")
    page.locator(".st-key-compare-1 button").click()
    expect(page.locator(".st-key-compared")).to_have_count(0)
    go(page, "Create")
    answered(page)
    expect(page.get_by_test_id("stChatMessage")).to_have_count(6)


def test_stop_leaves_the_project_as_it_was(visit: Callable[..., Page]) -> None:
    page = visit()
    say(page, "create a 60-second promo video with voiceover about our new bakery")
    page.locator(".st-key-stop button").click()
    answered(page)
    expect(page.get_by_text("Stopped.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_bad_files_and_empty_wishes_get_a_clear_sentence(visit: Callable[..., Page], tmp_path: Path) -> None:
    text, nothing, table = tmp_path / "letter.jpg", tmp_path / "empty.png", tmp_path / "sums.xlsx"
    text.write_text("Dear Sir, this is no picture. " * 50)
    nothing.write_bytes(b"")
    table.write_bytes(b"PK")
    page = visit()
    page.locator("label.zone input").set_input_files([text, nothing, table])
    expect(page.locator(".file.empty")).to_contain_text("empty, so it was left out")
    expect(page.locator(".file.type")).to_contain_text("cannot be used")
    expect(page.locator(".file.done")).to_have_count(1)
    say(page, WORDS)
    expect(page.get_by_text("letter.jpg").last).to_be_visible()
    answered(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="letter.jpg")).to_be_visible()
    expect(page.get_by_text("What changed")).to_be_visible()

    fresh = visit("/exports")
    expect(fresh.get_by_text("nothing to export yet")).to_be_visible()
    go(fresh, "Create")
    say(fresh, "export the video please")
    expect(fresh.get_by_test_id("stAlert").filter(has_text="nothing to export yet")).to_be_visible()
