"""Three pictures of one product: in the studio, in the morning, on a summit."""

from __future__ import annotations

import numpy as np

from engine.looks.colour import WHITE, mix, rgb
from engine.looks.flora import eucalyptus, leaf, sprig
from engine.looks.vector import Shape, box, ellipse, outline, placed, ribbon, smooth
from engine.media.scenery import (
    Canvas,
    bokeh,
    brewer,
    cylinder,
    draw,
    fir,
    hills,
    light,
    mug,
    peaks,
    shadow,
    sky,
)


def studio(canvas: Canvas, rng: np.random.Generator) -> None:
    """On a podium before an arch, in warm studio light."""
    sky(canvas, (0, "#f3b997"), (0.68, "#f8d9bf"), (0.72, "#eab48f"), (1, "#d99a74"))
    arch = np.concatenate([ellipse(0.5, 0.47, 0.33)[36:], outline((0.83, 0.95), (0.17, 0.95))])
    draw(canvas, [Shape(arch, rgb("#fff0df"), 1.0, rgb("#f7cfae"), (0.5, 0.1, 0.5, 0.95))])
    light(canvas, 0.3, 0.2, 0.7, "#fff3df", 0.42)
    draw(canvas, [Shape(ellipse(0.79, 0.27, 0.085), rgb("#e9825a"), 1.0, rgb("#f7b08a"), (0.87, 0, 0.71, 0))])
    for x, y, size, angle in ((0.1, 0.98, 0.42, -1.25), (0.06, 1.02, 0.36, -0.85), (0.16, 1.0, 0.34, -1.6)):
        draw(canvas, placed(leaf(1, 0.3, rgb("#5d8467"), 0.12), x, y, size, angle))
    draw(canvas, shadow(0.53, 1.145, 0.33, 0.05, 0.3), cylinder(0.5, 1.0, 1.12, 0.29, "#f4cdb0", 0.05, "#fbe3cf"))
    draw(canvas, shadow(0.77, 1.205, 0.17, 0.03, 0.3), cylinder(0.76, 1.1, 1.185, 0.15, "#e98f66", 0.028, "#f4a982"))
    draw(canvas, shadow(0.53, 1.0, 0.14, 0.02, 0.4), brewer(0.47, 1.005, 0.68))
    draw(canvas, shadow(0.78, 1.1, 0.1, 0.014, 0.35), mug(0.755, 1.105, 0.14, "#fff6ec"))
    for _ in range(16):
        x, y = rng.uniform(0.2, 0.72), rng.uniform(1.19, 1.28)
        draw(canvas, _bean(x, y, rng.uniform(0.012, 0.017), rng.uniform(0, 3)))
    front = placed(eucalyptus(rng, rgb("#7fa08d")), 1.03, 1.3, 0.6, -2.45)
    draw(canvas, [Shape(s.points, s.colour, s.opacity, s.end, s.axis, 0.006) for s in front])


def _bean(x: float, y: float, size: float, angle: float) -> list[Shape]:
    split = ribbon(smooth((-0.8, 0.05), (0, -0.12), (0.8, 0.05), closed=False), 0.16)
    shapes = [
        Shape(ellipse(0.1, 0.5, 1.0, 0.6), rgb("#3a1c10"), 0.3, blur=0.3),
        Shape(ellipse(0, 0, 1, 0.68), rgb("#6b3d22"), 1.0, rgb("#3c1f12"), (-0.5, -0.6, 0.5, 0.6)),
        Shape(split, rgb("#2a140b")),
    ]
    return placed(shapes, x, y, size, angle)


