"""Choosing by eye and ear: looks, voices, another server with a token, and a video in three looks."""

import re
from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import Page, WebSocket, expect

from tests.journeys.steps import answered, playable, say
from tests.journeys.test_journey_access import violations

pytestmark = pytest.mark.journey


def listened(page: Page) -> list[bytes]:
    """Everything which the server sends to the page over its socket from now on."""
    heard: list[bytes] = []

    def note(frame: str | bytes) -> None:
        heard.append(frame.encode() if isinstance(frame, str) else frame)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page.on("websocket", listen)
    return heard


def kept_in(page: Page) -> str:
    """What the page holds: its HTML, what stands in its fields, and what the browser stores for it."""
    stored = page.evaluate(
        """() => [...document.querySelectorAll('input, textarea')].map(one => one.value).join() +
        JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie + location.href"""
    )
    return page.content() + str(stored)


def test_a_token_is_used_and_never_seen_again_on_any_page(visit: Callable[..., Page], app: str) -> None:
    answer = requests.post(f"{app}/nemo/api/auth/anonymous-token", headers={"X-Client-Id": "a-journey"}, timeout=30)
    token = answer.json()["data"]["token"]
    page = visit()
    heard = listened(page)
    page.goto("/settings")
    page.get_by_text("Change who makes the videos").click()
    page.get_by_text("A server of your own").click()
    page.get_by_label("Address of the server").fill(f"{app}/nemo")
    page.get_by_label("Access token (optional)", exact=True).fill(token)
    page.locator(".st-key-backend-use button").click()
    expect(page.locator(".st-key-remove-token button")).to_be_visible()
    expect(page.locator(".st-key-backend")).to_contain_text(app.removeprefix("http://"))
    for path, mark in [
        ("/", ".st-key-hero"),
        ("/timeline", ".st-key-empty"),
        ("/exports", ".st-key-empty"),
        ("/projects", ".st-key-projects, .st-key-search"),
        ("/variants", "h1"),
        ("/templates", "h1"),
        ("/batch", "h1"),
        ("/settings", ".st-key-backend"),
    ]:
        page.goto(path)
        page.locator(mark).first.wait_for()
        assert token not in kept_in(page), f"the token stands on {path}"
    assert heard and not any(token.encode() in frame for frame in heard), "the server never sent it back"


def test_looks_and_voices_are_chosen_by_eye_and_ear(visit: Callable[..., Page]) -> None:
    page = visit("/settings")
    voice = page.locator(".voice").filter(has_text="June")
    with page.expect_response(re.compile(r"/app/static/voice/.*\.wav")) as asked:
        voice.get_by_role("button").click()
    assert asked.value.status == 200 and asked.value.headers["content-type"] == "audio/wav"
    saved = page.get_by_test_id("stToast").filter(has_text="Saved")
    voice.get_by_role("radio").check()
    expect(saved).to_have_count(1)
    expect(saved).to_have_count(0)  # it goes by itself
    page.locator(".look").filter(has_text="Premium").get_by_role("radio").check()
    expect(saved).to_have_count(1)
    page.reload()
    expect(page.locator(".look").filter(has_text="Premium").get_by_role("radio")).to_be_checked()
    expect(page.locator(".voice").filter(has_text="June").get_by_role("radio")).to_be_checked()
    page.goto("/")
    say(page, "make a 6-second promo video for my coffee maker, no voice")
    answered(page)
    expect(page.get_by_text("the Premium look")).to_be_visible()
    playable(page)
    page.locator(".st-key-three-looks-button button").click()
    expect(page.locator(".st-key-three-looks video")).to_have_count(3)
    assert violations(page, "three looks") == []
    page.locator(".st-key-use-bold button").click()
    answered(page)
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("Bold")
