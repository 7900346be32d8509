"""Explainer: friendly, one idea at a time."""

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
    dark=Rgb(28, 24, 66),
    accent=Rgb(255, 122, 69),
    on_accent=Rgb(28, 24, 66),
    soft=Rgb(255, 236, 219),
)
SUB = TextStyle(families=("montserrat",), size=0.042, weight=600, leading=1.3)
TITLE = TextStyle(families=("montserrat",), size=0.096, weight=800, leading=1.1, sub=SUB, enter=Animation("pop", 320))
TEXT = TextStyle(families=("montserrat",), size=0.06, weight=700, leading=1.25, sub=SUB)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.74)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.dark, toned(palette.dark, 0.28), 70)


LOOK = Look(
    name="explainer",
    kind="link",
    label="Explainer",
    label_zh="讲解",
    summary="Friendly and round, big words on colour, one idea at a time.",
    styles={"title": TITLE, "text": TEXT, "cta": TITLE, "disclosure": CHIP, **caption_styles(("montserrat",), 800)},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_left", "pan_up"),
    transition=("slide", 400),
    caption_style="karaoke",
    mood="playful",
)
