"""Magazine: large serifs and thin rules."""

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
    light=Rgb(252, 249, 243),
    dark=Rgb(28, 25, 23),
    accent=Rgb(176, 58, 46),
    on_accent=Rgb(255, 255, 255),
    soft=Rgb(236, 228, 216),
)
SUB = TextStyle(families=("cormorant-garamond",), size=0.05, weight=600, leading=1.3)
TITLE = TextStyle(
    families=("playfair-display",),
    size=0.104,
    weight=700,
    leading=1.08,
    sub=SUB,
    align="left",
    position="bottom",
    enter=Animation("slide_up", 500),
)
TEXT = TextStyle(
    families=("cormorant-garamond",), size=0.066, weight=600, leading=1.25, sub=SUB, align="left", position="bottom"
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.5)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.light, palette.soft, 70)


LOOK = Look(
    name="magazine",
    kind="link",
    label="Magazine",
    label_zh="杂志",
    summary="Large serifs, thin rules and generous margins, like a printed page.",
    styles={"title": TITLE, "text": TEXT, "cta": TITLE, "disclosure": CHIP, **caption_styles(("inter",))},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_out", "pan_up", "zoom_in"),
    transition=("fade", 600),
    caption_style="clean",
    mood="calm",
)
