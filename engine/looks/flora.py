"""Leaves, sprigs and blossoms, drawn from a seed, in the colours of a palette. The unit is the drawing's own length."""

from __future__ import annotations

import numpy as np

from engine.looks.colour import Rgb, mix, oklch, toned
from engine.looks.vector import Shape, ellipse, placed, ribbon, shifted, smooth

Seeded = np.random.Generator


def leaf(length: float, width: float, colour: Rgb, bend: float = 0.0, opacity: float = 0.95) -> list[Shape]:
    """A leaf from (0, 0) along +x, one half in shade, with a light rib."""
    tip = (length, bend * length)
    upper = smooth(
        (0, 0),
        (length * 0.32, -width * 0.5 + bend * length * 0.2),
        (length * 0.7, -width * 0.33 + bend * length * 0.6),
        tip,
        closed=False,
    )
    lower = smooth(
        tip,
        (length * 0.7, width * 0.33 + bend * length * 0.6),
        (length * 0.32, width * 0.5 + bend * length * 0.2),
        (0, 0),
        closed=False,
    )
    rib = smooth((0, 0), (length * 0.5, bend * length * 0.35), tip, closed=False)
    light, dark = mix(colour, Rgb(255, 255, 255), 0.2), toned(colour, max(0.2, _light(colour) - 0.09))
    whole = np.concatenate([upper, lower])
    half = np.concatenate([upper, rib[::-1]])
    return [
        Shape(whole, dark, opacity, light, (0, 0, length, 0)),
        Shape(half, light, opacity * 0.55),
        Shape(ribbon(rib, width * 0.05, width * 0.012), mix(light, Rgb(255, 255, 255), 0.45), opacity * 0.7),
    ]


def sprig(rng: Seeded, colour: Rgb, leaves: int = 9, slim: float = 0.42, curve: float = 0.18) -> list[Shape]:
    """A stem from (0, 0) to about (1, 0) with leaves on both sides, smaller towards the tip."""
    stem = smooth((0, 0), (0.35, -curve * 0.6), (0.7, -curve), (1.0, -curve * 0.75), closed=False)
    shapes = [Shape(ribbon(stem, 0.014, 0.004), toned(colour, max(0.25, _light(colour) - 0.12)), 0.9)]
    for at in range(leaves):
        part = (at + 1) / (leaves + 0.4)
        x, y = stem[int(part * (len(stem) - 1))]
        size = 0.25 * (1.05 - 0.62 * part) * rng.uniform(0.86, 1.14)
        side = 1 if at % 2 else -1
        tone = toned(colour, _light(colour) + rng.uniform(-0.05, 0.06))
        shapes += placed(
            leaf(1, slim, tone, rng.uniform(-0.12, 0.12)), x, y, size, side * rng.uniform(0.55, 0.95) - 0.12
        )
    return [*shapes, *placed(leaf(1, slim, colour), float(stem[-1][0]) - 0.01, float(stem[-1][1]), 0.11, 0.12)]


def eucalyptus(rng: Seeded, colour: Rgb, pairs: int = 7) -> list[Shape]:
    """A drooping stem with round leaves in pairs."""
    stem = smooth((0, 0), (0.4, -0.1), (0.75, -0.08), (1.0, 0.03), closed=False)
    shapes = [Shape(ribbon(stem, 0.012, 0.005), mix(colour, Rgb(120, 90, 70), 0.4), 0.9)]
    for at in range(pairs):
        part = (at + 0.8) / pairs
        x, y = stem[min(len(stem) - 1, int(part * (len(stem) - 1)))]
        size = 0.105 * (1.12 - 0.6 * part)
        for side in (-1, 1):
            tone = toned(colour, _light(colour) + rng.uniform(-0.06, 0.06))
            angle = side * rng.uniform(0.7, 1.1)
            cx, cy = x + size * np.cos(angle) * 0.95, y + size * np.sin(angle) * 0.95
            rim = mix(tone, Rgb(255, 255, 255), 0.28)
            shapes.append(
                Shape(
                    ellipse(cx, cy, size, size * 0.78, angle),
                    tone,
                    0.9,
                    rim,
                    (x, y, cx + size * np.cos(angle), cy + size * np.sin(angle)),
                )
            )
            shapes.append(Shape(ribbon(smooth((x, y), (cx, cy), closed=False), 0.007, 0.003), rim, 0.6))
    return shapes


