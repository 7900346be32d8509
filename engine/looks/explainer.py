"""Explainer: friendly and round, big words on colour, one idea at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.painting import finished, gradient
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape, ellipse, ribbon, smooth
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(255, 255, 255), Rgb(30, 24, 74), Rgb(255, 138, 76), Rgb(30, 24, 74), Rgb(255, 236, 219))
SUB = TextStyle(("montserrat",), 0.046, 600, leading=1.34, gap=0.062)


def swash(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A marker's stroke under the title."""
    y = height + short * 0.028 if gap is None else gap
    half = min(width * 0.34, short * 0.24)
    stroke = smooth((-1, 0.03), (-0.4, -0.04), (0.3, 0.02), (1, -0.05), closed=False) * np.float32(half)
    return [Shape(ribbon(stroke + np.array([width / 2, y], np.float32), short * 0.017, short * 0.009), palette.accent)]


TITLE = TextStyle(
    ("montserrat",),
    0.102,
    800,
    leading=1.12,
    support="panel",
    plate="dark",
    radius=0.05,
    inks=("light",),
    position="top",
    enter=Animation("pop", 320),
    sub=SUB,
    ornament=swash,
    margin=0.05,
)
TEXT = TextStyle(
    ("montserrat",),
    0.066,
    700,
    leading=1.24,
    support="panel",
    plate="soft",
    radius=0.045,
    inks=("dark",),
    position="top",
    enter=Animation("pop", 280),
    sub=SUB,
    margin=0.045,
)
CTA = TextStyle(("montserrat",), 0.076, 800, leading=1.14, plate="soft", radius=0.05, enter=Animation("pop", 320))


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """A cheerful tone of the article's own colour."""
    return accent_from(own, colours, 0.77, 0.11, 0.18)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Deep violet with large soft shapes in the accent."""
    canvas = gradient(width, height, mix(palette.dark, Rgb(120, 96, 240), 0.3), palette.dark, 75)
    short = min(width, height)
    cloud = smooth((-0.1, -0.2), (0.34, -0.16), (0.42, 0.14), (0.2, 0.36), (-0.14, 0.3)) * np.float32(short)
    hill = smooth((-0.1, 0.2), (0.3, 0.06), (0.62, 0.16), (1.1, -0.02), (1.2, 0.6), (-0.2, 0.6)) * np.array(
        [width, short * 0.9], np.float32
    )
    shapes = [
        Shape(cloud, palette.accent, 0.95),
        Shape(hill + np.array([0, height * 0.86], np.float32), mix(palette.dark, Rgb(140, 120, 255), 0.36), 0.9),
        Shape(ellipse(width * 0.88, height * 0.14, short * 0.09), palette.soft, 0.16),
        Shape(ellipse(width * 0.8, height * 0.19, short * 0.03), palette.soft, 0.3),
        Shape(ellipse(width * 0.1, height * 0.88, short * 0.05), palette.accent, 0.85),
    ]
    return finished(canvas, shapes)


LOOK = Look(
    name="explainer",
    kind="link",
    label="Explainer",
    label_zh="讲解",
    summary="Friendly and round, big words on colour, one idea at a time.",
    styles={"title": TITLE, "text": TEXT, "cta": CTA, "disclosure": CHIP, **caption_styles(("montserrat",), 800)},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_left", "pan_up"),
    transition=("slide", 400),
    caption_style="karaoke",
    mood="playful",
)
