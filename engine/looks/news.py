"""News: headlines on panels with a red edge, facts first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.painting import finished, glow, gradient
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape, box, outline
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(255, 255, 255), Rgb(12, 22, 44), Rgb(214, 30, 44), Rgb(255, 255, 255), Rgb(226, 232, 242))


def edge(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A bar of the accent along the panel's left side."""
    return [Shape(box(-short * 0.05, -short * 0.045, -short * 0.036, height + short * 0.045), palette.accent)]


SUB = TextStyle(("inter",), 0.04, 500, leading=1.32, align="left", gap=0.024)
TITLE = TextStyle(
    ("montserrat",),
    0.084,
    800,
    leading=1.14,
    lines=4,
    align="left",
    position="bottom",
    support="panel",
    radius=0.004,
    inks=("light",),
    enter=Animation("slide_right", 380),
    sub=SUB,
    ornament=edge,
    margin=0.05,
)
TEXT = TextStyle(
    ("inter",),
    0.056,
    650,
    leading=1.26,
    lines=4,
    align="left",
    position="bottom",
    support="panel",
    radius=0.004,
    inks=("light",),
    enter=Animation("slide_right", 320),
    sub=SUB,
    ornament=edge,
    margin=0.05,
)
CTA = TextStyle(("montserrat",), 0.07, 800, leading=1.16, plate="dark", radius=0.012, enter=Animation("slide_up", 350))


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The publication's colour as the signal, dark enough for white letters."""
    return accent_from(own, colours, 0.54, 0.14, 0.22)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """A studio wall: deep blue, slanting light, a band of the accent at the foot."""
    canvas = gradient(width, height, mix(palette.dark, Rgb(60, 110, 190), 0.28), palette.dark, 70)
    glow(canvas, 0.85, 0.1, 0.45, Rgb(90, 150, 230), 0.3)
    short = min(width, height)
    shapes = []
    for at in range(6):
        x = width * (0.05 + at * 0.21)
        beam = outline((x, 0), (x + width * 0.09, 0), (x - width * 0.3, height), (x - width * 0.39, height))
        shapes.append(Shape(beam, Rgb(150, 190, 250), 0.045 + 0.02 * (at % 2)))
    shapes.append(Shape(box(0, height - short * 0.03, width, height), palette.accent))
    shapes.append(Shape(box(0, height - short * 0.038, width, height - short * 0.033), palette.light, 0.85))
    return finished(canvas, shapes)


LOOK = Look(
    name="news",
    kind="link",
    label="News",
    label_zh="新闻",
    summary="A headline on a panel with a red edge: facts first.",
    styles={"title": TITLE, "text": TEXT, "cta": CTA, "disclosure": CHIP, **caption_styles(("inter",), 650)},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_right"),
    transition=("wipe", 400),
    caption_style="boxed",
    mood="corporate",
)
