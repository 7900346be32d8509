"""Modern: wide-set capitals, much air, one thin line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, readable, toned
from engine.looks.model import Look, Palette, TextStyle, most_colourful
from engine.looks.painting import gradient
from engine.looks.styles import CHIP, caption_styles
from engine.render.sprite import Animation

PALETTE = Palette(
    light=Rgb(255, 255, 255),
    dark=Rgb(38, 38, 40),
    accent=Rgb(146, 132, 118),
    on_accent=Rgb(255, 255, 255),
    soft=Rgb(243, 241, 238),
)
SUB = TextStyle(families=("montserrat",), size=0.032, weight=400, leading=1.3, tracking=0.16, upper=True)
TITLE = TextStyle(
    families=("montserrat",),
    size=0.078,
    weight=300,
    leading=1.3,
    sub=SUB,
    upper=True,
    tracking=0.18,
    enter=Animation("fade", 800),
)
TEXT = TextStyle(families=("montserrat",), size=0.046, weight=400, leading=1.25, sub=SUB)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.6)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.light, palette.soft, 70)


LOOK = Look(
    name="modern",
    kind="wedding",
    label="Modern minimal",
    label_zh="现代简约",
    summary="Wide-set capitals, much air, one thin line.",
    styles={"title": TITLE, "text": TEXT, "cta": TITLE, "disclosure": CHIP, **caption_styles(("montserrat",), 500)},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_up"),
    transition=("fade", 800),
    caption_style="clean",
    mood="calm",
)
