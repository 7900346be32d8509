"""Letters in finished films at full size: what a phone scans, and what a viewer reads, after the encoder."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.looks.colour import ENOUGH, Rgb, luminance
from engine.media.samples import picture as sample
from engine.render.contrast import measured
from engine.render.output import Output
from engine.render.render import render
from tests.engine.rendering import draft, frames, picture

OFFER = {"price": "$29.99", "code": "BREW20", "link": "https://example.com/brew", "qr": True}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> list[np.ndarray]:
    """2 s at 1080 × 1920: a title over a photo, then the call to action with caption and disclosure."""
    folder: Path = tmp_path_factory.mktemp("film")
    asset = picture(folder / "coffee.jpg", sample("coffee-maker-morning.jpg", 1440))
    wanted = draft(
        [{"d": 1000, "kind": "photo", "asset": asset.id, "motion": "none"}, {"d": 1000, "kind": "card"}],
        1080,
        1920,
        25,
        title=[{"d": 1000, "start": 0, "text": "Barista coffee anywhere"}],
        cta=[{"d": 1000, "start": 1000, "text": "Get yours before Sunday", "cta": OFFER}],
        caption=[{"d": 1000, "start": 1000, "text": "Tap the link below"}],
        disclosure=[{"d": 2000, "start": 0, "text": "#ad"}],
        meta={"look": "clean", "kind": "affiliate"},
    )
    return frames(render(wanted, Output(), {asset.id: asset}, folder / "film", folder / "cache", workers=1))


def test_the_code_is_scanned_from_the_film(film: list[np.ndarray]) -> None:
    assert film[0].shape == (1920, 1080, 3)
    read = {cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(frame))[0] for frame in film[37:42]}
    assert read == {"https://example.com/brew"}
    assert cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(film[14]))[0] == ""


def test_the_disclosure_stands_from_first_to_last(film: list[np.ndarray]) -> None:
    chips = [frame[200:300, 130:250] for frame in (film[14], film[40])]
    for chip in chips:
        dark = luminance_map(chip) < 0.05
        assert dark.mean() > 0.15, "its plate"
        assert (luminance_map(chip) > 0.75).any(), "its letters"


def luminance_map(pixels: np.ndarray) -> np.ndarray:
    linear = (pixels / 255.0) ** 2.2
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def test_the_title_is_readable_after_the_encoder(film: list[np.ndarray]) -> None:
    """Light or dark, the letters are the extreme of their place; what lies 4 px around them must stand off."""
    place = film[14][300:560, 135:945]
    bright, dark = luminance_map(place) > 0.9, luminance_map(place) < 0.02
    letters = bright if 0.03 < bright.mean() < 0.4 else dark
    assert 0.03 < letters.mean() < 0.4
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    solid = letters.astype(np.uint8)
    ring = (cv2.dilate(solid, kernel) > 0) & (cv2.dilate(solid, np.ones((5, 5), np.uint8)) == 0)
    ink = tuple(int(value) for value in np.median(place[letters], axis=0))
    assert luminance(Rgb(*ink)) > 0.8 or luminance(Rgb(*ink)) < 0.05
    assert measured(place[ring], Rgb(*ink), 10) >= ENOUGH
