"""A bride and a groom seen from behind: nobody in particular, so anybody. The unit is the picture's width."""

from __future__ import annotations

import numpy as np

from engine.looks.colour import WHITE, Rgb, mix, rgb
from engine.looks.flora import rose, sprig
from engine.looks.vector import Shape, ellipse, placed, ribbon, smooth


def couple(
    rng: np.random.Generator, x: float, foot: float, height: float, glow: str = "#ffd9a0", skin: str = "#c98d68"
) -> list[Shape]:
    """The two standing hand in hand, `height` tall, on (`x`, `foot`); `glow` is the light they look into."""
    groom = placed(_groom(rgb(skin), rgb(glow)), x + height * 0.135, foot, height)
    bride = placed(_bride(rng, mix(rgb(skin), WHITE, 0.15), rgb(glow)), x - height * 0.13, foot, height * 0.95)
    return [*groom, *bride]


def _groom(skin: Rgb, glow: Rgb) -> list[Shape]:
    suit, dark, hair = rgb("#2a3142"), rgb("#1b202d"), rgb("#2b1d17")
    left = smooth((-0.085, -0.5), (-0.09, -0.25), (-0.075, 0.0), (-0.02, 0.0), (-0.012, -0.25), (0.0, -0.48))
    right = smooth((0.0, -0.48), (0.012, -0.25), (0.02, 0.0), (0.075, 0.0), (0.09, -0.25), (0.085, -0.5))
    jacket = smooth(
        (-0.03, -0.835),
        (-0.1, -0.81),
        (-0.128, -0.75),
        (-0.105, -0.6),
        (-0.1, -0.44),
        (0.0, -0.425),
        (0.1, -0.44),
        (0.105, -0.6),
        (0.128, -0.75),
        (0.1, -0.81),
        (0.03, -0.835),
    )
    held = ribbon(smooth((-0.105, -0.77), (-0.14, -0.63), (-0.135, -0.47), closed=False), 0.06, 0.042)
    free = ribbon(smooth((0.105, -0.77), (0.135, -0.63), (0.125, -0.45), closed=False), 0.06, 0.042)
    return [
        Shape(left, dark, 1.0, suit, (-0.1, 0, 0, 0)),
        Shape(right, dark),
        Shape(ellipse(-0.045, 0.0, 0.036, 0.014), rgb("#15100e")),
        Shape(ellipse(0.047, 0.0, 0.036, 0.014), rgb("#15100e")),
        Shape(free, dark),
        Shape(ellipse(0.124, -0.435, 0.02, 0.026), skin),
        Shape(jacket, mix(suit, glow, 0.12), 1.0, dark, (-0.12, 0, 0.1, 0)),
        Shape(ribbon(smooth((0, -0.6), (0.002, -0.43), closed=False), 0.004), rgb("#121622"), 0.8),
        Shape(held, mix(suit, glow, 0.08)),
        Shape(ellipse(-0.134, -0.452, 0.02, 0.026), skin),
        Shape(ribbon(smooth((0, -0.83), (0, -0.87), closed=False), 0.05), mix(skin, rgb("#5a3020"), 0.25)),
        Shape(smooth((-0.034, -0.832), (0, -0.845), (0.034, -0.832), (0, -0.82)), rgb("#f4f2ee")),
        Shape(ellipse(0, -0.915, 0.05, 0.063), hair, 1.0, mix(hair, glow, 0.25), (0.05, 0, -0.06, 0)),
        Shape(ellipse(-0.05, -0.905, 0.01, 0.017), skin),
        Shape(ellipse(0.05, -0.905, 0.01, 0.017), skin),
        Shape(
            ribbon(smooth((-0.125, -0.75), (-0.1, -0.806), (-0.04, -0.838), closed=False), 0.008),
            glow,
            0.75,
            blur=0.002,
        ),
    ]


