"""Contrast, measured on finished frames: the ring of picture around every letter against the letter's own ink."""

import cv2
import numpy as np
import pytest

from bench.frames import Picture, backdrop, cover, draft_for, over, words
from bench.gallery import TEXTS
from engine.looks import Look, looks
from engine.looks.colour import BLACK, ENOUGH, WHITE, Rgb, luminance
from engine.media.samples import SCENES, picture
from engine.render import captions, contrast, support
from engine.render.contrast import legible_on, measured
from engine.render.lettering import letters
from engine.render.safe import Box
from engine.render.setting import mask

SIZE = (720, 1280)
NOISE = np.random.default_rng(3)


def grounds(kind: str) -> dict[str, Picture]:
    """Sample pictures of the kind, and the hard cases: white, black, a sharp checker of both, and coloured clouds."""
    width, height = SIZE
    checks = (np.indices((height, width)).sum(0) // 90 % 2 * 255).astype(np.uint8)
    clouds = NOISE.integers(0, 255, (height // 60, width // 60, 3), np.uint8)
    found = {scene.name: cover(picture(scene.name, 960), *SIZE) for scene in SCENES[kind][:3]}
    return {
        **found,
        "white": np.full((height, width, 3), 250, np.uint8),
        "black": np.full((height, width, 3), 6, np.uint8),
        "checks": np.repeat(checks[..., None], 3, 2),
        "clouds": np.asarray(cv2.resize(clouds, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8),
    }


def ring_contrast(frame: Picture, shape: np.ndarray, x: int, y: int, ink: Rgb) -> float:
    """The contrast of `ink` to the pixels 1 … 4 px away from the letters, at the 5th percentile."""
    full = np.zeros(frame.shape[:2], np.uint8)
    box = Box(max(0, x), max(0, y), min(SIZE[0], x + shape.shape[1]), min(SIZE[1], y + shape.shape[0]))
    full[box.y0 : box.y1, box.x0 : box.x1] = shape[box.y0 - y : box.y1 - y, box.x0 - x : box.x1 - x]
    near = cv2.dilate(full, np.ones((3, 3), np.uint8))
    far = cv2.dilate(full, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    ring = (far > 0) & (near == 0)
    return measured(frame[ring], ink, 5)


def laid_lines(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """The lines which are drawn from here on, each with its box and ink, as they come."""
    laid: list[tuple] = []
    real = support.lay_line

    def remember(sheet, line, box, ink, stroke=0.0):  # type: ignore[no-untyped-def]
        laid.append((line, box, ink))
        real(sheet, line, box, ink, stroke)

    monkeypatch.setattr(support, "lay_line", remember)
    monkeypatch.setattr(captions, "lay_line", remember)
    return laid


@pytest.mark.parametrize("one", looks(), ids=lambda one: one.name)
def test_every_letter_stands_out_from_every_picture(one: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    laid = laid_lines(monkeypatch)
    texts, draft = TEXTS[one.kind], draft_for(one, SIZE)
    for name, ground in grounds(one.kind).items():
        for role, style in (("title", None), ("text", None), ("caption", "clean"), ("caption", "boxed")):
            laid.clear()
            sprites = letters(words(texts[role], style=style), role, draft, one, backdrop(ground))
            frame = over(ground, sprites)
            for line, box, ink in laid:
                shape, x0, y0 = mask(line.line)
                found = ring_contrast(frame, shape, round(box.x0 + line.x - x0), round(box.y0 + line.y - y0), ink)
                assert found >= ENOUGH, (name, role, style, line.line.text, round(found, 2))


def test_white_on_black_needs_nothing_and_white_on_white_nearly_everything() -> None:
    black, white = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 255, np.uint8)
    assert legible_on([black], [WHITE]).opacity == 0
    assert legible_on([white], [WHITE]).opacity > 0.5
    assert legible_on([white], [WHITE, BLACK]).ink == BLACK
    assert measured(white, BLACK) == pytest.approx(21, abs=0.01)


def test_one_bright_window_behind_a_word_counts() -> None:
    wall = np.full((40, 40, 3), 20, np.uint8)
    assert legible_on([wall], [WHITE]).opacity == 0
    wall[:10, :10] = 255
    assert legible_on([wall], [WHITE]).opacity > 0.4


def test_the_veil_found_is_enough_and_hardly_more() -> None:
    for grey in range(0, 256, 15):
        ground = np.full((2, 2, 3), grey, np.uint8)
        found = legible_on([ground], [WHITE])
        veiled = (ground * (1 - found.opacity)).astype(np.float32)
        assert measured(veiled, WHITE) >= ENOUGH
        if found.opacity > 0.05:
            assert measured((ground * (1 - found.opacity + 0.05)).astype(np.float32), WHITE) < ENOUGH * contrast.MARGIN


def test_the_first_ink_is_kept_unless_another_is_much_better() -> None:
    middle = np.full((2, 2, 3), 120, np.uint8)
    assert legible_on([middle], [Rgb(255, 252, 245), Rgb(60, 50, 40)]).ink == Rgb(255, 252, 245)
    assert luminance(legible_on([np.full((2, 2, 3), 225, np.uint8)], [WHITE, Rgb(60, 50, 40)]).ink) < 0.1