def rose(rng: Seeded, colour: Rgb) -> list[Shape]:
    """A garden rose of radius 1 about (0, 0): rings of broad petals, light at the rim and deep at the heart."""
    shapes: list[Shape] = []
    base = _light(colour)
    for ring, (count, reach, size) in enumerate(
        ((7, 0.62, 0.52), (6, 0.46, 0.46), (5, 0.3, 0.38), (4, 0.17, 0.29), (3, 0.08, 0.2))
    ):
        turn = rng.uniform(0, np.pi)
        for at in range(count):
            angle = turn + 2 * np.pi * at / count + rng.uniform(-0.1, 0.1)
            tone = toned(colour, min(0.96, base + 0.11 - ring * 0.035 + rng.uniform(-0.015, 0.02)))
            deep = toned(colour, max(0.25, base - 0.07 - ring * 0.03))
            shapes += placed(
                _petal(tone, deep),
                float(reach * 0.42 * np.cos(angle)),
                float(reach * 0.42 * np.sin(angle)),
                size,
                angle,
            )
    heart = toned(colour, max(0.25, base - 0.2))
    shapes.append(Shape(smooth((-0.05, -0.02), (0.02, -0.06), (0.06, 0.01), (0.0, 0.06)), heart, 0.75))
    return shapes


def _petal(rim: Rgb, deep: Rgb) -> list[Shape]:
    """A broad petal of length about 1 along +x, its shadow beneath it."""
    edge = smooth(
        (-0.25, 0), (0.1, -0.52), (0.62, -0.62), (0.98, -0.26), (1.02, 0.05), (0.9, 0.38), (0.5, 0.62), (0.08, 0.5)
    )
    return [
        Shape(shifted(edge, -0.03, 0.02), deep, 0.28, blur=0.045),
        Shape(edge, deep, 0.97, rim, (0.0, 0, 0.82, 0)),
        Shape(
            ribbon(smooth((0.72, -0.55), (0.97, -0.24), (1.0, 0.05), (0.88, 0.34), closed=False), 0.03, 0.012),
            mix(rim, Rgb(255, 255, 255), 0.6),
            0.55,
        ),
    ]


def anemone(rng: Seeded, colour: Rgb, heart: Rgb, petals: int = 7) -> list[Shape]:
    """An open blossom of radius 1 with a dark, dotted heart."""
    shapes: list[Shape] = []
    for layer, scale in ((0, 1.0), (1, 0.86)):
        for at in range(petals):
            angle = 2 * np.pi * (at + layer * 0.5) / petals + rng.uniform(-0.07, 0.07)
            tone = toned(colour, min(0.97, _light(colour) + rng.uniform(-0.03, 0.04) - layer * 0.015))
            deep = toned(colour, max(0.3, _light(colour) - 0.13))
            petal = smooth((0, 0), (0.35, -0.3), (0.8, -0.27), (1.0, 0.0), (0.8, 0.27), (0.35, 0.3))
            shapes += placed(
                [Shape(petal, deep, 0.95, tone, (0.05, 0, 0.7, 0))], 0, 0, scale * rng.uniform(0.93, 1.03), angle
            )
    shapes.append(Shape(ellipse(0, 0, 0.17), heart))
    for at in range(22):
        angle, reach = 2 * np.pi * at / 22, rng.uniform(0.23, 0.31)
        shapes.append(Shape(ellipse(float(reach * np.cos(angle)), float(reach * np.sin(angle)), 0.022), heart, 0.9))
    return shapes


def bud(colour: Rgb, green: Rgb) -> list[Shape]:
    """A closed bud on a short stem, along +x, of length 1."""
    cup = smooth((0.42, 0), (0.5, -0.2), (0.78, -0.2), (1.0, -0.03), (0.8, 0.2), (0.5, 0.2))
    light = mix(colour, Rgb(255, 255, 255), 0.3)
    return [
        Shape(ribbon(smooth((0, 0.06), (0.25, 0.0), (0.5, 0), closed=False), 0.05, 0.04), green, 0.9),
        Shape(cup, colour, 0.97, light, (0.45, 0.15, 0.95, -0.15)),
        Shape(smooth((0.4, 0.0), (0.5, -0.19), (0.68, -0.13), (0.56, 0.0), (0.68, 0.13), (0.5, 0.19)), green, 0.95),
    ]


def _light(colour: Rgb) -> float:
    return oklch(colour)[0]
