"""Classic: names in a flowing script between thin golden rules."""

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
    light=Rgb(255, 252, 245),
    dark=Rgb(62, 48, 40),
    accent=Rgb(184, 146, 84),
    on_accent=Rgb(255, 255, 255),
    soft=Rgb(247, 240, 228),
)
SUB = TextStyle(families=("cormorant-garamond",), size=0.05, weight=600, leading=1.3)
TITLE = TextStyle(
    families=("great-vibes", "playfair-display"),
    size=0.15,
    weight=400,
    leading=1.1,
    sub=SUB,
    enter=Animation("fade", 900),
)
TEXT = TextStyle(families=("cormorant-garamond",), size=0.062, weight=600, leading=1.25, sub=SUB)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.66)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.light, palette.soft, 70)


LOOK = Look(
    name="classic",
    kind="wedding",
    label="Classic script",
    label_zh="经典花体",
    summary="Names in a flowing script between thin golden rules.",
    styles={
        "title": TITLE,
        "text": TEXT,
        "cta": TITLE,
        "disclosure": CHIP,
        **caption_styles(("cormorant-garamond",), 700),
    },
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "zoom_out"),
    transition=("fade", 900),
    caption_style="clean",
    mood="romantic",
)