def morning(canvas: Canvas, rng: np.random.Generator) -> None:
    """On a wooden table by a window, the garden out of focus behind it."""
    sky(canvas, (0, "#e8efe2"), (0.3, "#cfe0bd"), (0.62, "#9dbb86"), (1, "#6f8f60"))
    draw(canvas, bokeh(rng, 46, (0, 0.0, 1, 0.95), ["#fff6c8", "#e3f2b8", "#b8d79a", "#ffffff", "#8fb57c"], 0.075))
    light(canvas, 0.22, 0.12, 0.75, "#fff4cf", 0.75)
    for x in (0.0, 0.47, 0.955):
        draw(canvas, [Shape(box(x, -0.1, x + 0.05, 0.98), rgb("#fbf5ea"), 1.0, rgb("#d8cab4"), (x, 0, x + 0.05, 0))])
    draw(canvas, [Shape(box(-0.1, 0.4, 1.1, 0.435), rgb("#fbf5ea"), 1.0, rgb("#dccfb9"), (0, 0.4, 0, 0.435))])
    draw(canvas, [Shape(box(-0.1, 0.92, 1.1, 0.99), rgb("#fffaf0"), 1.0, rgb("#d9c8ad"), (0, 0.92, 0, 0.99))])
    _table(canvas, rng, 0.98)
    pot = cylinder(0.15, 0.86, 1.0, 0.085, "#d7835d", 0.016, "#8d4f35")
    draw(canvas, shadow(0.18, 1.005, 0.1, 0.016), pot)
    for angle in np.linspace(-2.5, -0.65, 7):
        draw(
            canvas, placed(sprig(rng, rgb("#6e9a63"), 7, 0.5), 0.15, 0.865, 0.3 * rng.uniform(0.8, 1.15), float(angle))
        )
    light(canvas, 0.62, 0.95, 0.45, "#ffe9c0", 0.3)
    draw(canvas, shadow(0.55, 1.16, 0.17, 0.03, 0.42), brewer(0.5, 1.17, 0.72, "#27313c", "#e0a35e"))
    draw(canvas, shadow(0.82, 1.2, 0.14, 0.024, 0.4), mug(0.79, 1.21, 0.19, "#f2e8da", 0.9))
    plate = [
        Shape(ellipse(0.19, 1.225, 0.155, 0.043), rgb("#2a160c"), 0.35, blur=0.014),
        Shape(ellipse(0.18, 1.21, 0.155, 0.043), rgb("#fbf7f0"), 1.0, rgb("#d8d0c6"), (0.05, 0, 0.34, 0)),
        Shape(ellipse(0.18, 1.207, 0.11, 0.028), rgb("#efe8dd")),
    ]
    draw(canvas, plate, _croissant(0.18, 1.19, 0.085))


def _croissant(x: float, y: float, size: float) -> list[Shape]:
    shapes = []
    for at, t in enumerate(np.linspace(-1, 1, 7)):
        high = 0.42 - 0.22 * abs(t)
        cx, cy = t * 0.95, 0.35 * t * t - 0.1
        lump = ellipse(float(cx), float(cy), 0.27, float(high), float(t * 0.5))
        shapes.append(Shape(lump, rgb("#e8b266" if at % 2 else "#dfa356"), 1.0, rgb("#a8642a"), (0, -0.45, 0, 0.45)))
        shapes.append(
            Shape(ellipse(float(cx - 0.06), float(cy - high * 0.45), 0.11, 0.06), rgb("#f9dca4"), 0.6, blur=0.03)
        )
    return placed(shapes, x, y, size)


def _table(canvas: Canvas, rng: np.random.Generator, y: float) -> None:
    draw(canvas, [Shape(box(-0.1, y, 1.1, 1.5), rgb("#b9804f"), 1.0, rgb("#8a5833"), (0, y, 0, 1.35))])
    for edge in (0.07, 0.16, 0.28):
        draw(canvas, [Shape(box(-0.1, y + edge, 1.1, y + edge + 0.003), rgb("#5f3a20"), 0.55)])
    for _ in range(70):
        gy, gx, length = y + rng.uniform(0.01, 0.36), rng.uniform(-0.1, 1), rng.uniform(0.1, 0.5)
        line = smooth((gx, gy), (gx + length / 2, gy + rng.uniform(-0.004, 0.004)), (gx + length, gy), closed=False)
        draw(canvas, [Shape(ribbon(line, 0.0012, 0.0022), rgb("#6d4426" if rng.random() < 0.6 else "#d9a878"), 0.32)])


