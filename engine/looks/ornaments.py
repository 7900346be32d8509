"""Rules, frames, flourishes and flowers which looks lay around words. Lengths are px; `short` is the short side."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.looks.colour import Rgb, mix, ratio
from engine.looks.flora import anemone, bud, eucalyptus, rose, sprig
from engine.looks.model import Palette
from engine.looks.vector import Points, Shape, box, ellipse, outline, placed, ribbon, smooth


def gilded(palette: Palette, ink: Rgb) -> Rgb:
    """The accent where it stands out beside letters in `ink` (both light or both dark), else a tone of the ink."""
    light = mix(palette.accent, Rgb(255, 255, 255), 0.35)
    return light if ratio(ink, Rgb(0, 0, 0)) > 7 else mix(palette.accent, ink, 0.25)


def line(x0: float, y0: float, x1: float, y1: float, width: float, colour: Rgb, opacity: float = 1.0) -> Shape:
    """A straight rule."""
    return Shape(ribbon(np.array([[x0, y0], [x1, y1]], np.float32), max(1.0, width)), colour, opacity)


def rule_with_diamond(middle: float, y: float, half: float, short: int, colour: Rgb) -> list[Shape]:
    """A thin rule, tapering outwards, broken by a small diamond."""
    size, thin = short * 0.0075, max(1.0, short * 0.0018)
    taper = [
        Shape(
            ribbon(
                np.array([[middle + side * size * 2.2, y], [middle + side * half, y]], np.float32),
                thin * 1.3,
                thin * 0.4,
            ),
            colour,
        )
        for side in (-1, 1)
    ]
    diamond = outline((middle - size, y), (middle, y - size), (middle + size, y), (middle, y + size))
    return [*taper, Shape(diamond, colour)]


def flourish(middle: float, y: float, half: float, short: int, colour: Rgb, up: int = 1) -> list[Shape]:
    """A pen flourish: two mirrored scrolls from a central drop."""
    thin = max(1.2, short * 0.0034)
    swing = smooth(
        (0.02, 0.0),
        (0.22, -0.11),
        (0.44, 0.05),
        (0.66, 0.085),
        (0.84, 0.0),
        (0.8, -0.1),
        (0.72, -0.07),
        (0.745, -0.015),
        closed=False,
    )
    curl = smooth((0.3, -0.06), (0.46, -0.16), (0.58, -0.12), (0.56, -0.04), (0.49, -0.06), closed=False)
    tail = smooth((0.62, 0.08), (0.8, 0.1), (1.0, 0.02), closed=False)
    shapes: list[Shape] = []
    for side in (-1, 1):
        turn = np.array([side * half, up * half], np.float32)
        for stroke, start, end in ((swing, 0.5, 1.0), (curl, 0.9, 0.45), (tail, 0.9, 0.25)):
            shapes.append(Shape(ribbon(_put(stroke * turn, middle, y), thin * start, thin * end), colour))
    drop = short * 0.006
    return [
        *shapes,
        Shape(ellipse(middle, y, drop), colour),
        Shape(ellipse(middle, y - up * drop * 3.4, drop * 0.6), colour),
    ]


def _put(points: Points, x: float, y: float) -> Points:
    return points + np.array([x, y], np.float32)


def frame(width: float, height: float, inset: float, thin: float, colour: Rgb, radius: float = 0.0) -> list[Shape]:
    """A frame of one thin line, `inset` px inside a picture of `width` × `height`."""
    edge = box(inset, inset, width - inset, height - inset, radius)
    if not radius:
        corners = [*edge, edge[0]]
        return [line(float(a[0]), float(a[1]), float(b[0]), float(b[1]), thin, colour) for a, b in pairwise(corners)]
    return [Shape(ribbon(np.concatenate([edge, edge[:1]]), max(1.0, thin)), colour)]


def notched_frame(width: float, height: float, inset: float, notch: float, thin: float, colour: Rgb) -> list[Shape]:
    """A frame whose corners are cut by quarter circles, with a dot in each."""
    x0, y0, x1, y1 = inset, inset, width - inset, height - inset
    shapes = [
        line(x0 + notch, y0, x1 - notch, y0, thin, colour),
        line(x0 + notch, y1, x1 - notch, y1, thin, colour),
        line(x0, y0 + notch, x0, y1 - notch, thin, colour),
        line(x1, y0 + notch, x1, y1 - notch, thin, colour),
    ]
    for cx, cy, start in ((x0, y0, 0), (x1, y0, 90), (x1, y1, 180), (x0, y1, 270)):
        t = np.deg2rad(np.linspace(start, start + 90, 24))
        arc = np.stack([cx + notch * np.cos(t), cy + notch * np.sin(t)], 1).astype(np.float32)
        inward = np.deg2rad(start + 45)
        shapes.append(Shape(ribbon(arc, max(1.0, thin)), colour))
        shapes.append(
            Shape(ellipse(cx + notch * 0.38 * np.cos(inward), cy + notch * 0.38 * np.sin(inward), thin * 1.6), colour)
        )
    return shapes


def flowers(palette: Palette, seed: int) -> list[Shape]:
    """A corner of flowers about (0, 0), reaching about 1 to the right and down, in the palette's accent."""
    rng = np.random.default_rng(seed)
    petal, green, grey = palette.accent, mix(Rgb(112, 138, 104), palette.dark, 0.12), Rgb(150, 174, 162)
    pale, deep = mix(petal, Rgb(255, 248, 240), 0.68), mix(petal, Rgb(120, 20, 40), 0.14)
    shapes: list[Shape] = []
    for angle, size in ((0.1, 1.0), (0.42, 0.72), (1.15, 0.74), (1.47, 1.0)):
        shapes += placed(eucalyptus(rng, grey), 0.06, 0.06, size * 0.98, angle)
    for angle, size in ((0.25, 0.82), (0.78, 0.6), (1.32, 0.82), (-0.02, 0.72), (1.6, 0.72)):
        shapes += placed(sprig(rng, green, 9), 0.08, 0.08, size, angle)
    for x, y, angle in ((0.52, 0.2, 0.2), (0.2, 0.52, 1.35), (0.42, 0.38, 0.8)):
        shapes += placed(bud(mix(petal, Rgb(255, 255, 255), 0.2), green), x, y, 0.14, angle)
    for x, y, size, colour in ((0.4, 0.07, 0.13, pale), (0.07, 0.4, 0.13, petal), (0.3, 0.27, 0.1, deep)):
        shapes += placed(rose(rng, colour), x, y, size)
    shapes += placed(anemone(rng, mix(pale, Rgb(255, 255, 255), 0.6), Rgb(86, 74, 60)), 0.36, 0.2, 0.085)
    return [*shapes, *placed(rose(rng, petal), 0.15, 0.14, 0.2), *placed(rose(rng, pale), 0.24, 0.4, 0.085)]


def garland(palette: Palette, half: float, seed: int) -> list[Shape]:
    """A small symmetrical garland about (0, 0), `half` px to each side: for above or below names."""
    rng = np.random.default_rng(seed)
    petal, green = palette.accent, mix(Rgb(124, 150, 116), palette.dark, 0.08)
    pale = mix(petal, Rgb(255, 250, 244), 0.66)
    shapes: list[Shape] = []
    for flip in (False, True):
        shapes += placed(sprig(rng, green, 11, 0.36, 0.1), 0, 0, half, 0.03 if not flip else -0.03, flip)
        shapes += placed(eucalyptus(rng, Rgb(150, 174, 162), 5), 0, 0, half * 0.56, -0.34 if not flip else 0.34, flip)
        shapes += placed(sprig(rng, green, 6, 0.36, 0.1), 0, 0, half * 0.5, 0.36 if not flip else -0.36, flip)
    for x, y, size, colour in ((-0.15, 0.01, 0.085, pale), (0.155, 0.0, 0.08, pale), (0.0, -0.015, 0.12, petal)):
        shapes += placed(rose(rng, colour), x * half, y * half, size * half)
    return shapes
