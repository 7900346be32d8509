"""Clean: one sans serif, one accent, white space."""

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
    dark=Rgb(24, 26, 31),
    accent=Rgb(32, 96, 255),
    on_accent=Rgb(255, 255, 255),
    soft=Rgb(238, 242, 250),
)
SUB = TextStyle(families=("inter",), size=0.042, weight=600, leading=1.3)
TITLE = TextStyle(
    families=("inter",), size=0.1, weight=800, leading=1.08, sub=SUB, tracking=-0.02, enter=Animation("slide_up", 420)
)
TEXT = TextStyle(families=("inter",), size=0.06, weight=700, leading=1.25, sub=SUB)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.6)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.light, palette.soft, 70)


LOOK = Look(
    name="clean",
    kind="affiliate",
    label="Clean",
    label_zh="清爽",
    summary="White space, one sans serif, one accent: the product speaks.",
    styles={"title": TITLE, "text": TEXT, "cta": TITLE, "disclosure": CHIP, **caption_styles(("inter",))},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "zoom_out"),
    transition=("fade", 450),
    caption_style="boxed",
    mood="corporate",
)
