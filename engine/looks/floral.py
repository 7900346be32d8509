"""Floral: painted leaves and roses around hand-written names."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.ornaments import flowers, frame, garland
from engine.looks.painting import finished, gradient, paper, wash
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape, placed
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(255, 253, 249), Rgb(66, 70, 58), Rgb(214, 136, 136), Rgb(66, 40, 40), Rgb(251, 243, 236))


@lru_cache(maxsize=16)
def _garland(palette: Palette, half: int) -> tuple[Shape, ...]:
    return tuple(garland(palette, half, 5))


def garlands(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A garland of roses above the words."""
    return placed(_garland(palette, round(short * 0.24)), width / 2, -short * 0.1)


SUB = TextStyle(("cormorant-garamond",), 0.058, 600, leading=1.26, lines=4, gap=0.05)
AMPERSAND = TextStyle(("cormorant-garamond",), 0.09, 500, italic=True, leading=1.1, gap=-0.014)
TITLE = TextStyle(
    ("dancing-script", "playfair-display"),
    0.152,
    600,
    leading=1.14,
    support="scrim",
    position="top",
    enter=Animation("fade", 800),
    leave=Animation("fade", 500),
    sub=SUB,
    pair=AMPERSAND,
    ornament=garlands,
    margin=0.13,
)
TEXT = TextStyle(
    ("cormorant-garamond",),
    0.072,
    600,
    leading=1.2,
    lines=5,
    support="scrim",
    position="bottom",
    enter=Animation("fade", 700),
    leave=Animation("fade", 400),
    sub=SUB,
    margin=0.05,
)
CTA = TextStyle(
    ("dancing-script", "playfair-display"),
    0.1,
    600,
    leading=1.16,
    plate="light",
    radius=0.03,
    enter=Animation("fade", 600),
    sub=SUB,
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """Blossoms in the pictures' colour, softened."""
    return accent_from(own, colours, 0.71, 0.07, 0.11)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Watercolour paper with flowers in two corners."""
    canvas = gradient(width, height, palette.light, palette.soft, 90)
    rng, short = np.random.default_rng(17), min(width, height)
    blush, leafy = mix(palette.accent, palette.light, 0.45), Rgb(178, 200, 178)
    for x, y, radius, colour in (
        (0.06, 0.05, 0.42, blush),
        (0.95, 0.95, 0.45, blush),
        (0.3, 0.02, 0.24, leafy),
        (0.7, 0.99, 0.26, leafy),
    ):
        wash(canvas, rng, x, y, radius, colour)
    paper(canvas, 1.6)
    size = short * (0.56 if height > width else 0.46)
    shapes = frame(width, height, short * 0.055, short * 0.0018, mix(palette.accent, palette.dark, 0.15))
    shapes += placed(flowers(palette, 3), -short * 0.02, -short * 0.02, size)
    shapes += placed(flowers(palette, 8), width + short * 0.02, height + short * 0.02, size, np.pi)
    return finished(canvas, shapes)


LOOK = Look(
    name="floral",
    kind="wedding",
    label="Floral",
    label_zh="花卉",
    summary="Painted leaves and roses around hand-written names.",
    styles={
        "title": TITLE,
        "text": TEXT,
        "cta": CTA,
        "disclosure": CHIP,
        **caption_styles(("cormorant-garamond",), 700, size=0.058),
    },
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_right", "zoom_out"),
    transition=("fade", 800),
    caption_style="clean",
    mood="romantic",
)
