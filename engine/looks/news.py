"""News: headlines on panels, facts first."""

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
    dark=Rgb(12, 22, 44),
    accent=Rgb(214, 30, 44),
    on_accent=Rgb(255, 255, 255),
    soft=Rgb(226, 232, 242),
)
SUB = TextStyle(families=("inter",), size=0.042, weight=600, leading=1.3)
TITLE = TextStyle(
    families=("montserrat",),
    size=0.082,
    weight=800,
    leading=1.14,
    sub=SUB,
    align="left",
    position="bottom",
    support="panel",
    enter=Animation("slide_right", 380),
)
TEXT = TextStyle(
    families=("inter",), size=0.06, weight=700, leading=1.25, sub=SUB, align="left", position="bottom", support="panel"
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """The brand's or the photos' strongest colour becomes the accent."""
    accent = toned(most_colourful(colours), 0.52)
    return replace(own, accent=accent, on_accent=readable(accent, own.light, own.dark))


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The background of a text card."""
    return gradient(width, height, palette.dark, toned(palette.dark, 0.28), 70)


LOOK = Look(
    name="news",
    kind="link",
    label="News",
    label_zh="新闻",
    summary="A headline on a panel, a red line, facts first.",
    styles={"title": TITLE, "text": TEXT, "cta": TITLE, "disclosure": CHIP, **caption_styles(("inter",))},
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_right"),
    transition=("wipe", 400),
    caption_style="boxed",
    mood="corporate",
)
