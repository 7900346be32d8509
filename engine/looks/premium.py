"""Premium: dark, quiet and golden."""

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
    light=Rgb(247, 241, 229),
    dark=Rgb(15, 14, 13),
    accent=Rgb(201, 164, 92),
    on_accent=Rgb(15, 14, 13),
    soft=Rgb(60, 54, 44),
)
SUB = TextStyle(families=("montserrat",), size=0.03, weight=500, leading=1.3, tracking=0.12, upper=True)
TITLE = TextStyle(
    families=("playfair-display",), size=0.105, weight=500, leading=1.12, sub=SUB, enter=Animation("fade", 600)
)
TEXT = TextStyle(families=("montserrat",), size=0.055, weight=500, leading=1.25, sub=SUB)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.74)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.dark, toned(palette.dark, 0.28), 70)


LOOK = Look(
    name="premium",
    kind="affiliate",
    label="Premium",
    label_zh="高级",
    summary="Dark, quiet and golden, in fine serifs, for things worth their price.",
    styles={"title": TITLE, "text": TEXT, "cta": TITLE, "disclosure": CHIP, **caption_styles(("montserrat",), 600)},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_up"),
    transition=("fade", 700),
    caption_style="clean",
    mood="cinematic",
)
