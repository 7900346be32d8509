"""Premium: dark, quiet and golden, in fine serifs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.ornaments import frame, gilded, notched_frame, rule_with_diamond
from engine.looks.painting import finished, glow, gradient
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(248, 243, 232), Rgb(16, 15, 14), Rgb(201, 164, 92), Rgb(16, 15, 14), Rgb(60, 54, 44))


def rules(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A tapering rule with a diamond between title and subtitle, or under the title."""
    y = height + short * 0.05 if gap is None else gap
    return rule_with_diamond(width / 2, y, short * 0.2, short, gilded(palette, ink))


SUB = TextStyle(("montserrat",), 0.034, 500, upper=True, tracking=0.16, leading=1.6, gap=0.075)
TITLE = TextStyle(
    ("playfair-display",),
    0.112,
    500,
    leading=1.14,
    support="scrim",
    position="top",
    enter=Animation("fade", 600),
    sub=SUB,
    ornament=rules,
    margin=0.04,
    inks=("light",),
)
TEXT = TextStyle(
    ("playfair-display",),
    0.068,
    500,
    italic=True,
    leading=1.25,
    support="scrim",
    position="bottom",
    enter=Animation("fade", 500),
    sub=SUB,
    inks=("light",),
)
CTA = TextStyle(
    ("playfair-display",),
    0.078,
    500,
    leading=1.2,
    plate="dark",
    radius=0.008,
    enter=Animation("fade", 450),
    sub=replace(SUB, tracking=0.06, upper=False),
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """A muted, metallic tone of the brand's colour."""
    return accent_from(own, colours, 0.75, 0.05, 0.1)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Near black with a warm light, in a fine golden frame."""
    canvas = gradient(width, height, mix(palette.dark, palette.accent, 0.1), palette.dark, 80)
    glow(canvas, 0.5, 0.34, 0.5, mix(palette.dark, palette.accent, 0.4), 0.6)
    short = min(width, height)
    gold = mix(palette.accent, palette.dark, 0.25)
    shapes = notched_frame(width, height, short * 0.05, short * 0.05, short * 0.0022, gold)
    shapes += frame(width, height, short * 0.066, short * 0.001, mix(gold, palette.dark, 0.5), short * 0.055)
    return finished(canvas, shapes)


LOOK = Look(
    name="premium",
    kind="affiliate",
    label="Premium",
    label_zh="高级",
    summary="Dark, quiet and golden, in fine serifs, for things worth their price.",
    styles={
        "title": TITLE,
        "text": TEXT,
        "cta": CTA,
        "disclosure": CHIP,
        **caption_styles(("montserrat",), 600, size=0.046),
    },
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_up"),
    transition=("fade", 700),
    caption_style="clean",
    mood="cinematic",
)