def _bride(rng: np.random.Generator, skin: Rgb, glow: Rgb) -> list[Shape]:
    white, fold = rgb("#fdf8f2"), rgb("#d9cbc4")
    skirt = smooth(
        (-0.052, -0.58),
        (-0.1, -0.4),
        (-0.17, -0.16),
        (-0.27, 0.0),
        (-0.2, 0.022),
        (0.0, 0.016),
        (0.17, 0.015),
        (0.2, -0.01),
        (0.135, -0.18),
        (0.085, -0.4),
        (0.052, -0.58),
        (0, -0.6),
    )
    bodice = smooth(
        (-0.07, -0.765),
        (-0.062, -0.68),
        (-0.052, -0.58),
        (0, -0.57),
        (0.052, -0.58),
        (0.062, -0.68),
        (0.07, -0.765),
        (0.03, -0.745),
        (0, -0.735),
        (-0.03, -0.745),
    )
    back = smooth(
        (-0.03, -0.835),
        (-0.085, -0.812),
        (-0.078, -0.755),
        (0, -0.72),
        (0.078, -0.755),
        (0.085, -0.812),
        (0.03, -0.835),
    )
    held = ribbon(smooth((0.083, -0.79), (0.118, -0.66), (0.145, -0.475), closed=False), 0.042, 0.028)
    free = ribbon(smooth((-0.083, -0.79), (-0.115, -0.66), (-0.105, -0.53), closed=False), 0.042, 0.03)
    shapes = [
        Shape(free, skin),
        Shape(back, skin, 1.0, mix(skin, glow, 0.35), (0.06, 0, -0.08, 0)),
        Shape(held, skin),
        Shape(skirt, white, 1.0, fold, (-0.12, -0.4, 0.14, -0.1)),
        Shape(bodice, white, 1.0, fold, (-0.06, 0, 0.07, 0)),
    ]
    for shift, bend in ((-0.14, -0.05), (-0.06, -0.02), (0.02, 0.01), (0.1, 0.03)):
        line = smooth((shift * 0.3, -0.56), (shift * 0.7 + bend * 0.4, -0.28), (shift * 1.25 + bend, 0.0), closed=False)
        shapes.append(Shape(ribbon(line, 0.004, 0.022), mix(fold, rgb("#9a8580"), 0.3), 0.4, blur=0.004))
    shapes += _veiled_head(rng, skin, glow)
    shapes += _bouquet(rng, -0.105, -0.515, 0.05)
    shapes.append(
        Shape(
            ribbon(smooth((-0.085, -0.79), (-0.062, -0.66), (-0.06, -0.58), (-0.16, -0.2), closed=False), 0.006),
            glow,
            0.7,
            blur=0.002,
        )
    )
    return shapes


def _veiled_head(rng: np.random.Generator, skin: Rgb, glow: Rgb) -> list[Shape]:
    hair = rgb("#5d3b28")
    veil = smooth(
        (-0.03, -0.93),
        (-0.075, -0.75),
        (-0.12, -0.45),
        (-0.2, -0.1),
        (-0.06, -0.05),
        (0.06, -0.1),
        (0.08, -0.45),
        (0.06, -0.75),
        (0.03, -0.93),
    )
    shapes = [
        Shape(ribbon(smooth((0, -0.83), (0, -0.875), closed=False), 0.036), mix(skin, rgb("#5a3020"), 0.15)),
        Shape(ellipse(0, -0.918, 0.045, 0.056), hair, 1.0, mix(hair, glow, 0.3), (0.05, 0, -0.05, 0)),
        Shape(ellipse(0.006, -0.902, 0.034, 0.03), mix(hair, rgb("#2d1a10"), 0.35)),
        Shape(ellipse(0.0, -0.905, 0.022, 0.018), mix(hair, glow, 0.3), 0.6),
        Shape(veil, WHITE, 0.26, WHITE, (0, -0.9, 0, -0.1)),
    ]
    for at, turn in enumerate((-0.9, -0.3, 0.3, 0.9)):
        shapes += placed(
            rose(rng, rgb("#f0b9b4" if at % 2 else "#fbe9e2")),
            0.042 * np.sin(turn),
            -0.938 + 0.012 * np.cos(turn * 3),
            0.013,
        )
    return shapes


def _bouquet(rng: np.random.Generator, x: float, y: float, size: float) -> list[Shape]:
    shapes: list[Shape] = []
    for angle in np.linspace(1.2, 5.0, 6):
        shapes += placed(sprig(rng, rgb("#86a183"), 6), x, y, size * 1.9, float(angle))
    for dx, dy, colour in ((-0.5, 0.1, "#f6d5cf"), (0.45, 0.15, "#e9a7a4"), (0, -0.45, "#fdf1ea"), (0, 0.3, "#dc8b8c")):
        shapes += placed(rose(rng, rgb(colour)), x + dx * size, y + dy * size, size * 0.62)
    return shapes
