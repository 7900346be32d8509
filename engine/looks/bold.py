"""Bold: loud capitals on strong plates of colour, quick pushes, words that pop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.painting import finished, glow, gradient
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape, ellipse, outline
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(255, 255, 255), Rgb(17, 17, 20), Rgb(255, 214, 10), Rgb(17, 17, 20), Rgb(255, 240, 170))
SUB = TextStyle(("montserrat",), 0.05, 800, leading=1.5, support="line_plates", plate="dark", radius=0.006, gap=0.035)
TITLE = TextStyle(
    ("bebas-neue", "montserrat"),
    0.168,
    800,
    upper=True,
    tracking=0.005,
    leading=1.12,
    support="line_plates",
    plate="accent",
    radius=0.008,
    position="top",
    enter=Animation("pop", 280),
    sub=SUB,
)
TEXT = TextStyle(
    ("montserrat",),
    0.074,
    800,
    leading=1.42,
    support="line_plates",
    plate="dark",
    radius=0.008,
    position="top",
    enter=Animation("slide_right", 300),
    sub=SUB,
)
CTA = TextStyle(
    ("bebas-neue", "montserrat"),
    0.125,
    800,
    upper=True,
    leading=1.02,
    plate="accent",
    radius=0.03,
    enter=Animation("pop", 320),
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's colour, as bright as a poster."""
    return accent_from(own, colours, 0.8, 0.13, 0.2)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Dark, with a slash of the accent and a raster of dots."""
    canvas = gradient(width, height, mix(palette.dark, Rgb(255, 255, 255), 0.1), palette.dark, 60)
    glow(canvas, 0.15, 0.1, 0.5, palette.accent, 0.22)
    short, deep = min(width, height), mix(palette.accent, palette.dark, 0.82)
    slash = outline((width * 0.62, 0), (width, 0), (width, height * 0.3), (0, height), (0, height * 0.86))
    shapes = [Shape(slash, deep, 0.75)]
    step = short * 0.04
    for row in range(9):
        for column in range(9 - row):
            dot = ellipse(step * (column + 1), height - step * (row + 1), step * 0.2 * (1 - (row + column) / 13))
            shapes.append(Shape(dot, palette.accent, 0.9))
    edge = short * 0.016
    shapes.append(
        Shape(
            outline((width * 0.62 - edge, 0), (width * 0.62 + edge, 0), (0, height * 0.86), (0, height * 0.82)),
            palette.accent,
            0.95,
        )
    )
    return finished(canvas, shapes)


LOOK = Look(
    name="bold",
    kind="affiliate",
    label="Bold",
    label_zh="醒目",
    summary="Loud capitals on strong plates of colour; quick cuts that sell.",
    styles={
        "title": TITLE,
        "text": TEXT,
        "cta": CTA,
        "disclosure": CHIP,
        **caption_styles(("montserrat",), 800, ("bebas-neue", "montserrat")),
    },
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_left", "zoom_out", "pan_right"),
    transition=("push", 350),
    caption_style="pop",
    mood="upbeat",
)
