"""Clean: one sans serif, one accent, white space."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.painting import finished, glow, gradient
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape, box, ellipse
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(255, 255, 255), Rgb(24, 26, 31), Rgb(32, 96, 255), Rgb(255, 255, 255), Rgb(238, 242, 250))


def underline(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A short bar of the accent above the words."""
    half, top = short * 0.05, -short * 0.055
    bar = box(width / 2 - half, top, width / 2 + half, top + short * 0.011, short * 0.006)
    return [Shape(bar, palette.accent)]


SUB = TextStyle(("inter",), 0.045, 500, leading=1.32, gap=0.028)
TITLE = TextStyle(
    ("inter",),
    0.104,
    800,
    tracking=-0.022,
    leading=1.09,
    position="top",
    enter=Animation("slide_up", 420),
    sub=SUB,
    ornament=underline,
    margin=0.05,
)
TEXT = TextStyle(
    ("inter",),
    0.062,
    700,
    tracking=-0.012,
    leading=1.2,
    support="panel",
    plate="light",
    inks=("dark",),
    radius=0.028,
    position="top",
    enter=Animation("slide_up", 350),
    sub=SUB,
)
CTA = TextStyle(
    ("inter",), 0.078, 800, tracking=-0.02, leading=1.12, plate="light", radius=0.04, enter=Animation("slide_up", 400)
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's colour, dark enough to carry white."""
    return accent_from(own, colours, 0.54, 0.08, 0.22)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """White, with a breath of the accent and two quiet discs."""
    canvas = gradient(width, height, palette.light, palette.soft, 70)
    glow(canvas, 0.9, 0.08, 0.42, mix(palette.accent, palette.light, 0.7), 0.55)
    short, faint = min(width, height), mix(palette.accent, palette.light, 0.86)
    shapes = [
        Shape(ellipse(width * 0.02, height * 0.98, short * 0.42), faint, 0.75),
        Shape(ellipse(width * 0.02, height * 0.98, short * 0.27), palette.light, 0.75),
        Shape(ellipse(width * 0.93, height * 0.07, short * 0.16), palette.accent, 0.1),
    ]
    return finished(canvas, shapes)


LOOK = Look(
    name="clean",
    kind="affiliate",
    label="Clean",
    label_zh="清爽",
    summary="White space, one sans serif, one accent: the product speaks.",
    styles={"title": TITLE, "text": TEXT, "cta": CTA, "disclosure": CHIP, **caption_styles(("inter",), 650)},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "zoom_out"),
    transition=("fade", 450),
    caption_style="boxed",
    mood="corporate",
)
