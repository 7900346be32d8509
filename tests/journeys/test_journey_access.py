"""Nobody is kept out: axe finds nothing on any page in any state, light and dark, and the keyboard goes everywhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import answered, go, idle, playable, say, still, violations

pytestmark = pytest.mark.journey
PAGES = {"projects": "[class*='st-key-show-']", "settings": ".st-key-backend", "batch": ".st-key-new-batch"}


def test_axe_finds_nothing_anywhere(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator(".st-key-hero").wait_for()
    found = violations(page, "first screen")
    for job in ("affiliate", "link", "wedding"):
        page.locator(f".st-key-start-{job} button").click()
        page.locator(".st-key-form-send").wait_for()
        found += violations(page, f"{job} form")
        page.locator(".st-key-form-back button").click()
        page.locator(".st-key-jobs").wait_for()
        idle(page)
    go(page, "Timeline")
    page.locator(".st-key-empty").wait_for()
    found += violations(page, "empty timeline")
    go(page, "Create")
    say(page, "export the video")
    page.get_by_test_id("stAlert").wait_for()
    found += violations(page, "an error")
    say(page, "make a 10-second video which says Fresh bread every morning, no voice")
    answered(page)
    playable(page)
    found += violations(page, "answer")
    go(page, "Timeline")
    page.locator(".timeline .block.main").first.click()
    expect(page.locator(".st-key-controls")).to_contain_text("Length")
    found += violations(page, "timeline")
    go(page, "Exports")
    page.locator(".st-key-new-export").wait_for()
    found += violations(page, "exports")
    for name, part in PAGES.items():
        page.goto(f"/{name}")
        page.locator(part).first.wait_for()
        found += violations(page, name)
    page.goto("/templates")
    still(page)
    page.locator(".st-key-save-this button").click()
    page.locator(".st-key-save-template button").wait_for()
    found += violations(page, "saving a template")
    page.locator(".st-key-save-template button").click()
    page.locator("[class*='st-key-use-'] button").first.click()
    page.locator(".st-key-use-template").wait_for()
    found += violations(page, "form of a template")
    assert not found, "\n".join(found)


def test_a_video_is_asked_for_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator(".st-key-start-link button").wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.closest('.st-key-start-link') !== null"):
            break
    outline = page.evaluate(
        "getComputedStyle(document.activeElement).boxShadow + getComputedStyle(document.activeElement).outlineStyle"
    )
    assert outline not in ("nonenone", "none"), "the focus can be seen"
    page.keyboard.press("Enter")
    expect(page.get_by_label("Article or page link")).to_be_visible()
