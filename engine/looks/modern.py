"""Modern: wide-set capitals, much air, one thin arch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, mix
from engine.looks.model import Look, Palette, TextStyle
from engine.looks.ornaments import line
from engine.looks.painting import finished, glow, gradient
from engine.looks.styles import CHIP, accent_from, caption_styles
from engine.looks.vector import Shape, box, ellipse, ribbon
from engine.render.sprite import Animation

PALETTE = Palette(Rgb(255, 255, 255), Rgb(40, 39, 40), Rgb(139, 103, 80), Rgb(255, 255, 255), Rgb(243, 239, 234))


def hairline(palette: Palette, ink: Rgb, width: int, height: int, gap: float | None, short: int) -> list[Shape]:
    """One hairline, upright above the names; a short one above the date."""
    thin = short * 0.0018
    shapes = [line(width / 2, -short * 0.16, width / 2, -short * 0.045, thin, ink, 0.85)]
    return (
        shapes
        if gap is None
        else [*shapes, line(width / 2 - short * 0.05, gap, width / 2 + short * 0.05, gap, thin, ink, 0.85)]
    )


SUB = TextStyle(("montserrat",), 0.032, 500, upper=True, tracking=0.2, leading=1.8, lines=4, gap=0.085)
AMPERSAND = TextStyle(("cormorant-garamond",), 0.085, 400, italic=True, leading=1.35, gap=-0.006)
TITLE = TextStyle(
    ("montserrat",),
    0.094,
    400,
    upper=True,
    tracking=0.22,
    leading=1.3,
    support="scrim",
    position="top",
    enter=Animation("fade", 800),
    leave=Animation("fade", 500),
    sub=SUB,
    pair=AMPERSAND,
    ornament=hairline,
    margin=0.17,
)
TEXT = TextStyle(
    ("montserrat",),
    0.044,
    500,
    upper=True,
    tracking=0.16,
    leading=1.65,
    lines=5,
    support="scrim",
    position="bottom",
    enter=Animation("fade", 700),
    leave=Animation("fade", 400),
    sub=SUB,
    margin=0.05,
)
CTA = TextStyle(
    ("montserrat",),
    0.058,
    500,
    upper=True,
    tracking=0.16,
    leading=1.4,
    plate="light",
    radius=0.0,
    enter=Animation("fade", 600),
    sub=replace(SUB, upper=False, tracking=0.08),
)


def derive(own: Palette, colours: list[Rgb]) -> Palette:
    """A muted tone of the pictures' colour."""
    return accent_from(own, colours, 0.56, 0.03, 0.07)


def paint_card(palette: Palette, width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Warm white with an arch drawn in one thin line, and a shade of the accent within it."""
    canvas = gradient(width, height, palette.light, palette.soft, 75)
    glow(canvas, 0.5, 0.9, 0.5, mix(palette.accent, palette.light, 0.6), 0.35)
    short = min(width, height)
    half, foot = (width * 0.4, height * 0.94) if height > width else (short * 0.62, height * 1.05)
    crown = height * 0.05 + half
    arc = np.concatenate([ellipse(width / 2, crown, half)[36:], ellipse(width / 2, crown, half)[:1]])
    arch = np.concatenate(
        [np.array([[width / 2 - half, foot]], np.float32), arc, np.array([[width / 2 + half, foot]], np.float32)]
    )
    inner = [
        Shape(arch, mix(palette.light, palette.accent, 0.05), 0.8),
        Shape(ribbon(arch, short * 0.0022), palette.accent, 0.9),
    ]
    if height > width:
        inner.append(Shape(box(width / 2 - half, foot, width / 2 + half, foot + short * 0.0022), palette.accent, 0.9))
    return finished(canvas, inner)


LOOK = Look(
    name="modern",
    kind="wedding",
    label="Modern minimal",
    label_zh="现代简约",
    summary="Wide-set capitals, much air, one thin line.",
    styles={
        "title": TITLE,
        "text": TEXT,
        "cta": CTA,
        "disclosure": CHIP,
        **caption_styles(("montserrat",), 500, size=0.044),
    },
    palette=PALETTE,
    derive=derive,
    paint_card=paint_card,
    motions=("zoom_in", "pan_up"),
    transition=("fade", 800),
    caption_style="clean",
    mood="calm",
)
