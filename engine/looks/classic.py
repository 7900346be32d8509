"""Classic: names in a flowing script between golden flourishes, on ivory paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.ornaments import flourish, frame, gilded, notched_frame, rule_with_diamond
from engine.looks.painting import finished, glow, gradient, paper
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(255, 252, 245), Rgb(66, 50, 40), Rgb(190, 152, 90), Rgb(46, 32, 22), Rgb(247, 239, 226))


def flourishes(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A flourish above the names and one, mirrored, below; a rule between names and date."""
    gold, half = gilded(palette, ink), short * 0.2
    shapes = flourish(width / 2, -short * 0.065, half, short, gold)
    shapes += flourish(width / 2, height + short * 0.06, half, short, gold, -1)
    return shapes if gap is None else [*shapes, *rule_with_diamond(width / 2, gap, short * 0.16, short, gold)]


def rule(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A single rule above the words."""
    return rule_with_diamond(width / 2, -short * 0.05, short * 0.16, short, gilded(palette, ink))


SUB = TextStyle(("cormorant-garamond",), 0.056, 600, tracking=0.02, leading=1.28, lines=4, gap=0.085)
AMPERSAND = TextStyle(("great-vibes", "playfair-display"), 0.1, 400, leading=1.25, gap=-0.012)
TITLE = TextStyle(
    ("great-vibes", "playfair-display"),
    0.185,
    400,
    leading=1.16,
    support="scrim",
    position="top",
    enter=Animation("fade", 900),
    leave=Animation("fade", 500),
    sub=SUB,
    pair=AMPERSAND,
    ornament=flourishes,
    margin=0.12,
)
TEXT = TextStyle(
    ("cormorant-garamond",),
    0.072,
    600,
    leading=1.2,
    lines=5,
    support="scrim",
    position="bottom",
    enter=Animation("fade", 700),
    leave=Animation("fade", 400),
    sub=SUB,
    ornament=rule,
    margin=0.06,
)
CTA = TextStyle(
    ("great-vibes", "playfair-display"),
    0.12,
    400,
    leading=1.16,
    plate="light",
    radius=0.012,
    enter=Animation("fade", 600),
    sub=SUB,
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """Gold, leaning a little towards the pictures' colour."""
    found = accent_from(own, colours, 0.68, 0.05, 0.09)
    return own if found is own else accent_from(own, [mix(own.accent, found.accent, 0.35)], 0.68, 0.05, 0.1)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Ivory paper in a double golden frame with cut corners."""
    canvas = gradient(width, height, palette.light, palette.soft, 90)
    glow(canvas, 0.5, 0.42, 0.5, Rgb(255, 255, 255), 0.6)
    paper(canvas, 1.5)
    short, gold = min(width, height), mix(palette.accent, palette.light, 0.12)
    shapes = notched_frame(width, height, short * 0.045, short * 0.06, short * 0.003, gold)
    shapes += frame(width, height, short * 0.068, short * 0.0014, gold, short * 0.062)
    return finished(canvas, shapes)


LOOK = Look(
    name="classic",
    kind="wedding",
    label="Classic script",
    label_zh="经典花体",
    summary="Names in a flowing script between golden flourishes.",
    styles={
        "title": TITLE,
        "text": TEXT,
        "cta": CTA,
        "disclosure": CHIP,
        **caption_styles(("cormorant-garamond",), 700, size=0.058),
    },
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "zoom_out"),
    transition=("fade", 900),
    caption_style="clean",
    mood="romantic",
)
