"""Bold: loud capitals on strong plates of colour."""

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
    dark=Rgb(17, 17, 20),
    accent=Rgb(255, 214, 10),
    on_accent=Rgb(17, 17, 20),
    soft=Rgb(255, 240, 170),
)
SUB = TextStyle(families=("montserrat",), size=0.042, weight=600, leading=1.3)
TITLE = TextStyle(
    families=("bebas-neue",),
    size=0.15,
    weight=400,
    leading=1.02,
    sub=SUB,
    upper=True,
    support="line_plates",
    plate="accent",
    enter=Animation("pop", 280),
)
TEXT = TextStyle(
    families=("montserrat",), size=0.06, weight=700, leading=1.25, sub=SUB, support="line_plates", plate="dark"
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.6)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.dark, toned(palette.dark, 0.28), 70)


LOOK = Look(
    name="bold",
    kind="affiliate",
    label="Bold",
    label_zh="醒目",
    summary="Loud capitals on strong plates of colour; quick cuts that sell.",
    styles={"title": TITLE, "text": TEXT, "cta": TITLE, "disclosure": CHIP, **caption_styles(("montserrat",), 800)},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_left", "zoom_out", "pan_right"),
    transition=("push", 350),
    caption_style="pop",
    mood="upbeat",
)
