"""The main job: three photos and a sentence in, an MP4 out, in the browser."""

import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    PROMO,
    RENDER_PATIENCE_MS,
    add_files,
    answered,
    download,
    go,
    look,
    photos,
    playable,
    say,
)

pytestmark = pytest.mark.journey


def test_photos_and_a_sentence_become_a_film_on_disk(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Say what you want")
    add_files(page, photos(tmp_path))
    say(page, PROMO)

    # Text arrives while the turn still runs, and a reload in the middle loses nothing.
    page.wait_for_function(
        """() => document.querySelector('.st-key-stop') &&
        [...document.querySelectorAll('[data-testid=stChatMessage]')].at(-1).innerText.length > 20"""
    )
    page.reload()
    expect(page.get_by_text(PROMO).first).to_be_visible()
    answered(page)
    expect(page.get_by_text("What changed")).to_be_visible()
    expect(page.get_by_test_id("stChatMessage")).to_have_count(2)

    go(page, "Timeline")
    blocks = page.locator(".timeline .block.main")
    expect(blocks.first).to_be_visible()
    assert blocks.count() >= 3
    for lane in ("title", "cta", "caption", "voice", "music"):
        expect(page.locator(f".timeline .block.{lane}").first).to_be_attached()
    assert playable(page) == pytest.approx(30, abs=0.3)

    go(page, "Exports")
    page.locator(".st-key-export button").click()
    film = look(download(page, tmp_path / "promo.mp4"))
    assert film["codecs"] == ("h264", "aac")
    assert film["size"] == (1080, 1920)
    assert film["seconds"] == pytest.approx(30, abs=0.1)
    assert film["loudness"] > 0.02 and film["heard"] > 0.8, "the sound is not silence"
    assert film["least_change"] > 0.3, "the picture moves"

    # The words alone, and the whole project for another editor.
    for ending in ("SRT", "VTT"):
        assert "-->" in download(page, tmp_path / f"words.{ending}", ending).read_text("utf-8")
    if find_spec("opentimelineio"):
        editable(page, tmp_path)


def editable(page: Page, folder: Path) -> None:
    """Take the project for other editors home, and look whether all is there."""
    import opentimelineio as otio

    page.get_by_role("button", name="Editable project").click()
    expect(page.get_by_role("link", name="Download", exact=True)).to_have_count(2, timeout=RENDER_PATIENCE_MS)
    with zipfile.ZipFile(download(page, folder / "project.zip")) as packed:
        packed.extractall(folder / "project")
    project = otio.adapters.read_from_file(str(folder / "project" / "film.otio"))
    assert project.duration().to_seconds() == pytest.approx(30, abs=0.1)
    assert all((folder / "project" / clip.media_reference.target_url).exists() for clip in project.find_clips())
