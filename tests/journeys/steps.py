"""What people do on the pages, step by step, and what they then hold in their hands."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

RENDER_PATIENCE_MS = 240_000
AXE = Axe()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PROMO = "create a 30-second promo video with voiceover and call-to-action for my affiliate product"


def photos(folder: Path, count: int = 3) -> list[Path]:
    """Photos drawn here: a bright shape on a ground of its own colour."""
    made = []
    for number in range(count):
        picture = Image.new("RGB", (900, 1200), [(196, 84, 60), (52, 120, 190), (70, 150, 90)][number % 3])
        draw = ImageDraw.Draw(picture)
        for ring in range(9):
            box = (120 + 40 * ring, 220 + 60 * ring, 420 + 40 * ring, 520 + 60 * ring)
            draw.ellipse(box, outline=(255, 250, 240), width=10)
        made.append(folder / f"mug-{number + 1}.jpg")
        picture.save(made[-1], quality=88)
    return made


def add_files(page: Page, files: list[Path], ready: str = "Ready") -> None:
    """Put files into the uploader and wait until they have arrived."""
    page.locator("label.zone input").set_input_files(files)
    expect(page.locator(".file.done")).to_have_count(len(files))
    expect(page.locator(".file .note").first).to_have_text(ready)


def messages(page: Page) -> Locator:
    """The lines of the conversation, those of both sides."""
    return page.get_by_test_id("stChatMessage")


def say(page: Page, message: str) -> None:
    """Type a message, send it, and wait until it stands in the conversation with its answer begun."""
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_enabled()
    idle(page)
    before = messages(page).count()
    box.fill(message)
    box.press("Enter")
    expect(messages(page)).to_have_count(before + 2)


def answered(page: Page) -> None:
    """Wait until the turn is over: the answer is whole, and the box takes the next message."""
    idle(page)
    expect(page.locator(".st-key-stop")).to_have_count(0)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_enabled()
    still(page)


def violations(page: Page, state: str) -> list[str]:
    """What keeps people out, a line each: what axe finds in both colour schemes, and what one must scroll sideways for
    on a phone of 360 px and at a zoom of 200 % (which leaves 640 px of 1280).
    """
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settled(page)
        for one in AXE.run(page, options=RULES).response["violations"]:
            where = one["nodes"][0]["html"][:160]
            found.append(f"{state}, {scheme}: {one['id']} ×{len(one['nodes'])} {where}")
    usual = page.viewport_size or {"width": 1280, "height": 800}
    for width in (640, 360):
        page.set_viewport_size({"width": width, "height": usual["height"]})
        settled(page)
        if (over := page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{state}: {over} px too wide at {width} px")
    page.set_viewport_size(usual)
    page.wait_for_function("width => window.innerWidth === width", arg=usual["width"])
    still(page)
    return found


def idle(page: Page) -> None:
    """Wait until no run is under way and nothing of a former one is left."""
    page.wait_for_function(
        """() => document.querySelector('.stApp')?.dataset.testScriptState !== 'running' &&
        !document.querySelector('[data-stale="true"]')"""
    )


def still(page: Page) -> None:
    """Wait until nothing moves any more: a click at a page which is still taking its shape lands beside its button."""
    settled(page)
    page.wait_for_function(
        """() => {
            const places = [...document.querySelectorAll('button, a, input, textarea')].map(one => {
                const box = one.getBoundingClientRect();
                return [box.x, box.y];
            }).join();
            if (window.restingPlaces !== places) {
                window.restingPlaces = places;
                window.restingSince = performance.now();
            }
            return document.fonts.status === 'loaded' && performance.now() - window.restingSince > 400;
        }""",
        polling=50,
    )


def whole(page: Page) -> None:
    """Nothing on the page says that something broke."""
    expect(page.get_by_test_id("stException")).to_have_count(0)


def settled(page: Page) -> None:
    """Wait until the page stands still: nothing of a former state is left, nothing is on its way in."""
    idle(page)
    page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")


def go(page: Page, name: str) -> None:
    """Follow a link of the navigation, once the page has come to rest: no film is on its way, no run is under way.

    A part which ends by itself draws the page anew. When that and a change of page fell into the same few milliseconds
    on a machine with ten times the work it can do, Streamlit once left a page without its parts until a reload.
    """
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    expect(page.locator(".st-key-stop")).to_have_count(0)
    idle(page)
    page.locator(".st-key-nav").get_by_role("link", name=name).click()
    still(page)


def playable(page: Page) -> float:
    """Wait for a film which can be played; returns its length in seconds."""
    page.locator("video").first.wait_for()
    page.wait_for_function("document.querySelector('video')?.readyState >= 2")
    return float(page.evaluate("document.querySelector('video').duration"))


def download(page: Page, into: Path, name: str = "Download") -> Path:
    """Take the newest finished export home."""
    link = page.get_by_role("link", name=name, exact=True).first
    link.wait_for(timeout=RENDER_PATIENCE_MS)
    idle(page)
    with page.expect_download() as waiting:
        link.evaluate("link => { link.removeAttribute('target'); link.click(); }")
    waiting.value.save_as(into)
    return into


def look(file: Path) -> dict[str, object]:
    """What is in a film: codecs, size, length in s, the loudness of its sound, and how much its pictures differ."""
    with av.open(str(file)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        found: dict[str, object] = {
            "codecs": (picture.codec_context.name, sound.codec_context.name),
            "size": (picture.width, picture.height),
            "seconds": float(film.duration or 0) / av.time_base,
        }
        stills, samples = [], []
        for packet in film.demux(picture, sound):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    if frame.pts is not None and float(frame.time or 0) >= len(stills) * 3:
                        stills.append(frame.reformat(54, 96, "gray").to_ndarray().astype(np.int16))
                else:
                    samples.append(float(np.sqrt(np.mean(np.square(frame.to_ndarray())))))
    steps = [float(np.abs(after - before).mean()) for before, after in pairwise(stills)]
    return found | {"loudness": max(samples), "heard": np.mean(np.array(samples) > 0.003), "least_change": min(steps)}


SMALL = ("export 240p mp4 in draft quality", "Exports", "Download")


def exported(page: Page, into: Path, words: tuple[str, str, str] = SMALL) -> dict[str, object]:
    """Take a small film home, asked for in words on the page Create; `words`: the wish, the page, the link."""
    say(page, words[0])
    answered(page)
    go(page, words[1])
    return look(download(page, into, words[2]))
