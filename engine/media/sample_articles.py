"""Three pictures for an article about trees in cities."""

from __future__ import annotations

import numpy as np

from engine.looks.colour import WHITE, mix, rgb
from engine.looks.flora import leaf
from engine.looks.vector import Shape, box, ellipse, outline, placed, ribbon, smooth
from engine.media.scenery import Canvas, bokeh, draw, hills, light, shadow, sky, tree


def city(canvas: Canvas, rng: np.random.Generator) -> None:
    """Towers behind a park in the morning haze."""
    sky(canvas, (0, "#8fc1dd"), (0.35, "#cfe3e3"), (0.6, "#fbeed2"), (1, "#fbeed2"))
    light(canvas, 0.74, 0.3, 0.6, "#fff3cf", 0.8)
    draw(canvas, [Shape(ellipse(0.74, 0.24, 0.04), rgb("#fffdf0"), 1.0, blur=0.004)])
    for haze, (low, high, count) in enumerate(((0.1, 0.24, 15), (0.14, 0.32, 11), (0.16, 0.38, 8))):
        for x in np.linspace(-0.03, 0.97, count):
            _tower(canvas, rng, float(x) + rng.uniform(-0.01, 0.02), 0.5, rng.uniform(low, high), haze)
        light(canvas, 0.6, 0.46, 0.9, "#fff4dc", 0.16)
    draw(canvas, hills(rng, 0.49, 0.008, "#a9c79a", "#7fa86f", 0.66))
    for x in np.linspace(-0.02, 1.02, 22):
        draw(
            canvas,
            tree(
                rng,
                float(x) + rng.uniform(-0.015, 0.015),
                0.52 + rng.uniform(0, 0.015),
                rng.uniform(0.07, 0.12),
                "#7fae72",
            ),
        )
    path = smooth(
        (0.36, 0.7), (0.5, 0.6), (0.47, 0.545), (0.56, 0.515), (0.575, 0.515), (0.5, 0.548), (0.56, 0.6), (0.62, 0.7)
    )
    draw(canvas, [Shape(path, rgb("#f3e3c5"), 1.0, rgb("#d9c196"), (0, 0.52, 0, 0.68))])
    for x, foot, h in ((0.1, 0.62, 0.34), (0.27, 0.585, 0.2), (0.76, 0.6, 0.24), (0.94, 0.635, 0.4)):
        draw(canvas, shadow(x - 0.03, foot + 0.004, h * 0.3, h * 0.035, 0.22), tree(rng, x, foot, h, "#5f9a5c"))
    for x, y in ((0.47, 0.585), (0.487, 0.585), (0.545, 0.56)):
        _walker(canvas, x, y, 0.032)


def _tower(canvas: Canvas, rng: np.random.Generator, x: float, foot: float, high: float, haze: int) -> None:
    wide = rng.uniform(0.035, 0.07)
    tone = mix(rgb("#5f7f99"), rgb("#dfe9e6"), 0.66 - haze * 0.2)
    draw(canvas, [Shape(box(x, foot - high, x + wide, foot), mix(tone, WHITE, 0.12), 1.0, tone, (x, 0, x + wide, 0))])
    if haze:
        for row in np.arange(foot - high + 0.012, foot - 0.02, 0.015):
            for column in np.arange(x + 0.006, x + wide - 0.008, 0.0105):
                lit = rng.random() < 0.18
                draw(
                    canvas,
                    [
                        Shape(
                            box(float(column), float(row), float(column) + 0.006, float(row) + 0.008),
                            rgb("#fff0c2") if lit else mix(tone, rgb("#34506b"), 0.3),
                            0.8,
                        )
                    ],
                )
    if rng.random() < 0.45:
        for at in range(5):
            cx = x + wide * (at + 0.5) / 5
            draw(
                canvas,
                [
                    Shape(
                        ellipse(cx, foot - high, wide * 0.14, 0.008), mix(rgb("#6f9f68"), tone, 0.3 - haze * 0.1 + 0.1)
                    )
                ],
            )


def _walker(canvas: Canvas, x: float, foot: float, high: float) -> None:
    coat = rgb("#3d4a63" if x < 0.48 else "#c4583f")
    draw(canvas, shadow(x - 0.006, foot, high * 0.25, high * 0.05, 0.3))
    draw(
        canvas,
        [
            Shape(
                smooth(
                    (x - high * 0.12, foot),
                    (x - high * 0.1, foot - high * 0.6),
                    (x, foot - high * 0.75),
                    (x + high * 0.1, foot - high * 0.6),
                    (x + high * 0.12, foot),
                ),
                coat,
            ),
            Shape(ellipse(x, foot - high * 0.84, high * 0.1), rgb("#5a3a2a")),
        ],
    )


