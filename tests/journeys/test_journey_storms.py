"""Bad weather: the network goes, the worker dies, a page is reloaded, a second tab looks on. Nothing is lost."""

import hashlib
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import App
from tests.journeys.line import Line
from tests.journeys.steps import PROMO, add_files, answered, go, idle, messages, photos, playable, say, whole

pytestmark = pytest.mark.journey
WORDS = "make a 6-second video which says Fresh bread every morning, no voice"
SPEAKS = """() => document.querySelector('.st-key-stop') &&
    [...document.querySelectorAll('[data-testid=stChatMessage]')].at(-1).innerText.length > 20"""


@pytest.fixture
def line(own_app: App) -> Iterator[Line]:
    made = Line(own_app.port)
    yield made
    made.close()


def test_a_network_that_goes_and_comes_back_loses_no_byte_and_no_word(
    visit: Callable[..., Page], own_app: App, line: Line, tmp_path: Path
) -> None:
    large = tmp_path / "large.mp4"
    large.write_bytes(os.urandom(12_000_000))
    page = visit(line.url)
    zone = page.locator("label.zone input")
    line.cut(after=6_000_000)
    zone.set_input_files(large)
    expect(page.locator(".file .note")).to_have_text("No connection. It goes on by itself.")
    line.mend()
    expect(page.locator(".file.done")).to_have_count(1)
    (kept,) = (own_app.data / "studio" / "uploads").iterdir()
    assert hashlib.sha256(kept.read_bytes()).digest() == hashlib.sha256(large.read_bytes()).digest()
    page.get_by_role("button", name="Remove: large.mp4").click()
    expect(page.locator(".file")).to_have_count(0)

    # The page is left in the middle of an upload: the file chosen again goes on where it stopped.
    line.cut(after=6_000_000)
    zone.set_input_files(large)
    expect(page.locator(".file .note")).to_have_text("No connection. It goes on by itself.")
    page.goto("about:blank")
    line.mend()
    page.goto(line.url)
    expect(page.locator(".file.unfinished .note")).to_have_text("35 % has arrived. Choose the file again to go on.")
    zone.set_input_files(large)
    expect(page.locator(".file.done")).to_have_count(1)
    (kept,) = (own_app.data / "studio" / "uploads").iterdir()
    assert kept.read_bytes() == large.read_bytes()
    page.get_by_role("button", name="Remove: large.mp4").click()
    expect(page.locator(".file")).to_have_count(0)

    say(page, PROMO)
    page.wait_for_function(SPEAKS)
    line.cut()
    page.locator(".stApp[data-test-connection-state='CONNECTED']").wait_for(state="detached")
    line.mend()
    answered(page)
    expect(page.get_by_text("What changed")).to_be_visible()
    expect(messages(page)).to_have_count(2)
    whole(page)


def test_a_worker_killed_in_mid_turn_is_replaced_and_the_answer_comes(visit: Callable[..., Page], own_app: App) -> None:
    page = visit(own_app.url)
    say(page, PROMO)
    page.wait_for_function(SPEAKS)
    dead = own_app.worker()
    os.killpg(dead, signal.SIGKILL)
    answered(page)
    expect(page.get_by_text("What changed")).to_be_visible()
    expect(messages(page)).to_have_count(2)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert own_app.worker() != dead
    assert playable(page) == pytest.approx(30, abs=0.3)


def test_two_tabs_of_a_project_show_the_same_and_nothing_twice(visit: Callable[..., Page]) -> None:
    first = visit()
    first.get_by_role("heading", level=1).wait_for()
    second = first.context.new_page()
    second.goto(first.url)
    second.locator(".st-key-start-link button").wait_for()
    say(first, WORDS)
    answered(first)

    go(second, "Timeline")
    expect(second.get_by_text("Version 1").first).to_be_visible()
    go(second, "Create")
    expect(messages(second)).to_have_count(2)
    answered(second)
    say(second, "undo")
    expect(messages(first)).to_have_count(2)
    go(first, "Timeline")
    go(first, "Create")
    answered(first)
    answered(second)
    for page in (first, second):
        expect(messages(page)).to_have_count(4)
        expect(page.get_by_text(WORDS, exact=True).filter(visible=True)).to_have_count(1)
        whole(page)


def test_a_reload_in_every_state_brings_the_same_page_back(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()

    def again(ready: str) -> None:
        page.locator(ready).first.wait_for()
        idle(page)
        page.reload()
        page.locator(ready).first.wait_for()
        whole(page)

    add_files(page, photos(tmp_path, 2))
    page.get_by_role("button", name="Move later: mug-1.jpg").click()
    expect(page.locator(".news").first).to_have_text("mug-1.jpg is now number 2 of 2.")
    again(".file.done >> nth=1")
    assert page.locator(".file .name").all_inner_texts() == ["mug-2.jpg", "mug-1.jpg"]
    page.locator(".st-key-start-affiliate button").click()
    page.get_by_label("Product", exact=True).fill("Aero mug")
    page.get_by_label("Product", exact=True).press("Tab")
    expect(page.get_by_label("This is what will be sent")).to_have_value(re.compile("Aero mug"))
    again(".st-key-form-send")
    expect(page.get_by_label("Product", exact=True)).to_have_value("Aero mug")
    page.locator(".st-key-form-back button").click()
    page.locator(".st-key-start-link").wait_for()
    say(page, "make a 6-second video of my photos, no voice, no music")
    page.reload()
    answered(page)
    expect(page.get_by_text("What changed")).to_be_visible()
    expect(messages(page)).to_have_count(2)
    playable(page)
    again("video")
    go(page, "Timeline")
    page.locator(".timeline .block.main").first.click()
    expect(page.locator(".st-key-controls")).to_contain_text("Length")
    labels = page.locator(".timeline .block.main .label").all_inner_texts()
    assert labels[0] == "mug-2.jpg", "the order of the files is the order of the film"
    again(".timeline .block.main")
    go(page, "Exports")
    page.locator(".st-key-export button").click()
    again("[class*='st-key-export-render']")
    page.get_by_role("link", name="Download", exact=True).wait_for()
    again("[class*='st-key-export-render'] video")
    for name in ("projects", "settings"):
        page.goto(f"/{name}")
        again("h1")