def summit(canvas: Canvas, rng: np.random.Generator) -> None:
    """On a rock above a lake at sunrise."""
    sky(
        canvas, (0, "#31477c"), (0.22, "#7d6fa6"), (0.4, "#e79a8f"), (0.52, "#ffcf95"), (0.6, "#ffe3b8"), (1, "#ffe3b8")
    )
    light(canvas, 0.68, 0.66, 0.8, "#ffdf9e", 0.85)
    draw(canvas, [Shape(ellipse(0.68, 0.64, 0.06), rgb("#fffbe8"), 1.0, blur=0.004)])
    for y, x, w in ((0.2, 0.2, 0.26), (0.28, 0.7, 0.22), (0.14, 0.82, 0.16), (0.34, 0.3, 0.18)):
        cloud = smooth(
            (x - w, y),
            (x - w * 0.4, y - 0.016),
            (x + w * 0.5, y - 0.012),
            (x + w, y),
            (x + w * 0.2, y + 0.008),
            (x - w * 0.5, y + 0.007),
        )
        draw(canvas, [Shape(cloud, rgb("#ffd9c4"), 0.55, blur=0.006)])
    draw(canvas, peaks(rng, 0.8, 0.36, "#8d84b5", "#e9b3a6", 4, "#fbe9e4"))
    light(canvas, 0.68, 0.72, 0.5, "#ffd9a0", 0.4)
    draw(canvas, peaks(rng, 0.86, 0.24, "#5d6799", "#b58fa6", 5), hills(rng, 0.84, 0.02, "#47598a", "#6f749c", 0.95))
    draw(canvas, [Shape(box(-0.1, 0.88, 1.1, 1.2), rgb("#d9a7a2"), 1.0, rgb("#3c5584"), (0, 0.88, 0, 1.12))])
    for _ in range(60):
        x, y = 0.68 + rng.normal(0, 0.09), rng.uniform(0.885, 1.1)
        half = rng.uniform(0.015, 0.06)
        draw(canvas, [Shape(ellipse(x, y, half, 0.0017), rgb("#fff0cf"), rng.uniform(0.2, 0.6))])
    for x in np.linspace(-0.02, 1.02, 26):
        draw(canvas, fir(float(x + rng.uniform(-0.015, 0.015)), 0.905, rng.uniform(0.035, 0.075), "#35476d"))
    for x, h in ((0.02, 0.5), (0.1, 0.36), (0.93, 0.44), (1.0, 0.56), (0.85, 0.28)):
        draw(canvas, fir(x, 1.22, h, "#1f2f45"))
    rock = smooth(
        (-0.1, 1.17), (0.12, 1.12), (0.4, 1.1), (0.7, 1.105), (0.92, 1.14), (1.12, 1.16), (1.1, 1.5), (-0.1, 1.5)
    )
    draw(canvas, [Shape(rock, rgb("#6d6172"), 1.0, rgb("#2a2838"), (0.6, 1.1, 0.4, 1.34))])
    for _ in range(24):
        x, y = rng.uniform(0, 1), rng.uniform(1.15, 1.33)
        crack = smooth(
            (x, y), (x + 0.03, y + 0.01), (x + rng.uniform(0.05, 0.12), y + rng.uniform(-0.01, 0.02)), closed=False
        )
        draw(canvas, [Shape(ribbon(crack, 0.003, 0.001), mix(rgb("#2a2838"), WHITE, rng.uniform(0, 0.35)), 0.45)])
    draw(canvas, shadow(0.36, 1.155, 0.16, 0.022, 0.5), brewer(0.42, 1.165, 0.6, "#b6472f", "#f0c27a"))
    draw(canvas, shadow(0.62, 1.18, 0.1, 0.015, 0.5), mug(0.66, 1.19, 0.15, "#e9eef2", 1.2))
    light(canvas, 0.7, 0.7, 0.9, "#ffcf95", 0.16)