def sapling(canvas: Canvas, rng: np.random.Generator) -> None:
    """A young tree in dark soil, the sun low behind it."""
    sky(canvas, (0, "#dfe8b5"), (0.35, "#b9d28a"), (0.7, "#7fa85f"), (1, "#55804a"))
    draw(canvas, bokeh(rng, 50, (0, 0, 1, 0.5), ["#fffbd0", "#eaf5b0", "#c3e08f", "#ffffff"], 0.05))
    light(canvas, 0.66, 0.16, 0.6, "#fff8c9", 0.85)
    soil = smooth((-0.1, 0.54), (0.2, 0.5), (0.5, 0.47), (0.8, 0.505), (1.1, 0.53), (1.1, 0.9), (-0.1, 0.9))
    draw(canvas, [Shape(soil, rgb("#6b4630"), 1.0, rgb("#2c1a12"), (0.5, 0.47, 0.5, 0.68))])
    for _ in range(420):
        x, y = rng.uniform(0, 1), 0.5 + abs(rng.normal(0, 0.08))
        size = rng.uniform(0.002, 0.008)
        lump = ellipse(x, y + 0.02 * abs(x - 0.5), size, size * 0.7)
        tone = mix(rgb("#3b2317"), rgb("#9a6b48"), rng.uniform(0, 0.9))
        draw(canvas, [Shape(lump, tone, 0.8, mix(tone, WHITE, 0.15), (x - size, y + size, x + size, y - size))])
    stem = smooth((0.5, 0.5), (0.496, 0.4), (0.505, 0.3), (0.502, 0.2), closed=False)
    draw(
        canvas,
        shadow(0.46, 0.505, 0.07, 0.01, 0.4),
        [Shape(ribbon(stem, 0.012, 0.006), rgb("#7d9a4a"), 1.0, rgb("#4d6b30"), (0.495, 0, 0.508, 0))],
    )
    for y, size, angle in (
        (0.42, 0.11, -0.35),
        (0.4, 0.12, -2.75),
        (0.33, 0.13, -0.6),
        (0.31, 0.125, -2.55),
        (0.25, 0.1, -0.9),
        (0.235, 0.1, -2.2),
        (0.205, 0.09, -1.5),
    ):
        draw(canvas, placed(leaf(1, 0.5, rgb("#8fc05a"), 0.1 if angle > -1.5 else -0.1), 0.501, y, size, angle))
    for x, foot, high in ((0.12, 0.545, 0.05), (0.2, 0.53, 0.03), (0.83, 0.54, 0.045), (0.9, 0.545, 0.03)):
        for angle in np.linspace(-2.3, -0.8, 5):
            draw(canvas, placed(leaf(1, 0.2, rgb("#7fae52")), x, foot, high, float(angle)))
    light(canvas, 0.6, 0.25, 0.5, "#fffad0", 0.25)


def street(canvas: Canvas, rng: np.random.Generator) -> None:
    """A street of old houses under a roof of trees."""
    sky(canvas, (0, "#bfe0ea"), (0.45, "#f4f1dc"), (1, "#f4f1dc"))
    vanish = (0.5, 0.385)
    for side in (-1, 1):
        for at, (near, far, colour) in enumerate(
            ((0.62, 0.4, "#e7b48f"), (0.4, 0.25, "#e9d3a8"), (0.25, 0.14, "#c9a7a0"), (0.14, 0.07, "#d9c8b8"))
        ):
            x0, x1 = vanish[0] + side * near, vanish[0] + side * far
            top0, top1 = vanish[1] - near * 0.62, vanish[1] - far * 0.62
            low0, low1 = vanish[1] + near * 0.28, vanish[1] + far * 0.28
            shade = mix(rgb(colour), rgb("#6b5a66"), 0.3 if side > 0 else 0.05)
            draw(
                canvas,
                [
                    Shape(
                        outline((x0, top0), (x1, top1), (x1, low1), (x0, low0)),
                        shade,
                        1.0,
                        mix(shade, WHITE, 0.25),
                        (x0, 0, x1, 0),
                    )
                ],
            )
            _windows(canvas, rng, (x0, top0, low0), (x1, top1, low1), at)
    road = outline((vanish[0] - 0.05, 0.405), (vanish[0] + 0.05, 0.405), (0.86, 0.7), (0.14, 0.7))
    draw(
        canvas,
        [
            Shape(box(-0.1, 0.4, 1.1, 0.7), rgb("#d9cdb8"), 1.0, rgb("#b3a48c"), (0, 0.4, 0, 0.68)),
            Shape(road, rgb("#b9b4ad"), 1.0, rgb("#7d7a78"), (0, 0.4, 0, 0.68)),
        ],
    )
    light(canvas, 0.5, 0.36, 0.35, "#fff6d6", 0.75)
    for near in (0.12, 0.17, 0.25, 0.38, 0.56):
        for side in (-1, 1):
            x, foot = vanish[0] + side * near * 0.9, vanish[1] + near * 0.33
            draw(
                canvas,
                shadow(x - side * near * 0.15, foot, near * 0.3, near * 0.03, 0.25),
                tree(rng, x, foot, near * 1.15, "#6fa55a"),
            )
    for _ in range(40):
        x, y = rng.uniform(0.2, 0.8), rng.uniform(0.5, 0.66)
        draw(
            canvas,
            [Shape(ellipse(x, y, rng.uniform(0.01, 0.04), rng.uniform(0.003, 0.008)), rgb("#fff3cf"), 0.2, blur=0.004)],
        )
    _walker(canvas, 0.46, 0.49, 0.07)
    _walker(canvas, 0.545, 0.455, 0.045)
    light(canvas, 0.5, 0.3, 0.7, "#fff8dc", 0.2)


def _windows(
    canvas: Canvas, rng: np.random.Generator, near: tuple[float, float, float], far: tuple[float, float, float], at: int
) -> None:
    for row in range(4):
        for column in range(4):
            quad = []
            for u, v in (
                (column + 0.25, row + 0.25),
                (column + 0.75, row + 0.25),
                (column + 0.75, row + 0.78),
                (column + 0.25, row + 0.78),
            ):
                part = u / 4
                top, low = near[1] + (far[1] - near[1]) * part, near[2] + (far[2] - near[2]) * part
                quad.append((near[0] + (far[0] - near[0]) * part, top + (low - top) * (0.06 + 0.86 * v / 4)))
            lit = rng.random() < 0.2
            draw(canvas, [Shape(outline(*quad), rgb("#fff0c0") if lit else rgb("#7f97a8"), 0.75 - at * 0.12)])
