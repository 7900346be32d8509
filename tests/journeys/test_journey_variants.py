"""Two openings in two shapes, one click, one zip; a card for a guest, letter for letter."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    RENDER_PATIENCE_MS,
    add_files,
    answered,
    go,
    idle,
    look,
    photos,
    say,
    still,
    violations,
    whole,
)

pytestmark = pytest.mark.journey
ZIP = re.compile("Download all")


def zipped(page: Page, into: Path, line: str) -> list[Path]:
    """Wait until the set is whole, take its zip home, and unpack it."""
    expect(page.get_by_text(line)).to_be_visible(timeout=RENDER_PATIENCE_MS)
    idle(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=ZIP).evaluate("link => { link.removeAttribute('target'); link.click(); }")
    waiting.value.save_as(into / "all.zip")
    with zipfile.ZipFile(into / "all.zip") as found:
        assert found.testzip() is None
        found.extractall(into)
        return [into / name for name in found.namelist()]


def test_two_openings_in_two_shapes_come_home_in_one_zip(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    add_files(page, photos(tmp_path, 1))
    say(page, "create a 4-second promo for my mug, without voiceover and without music")
    answered(page)
    go(page, "Exports")
    page.get_by_role("button", name="Make variants").click()
    expect(page.get_by_role("heading", name="Variants", level=1)).to_be_visible()
    hooks = page.get_by_role("textbox", name="Openings, one a line")
    hooks.fill("Good morning, mug\nTea | for Zoë")
    hooks.press("Control+Enter")
    expect(page.get_by_text("Films: 2 ")).to_be_visible()
    page.get_by_role("button", name="1:1", exact=True).click()
    expect(page.get_by_text("Films: 4 ")).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Make all").click()
    films = zipped(page, tmp_path, "4 of 4 ready")
    names = [f"promo-hook{hook}-cta1-{shape}.mp4" for shape in ("9x16", "1x1") for hook in (1, 2)]
    assert [film.name for film in films] == names
    assert [look(film)["size"] for film in films] == [(1080, 1920)] * 2 + [(1080, 1080)] * 2
    assert len({film.read_bytes() for film in films}) == 4
    expect(page.locator(".st-key-variant-grid video")).to_have_count(4)
    assert not violations(page, "variants")
    page.reload()
    expect(page.get_by_text("4 of 4 ready")).to_be_visible()
    whole(page)
    still(page)
    page.get_by_role("button", name="Remove all of these").click()
    expect(page.get_by_text("4 of 4 ready")).to_have_count(0)
    expect(page.locator(".st-key-variant-grid")).to_have_count(0)
    whole(page)
