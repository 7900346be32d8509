"""Magazine: large serifs, thin rules and generous margins, like a printed page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.ornaments import line
from engine.looks.painting import finished, gradient, paper
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape, box
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(252, 249, 243), Rgb(28, 25, 23), Rgb(176, 58, 46), Rgb(255, 255, 255), Rgb(238, 230, 218))


def column_rule(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """A short heavy rule and a long thin one above the headline, as over a column."""
    y = -short * 0.05
    return [
        Shape(box(0, y - short * 0.006, short * 0.11, y + short * 0.004), palette.accent),
        line(0, y + short * 0.004, max(width, short * 0.5), y + short * 0.004, short * 0.0016, ink, 0.75),
    ]


SUB = TextStyle(("cormorant-garamond",), 0.052, 600, italic=True, leading=1.2, align="left", gap=0.03)
TITLE = TextStyle(
    ("playfair-display",),
    0.108,
    700,
    tracking=-0.01,
    leading=1.08,
    lines=4,
    align="left",
    position="bottom",
    support="scrim",
    enter=Animation("slide_up", 500),
    sub=SUB,
    ornament=column_rule,
    margin=0.035,
)
TEXT = TextStyle(
    ("cormorant-garamond",),
    0.074,
    600,
    leading=1.14,
    lines=4,
    align="left",
    position="bottom",
    support="scrim",
    enter=Animation("fade", 450),
    sub=SUB,
    ornament=column_rule,
    margin=0.035,
)
CTA = TextStyle(
    ("playfair-display",), 0.078, 700, leading=1.14, plate="light", radius=0.0, enter=Animation("fade", 400)
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """An ink-like tone of the pictures' colour."""
    return accent_from(own, colours, 0.48, 0.07, 0.16)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """A page: paper, a block of colour bleeding off its edge, folio rules."""
    canvas = gradient(width, height, palette.light, palette.soft, 80)
    paper(canvas, 1.2)
    short = min(width, height)
    margin, thin = short * 0.07, short * 0.0016
    upright = height > width
    block = box(0, 0, width, height * 0.1) if upright else box(0, 0, width * 0.03, height)
    shapes = [
        Shape(block, palette.accent),
        line(margin, height - margin, width - margin, height - margin, thin, palette.dark, 0.8),
        line(margin, height - margin * 1.14, width - margin, height - margin * 1.14, thin * 0.6, palette.dark, 0.5),
    ]
    if upright:
        shapes.append(
            line(margin, height * 0.1 + margin, width - margin, height * 0.1 + margin, thin, palette.dark, 0.8)
        )
        shapes.append(
            Shape(
                box(margin, height * 0.1 + margin, margin + short * 0.1, height * 0.1 + margin + short * 0.008),
                mix(palette.accent, palette.dark, 0.1),
            )
        )
    return finished(canvas, shapes)


LOOK = Look(
    name="magazine",
    kind="link",
    label="Magazine",
    label_zh="杂志",
    summary="Large serifs, thin rules and generous margins, like a printed page.",
    styles={
        "title": TITLE,
        "text": TEXT,
        "cta": CTA,
        "disclosure": CHIP,
        **caption_styles(("playfair-display",), 600, size=0.05),
    },
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_out", "pan_up", "zoom_in"),
    transition=("fade", 600),
    caption_style="clean",
    mood="calm",
)
