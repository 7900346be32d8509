"""Floral: painted leaves and blossoms around hand-written names."""

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
    light=Rgb(255, 253, 250),
    dark=Rgb(58, 66, 52),
    accent=Rgb(190, 110, 116),
    on_accent=Rgb(255, 255, 255),
    soft=Rgb(250, 240, 234),
)
SUB = TextStyle(families=("cormorant-garamond",), size=0.05, weight=600, leading=1.3)
TITLE = TextStyle(
    families=("dancing-script", "playfair-display"),
    size=0.13,
    weight=600,
    leading=1.1,
    sub=SUB,
    enter=Animation("fade", 800),
)
TEXT = TextStyle(families=("cormorant-garamond",), size=0.062, weight=600, leading=1.25, sub=SUB)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.62)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.light, palette.soft, 70)


LOOK = Look(
    name="floral",
    kind="wedding",
    label="Floral",
    label_zh="花卉",
    summary="Painted leaves and blossoms around hand-written names.",
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
    motions=("zoom_in", "pan_right", "zoom_out"),
    transition=("fade", 800),
    caption_style="clean",
    mood="romantic",
)
