"""Five pictures of a wedding: at sunset, under an arch, rings and roses, lights of the evening, the villa."""

from __future__ import annotations

import numpy as np

from engine.looks.colour import WHITE, Rgb, mix, rgb
from engine.looks.flora import anemone, bud, eucalyptus, rose, sprig
from engine.looks.vector import Points, Shape, box, ellipse, outline, placed, ribbon, shifted, smooth
from engine.media.people import couple
from engine.media.scenery import Canvas, bokeh, cypress, draw, fir, hills, light, shadow, sky, tree

PETALS = ("#f3c6bf", "#fbe7dd", "#e39a98", "#fdf4ec", "#d98182")


def sunset(canvas: Canvas, rng: np.random.Generator) -> None:
    """Hand in hand on a hill, looking into the sun."""
    sky(
        canvas, (0, "#5f6ea3"), (0.2, "#a98bb0"), (0.4, "#f0a995"), (0.56, "#ffd3a1"), (0.66, "#ffe9c4"), (1, "#ffe9c4")
    )
    light(canvas, 0.52, 0.74, 0.95, "#ffe2a8", 0.85)
    draw(canvas, [Shape(ellipse(0.52, 0.72, 0.125), rgb("#fff6da"), 1.0, blur=0.006)])
    for y, x, w in ((0.16, 0.3, 0.34), (0.25, 0.78, 0.26), (0.33, 0.2, 0.22), (0.42, 0.66, 0.3)):
        cloud = smooth(
            (x - w, y), (x - w * 0.3, y - 0.018), (x + w * 0.5, y - 0.012), (x + w, y), (x + w * 0.1, y + 0.01)
        )
        draw(canvas, [Shape(cloud, rgb("#ffe0cd"), 0.6, blur=0.007)])
    draw(canvas, hills(rng, 0.82, 0.03, "#c78f9d", "#f0bfa4", 1.0), hills(rng, 0.9, 0.03, "#8f6d85", "#c99089", 1.05))
    for x in np.linspace(0, 1, 15):
        draw(canvas, fir(float(x) + rng.uniform(-0.02, 0.02), 0.95, rng.uniform(0.04, 0.09), "#6f5873"))
    light(canvas, 0.52, 0.78, 0.5, "#ffd9a0", 0.35)
    hill = smooth((-0.1, 1.16), (0.2, 1.1), (0.5, 1.08), (0.8, 1.11), (1.1, 1.18), (1.1, 1.6), (-0.1, 1.6))
    draw(canvas, [Shape(hill, rgb("#7c6450"), 1.0, rgb("#2f2b2c"), (0.5, 1.08, 0.5, 1.34))])
    draw(canvas, shadow(0.47, 1.145, 0.24, 0.02, 0.35), couple(rng, 0.5, 1.14, 0.56))
    _meadow(canvas, rng, 1.13, 260)
    light(canvas, 0.52, 0.8, 0.6, "#ffd08a", 0.2)


def _meadow(canvas: Canvas, rng: np.random.Generator, y: float, count: int) -> None:
    """Grass against the light, with flowers, larger towards the viewer."""
    for at in range(count):
        near = (at / count) ** 1.2
        x, foot = rng.uniform(-0.05, 1.05), y + 0.02 + near * 0.24
        high = (0.03 + near * 0.11) * rng.uniform(0.6, 1.3)
        lean = rng.uniform(-0.4, 0.4) * high
        blade = ribbon(
            smooth((x, foot), (x + lean * 0.3, foot - high * 0.6), (x + lean, foot - high), closed=False),
            0.004 + near * 0.004,
            0.0008,
        )
        tone = mix(rgb("#a9825a"), rgb("#3a3a30"), min(1.0, near + rng.uniform(-0.2, 0.25)) if near < 0.9 else 0.9)
        draw(canvas, [Shape(blade, Rgb(*(max(0, min(255, c)) for c in tone)), 0.9)])
        if at % 9 == 0:
            colour = rgb(str(rng.choice(["#f6c9b4", "#fff0d8", "#e89a8d"])))
            draw(canvas, [Shape(ellipse(x + lean, foot - high, 0.005 + near * 0.007), colour, 0.95)])


def arch(canvas: Canvas, rng: np.random.Generator) -> None:
    """Before an arch of flowers in a garden."""
    sky(canvas, (0, "#cfe3ee"), (0.4, "#eef3ea"), (0.62, "#dfe9cf"), (1, "#a9c28d"))
    light(canvas, 0.5, 0.3, 0.9, "#fffbea", 0.6)
    draw(canvas, hills(rng, 0.68, 0.02, "#b7cfae", "#cfe0bf", 0.9))
    for x, h in ((0.02, 0.5), (0.2, 0.34), (0.84, 0.36), (1.0, 0.52), (0.62, 0.22), (0.36, 0.24)):
        draw(canvas, tree(rng, x, 0.84, h, "#8fb483"))
    light(canvas, 0.5, 0.55, 0.7, "#fffdf0", 0.35)
    draw(canvas, [Shape(box(-0.1, 0.83, 1.1, 1.5), rgb("#b4cf95"), 1.0, rgb("#6f9560"), (0, 0.83, 0, 1.34))])
    aisle = outline((0.42, 0.84), (0.58, 0.84), (0.92, 1.4), (0.08, 1.4))
    draw(canvas, [Shape(aisle, rgb("#fbf6ee"), 1.0, rgb("#e8ddcf"), (0, 0.84, 0, 1.34))])
    frame = [
        (0.13, 1.1),
        (0.135, 0.7),
        (0.17, 0.42),
        (0.3, 0.24),
        (0.5, 0.185),
        (0.7, 0.24),
        (0.83, 0.42),
        (0.865, 0.7),
        (0.87, 1.1),
    ]
    line = smooth(*frame, closed=False)
    draw(canvas, [Shape(ribbon(line, 0.022), rgb("#f3ead9"), 1.0, rgb("#c9b79c"), (0.1, 0, 0.9, 0))])
    _garland(canvas, rng, line)
    draw(canvas, shadow(0.48, 1.115, 0.24, 0.022, 0.25), couple(rng, 0.5, 1.11, 0.62, "#fff3dc"))
    for x in (0.06, 0.94):
        for _ in range(11):
            px, py = x + rng.normal(0, 0.06), 1.19 + rng.normal(0, 0.045)
            draw(canvas, placed(sprig(rng, rgb("#7f9f74"), 6), px, py, 0.14, rng.uniform(-3, 0)))
        for _ in range(9):
            px, py = x + rng.normal(0, 0.055), 1.17 + rng.normal(0, 0.04)
            draw(canvas, placed(rose(rng, rgb(str(rng.choice(PETALS)))), px, py, rng.uniform(0.03, 0.05)))
    for _ in range(60):
        x, y = rng.uniform(0.2, 0.8), rng.uniform(1.12, 1.32)
        draw(canvas, [Shape(ellipse(x, y, 0.006, 0.0035, rng.uniform(0, 3)), rgb(str(rng.choice(PETALS))), 0.9)])


def _garland(canvas: Canvas, rng: np.random.Generator, line: Points) -> None:
    greens = ("#7f9f74", "#94b08c", "#6b8d68")
    for x, y in line[:: max(1, len(line) // 60)]:
        angle = rng.uniform(-np.pi, np.pi)
        draw(
            canvas,
            placed(sprig(rng, rgb(str(rng.choice(greens))), 7), float(x), float(y), rng.uniform(0.08, 0.15), angle),
        )
    for at, (x, y) in enumerate(line[:: max(1, len(line) // 44)]):
        dense = 2 if y < 0.5 or at % 3 == 0 else 1
        for _ in range(dense):
            px, py = float(x) + rng.normal(0, 0.03), float(y) + rng.normal(0, 0.025)
            flower = (
                anemone(rng, rgb("#fff8f0"), rgb("#6b5a3a"))
                if rng.random() < 0.22
                else rose(rng, rgb(str(rng.choice(PETALS))))
            )
            draw(canvas, placed(flower, px, py, rng.uniform(0.022, 0.052)))


def rings(canvas: Canvas, rng: np.random.Generator) -> None:
    """Two rings on linen among roses and eucalyptus, seen from above."""
    sky(canvas, (0, "#f6efe6"), (1, "#e9dccd"))
    _linen(canvas, rng)
    light(canvas, 0.15, 0.1, 1.0, "#fffaf0", 0.5)
    paper = placed(
        [Shape(box(-0.29, -0.4, 0.29, 0.4, 0.01), rgb("#fffdf8"), 1.0, rgb("#f3e9dc"), (-0.3, -0.4, 0.3, 0.4))],
        0.52,
        0.64,
        1.0,
        -0.13,
    )
    draw(canvas, [Shape(shifted(s.points, 0.014, 0.014), rgb("#5a4432"), 0.3, blur=0.016) for s in paper], paper)
    edge = box(-0.265, -0.375, 0.265, 0.375)
    closed = np.concatenate([edge, edge[:1]])
    draw(
        canvas,
        placed(
            [Shape(ribbon(np.repeat(closed, 2, 0) + np.linspace(0, 1e-4, 10)[:, None], 0.003), rgb("#c9a86a"), 0.0)],
            0.52,
            0.64,
            1.0,
            -0.13,
        ),
    )
    silk = ribbon(smooth((-0.1, 1.08), (0.2, 1.0), (0.42, 1.1), (0.7, 1.02), (1.1, 1.14), closed=False), 0.05)
    draw(
        canvas,
        [
            Shape(shifted(silk, 0.008, 0.008), rgb("#6b4a3a"), 0.22, blur=0.01),
            Shape(silk, rgb("#e9c4bb"), 1.0, rgb("#cf9d94"), (0, 1.0, 0, 1.12)),
        ],
    )
    for x, y, size, angle in (
        (-0.04, 0.3, 0.62, -0.55),
        (0.0, 0.1, 0.6, 0.25),
        (1.05, 1.3, 0.6, -2.5),
        (1.06, 1.05, 0.55, -2.95),
        (0.7, 1.36, 0.5, -2.0),
    ):
        branch = placed(eucalyptus(rng, rgb("#9db5a5")), x, y, size, angle)
        draw(canvas, _cast(branch), branch)
    blooms = (
        (0.12, 0.16, 0.15, "#f1c3ba"),
        (0.31, 0.07, 0.11, "#fbeae0"),
        (0.05, 0.36, 0.1, "#e6a09c"),
        (0.24, 0.28, 0.075, "#fdf3ea"),
        (0.9, 1.2, 0.15, "#f6d6cb"),
        (0.73, 1.27, 0.1, "#e6a09c"),
        (0.97, 1.02, 0.09, "#fdf0e6"),
    )
    for x, y, size, colour in blooms:
        flower = placed(rose(rng, rgb(colour)), x, y, size)
        draw(canvas, [Shape(ellipse(x + 0.012, y + 0.016, size), rgb("#5a3a2c"), 0.3, blur=0.016)], flower)
    for x, y, angle in ((0.4, 0.2, 0.7), (0.14, 0.5, 1.3), (0.62, 1.16, -2.6)):
        stem = placed(bud(rgb("#e6a8a2"), rgb("#8aa285")), x, y, 0.1, angle)
        draw(canvas, _cast(stem), stem)
    for x, y, size in ((0.46, 0.63, 0.105), (0.585, 0.685, 0.092)):
        _ring(canvas, x, y, size)
    _diamond(canvas, 0.585, 0.593)


def _cast(shapes: list[Shape]) -> list[Shape]:
    return [Shape(shifted(s.points, 0.008, 0.011), rgb("#5a4432"), 0.16, blur=0.006) for s in shapes[::3]]


def _linen(canvas: Canvas, rng: np.random.Generator) -> None:
    height, width = canvas.shape[:2]
    across = rng.standard_normal((height, 1, 1)).astype(np.float32)
    down = rng.standard_normal((1, width, 1)).astype(np.float32)
    canvas += (across + down) * 1.8
    for _ in range(7):
        x, y = rng.uniform(0, 1), rng.uniform(0, 1.3)
        fold = smooth((x - 0.5, y - 0.1), (x, y), (x + 0.5, y + 0.16), closed=False)
        draw(
            canvas,
            [
                Shape(ribbon(fold, 0.05, 0.02), WHITE, 0.3, blur=0.02),
                Shape(ribbon(shifted(fold, 0.03, 0.03), 0.04, 0.02), rgb("#a58a70"), 0.16, blur=0.02),
            ],
        )


def _ring(canvas: Canvas, x: float, y: float, size: float) -> None:
    loop = np.concatenate([ellipse(0, 0, 1, 0.94), ellipse(0, 0, 1, 0.94)[:1]])

    def band(part: float, wide: float, first: int = 0, last: int | None = None) -> Points:
        return ribbon(shifted(loop[first:last] * size * part, x, y), size * wide)

    draw(
        canvas,
        [
            Shape(shifted(band(1.0, 0.17), 0.01, 0.014), rgb("#4a3020"), 0.4, blur=0.008),
            Shape(band(1.0, 0.17), rgb("#f4d48a"), 1.0, rgb("#a8742c"), (x - size, y - size, x + size, y + size)),
            Shape(band(1.03, 0.03), rgb("#fff3cf"), 0.9),
            Shape(band(0.95, 0.022), rgb("#7e5419"), 0.6),
            Shape(band(1.0, 0.07, 38, 54), WHITE, 0.75, blur=0.003),
        ],
    )


def _diamond(canvas: Canvas, x: float, y: float) -> None:
    draw(
        canvas,
        [Shape(ellipse(x, y, 0.03), rgb("#e9f3fa"), 1.0, rgb("#9fb6c9"), (x - 0.03, y - 0.03, x + 0.03, y + 0.03))],
    )
    for at in range(8):
        angle = np.pi * at / 4 + 0.2
        facet = outline(
            (x, y),
            (x + 0.03 * np.cos(angle), y + 0.03 * np.sin(angle)),
            (x + 0.03 * np.cos(angle + 0.78), y + 0.03 * np.sin(angle + 0.78)),
        )
        draw(canvas, [Shape(facet, WHITE if at % 2 else rgb("#b9d0e2"), 0.65)])
    draw(
        canvas,
        [Shape(ellipse(x, y, 0.012), WHITE, 0.9), Shape(ellipse(x - 0.012, y - 0.014, 0.006), WHITE, 1.0, blur=0.002)],
    )


def lights(canvas: Canvas, rng: np.random.Generator) -> None:
    """The first dance under strings of lights at the blue hour."""
    sky(canvas, (0, "#16213f"), (0.4, "#33406d"), (0.6, "#7a5f80"), (0.7, "#c98d7c"), (1, "#c98d7c"))
    for _ in range(70):
        draw(
            canvas,
            [
                Shape(
                    ellipse(rng.uniform(0, 1), rng.uniform(0, 0.55), rng.uniform(0.0006, 0.0017)),
                    WHITE,
                    rng.uniform(0.2, 0.9),
                )
            ],
        )
    light(canvas, 0.5, 0.92, 0.8, "#ffc98a", 0.55)
    for x, h in ((-0.02, 0.75), (0.13, 0.5), (0.9, 0.55), (1.03, 0.8)):
        draw(canvas, tree(rng, x, 1.02, h, "#2f3f4f"))
    draw(canvas, bokeh(rng, 40, (0, 0.62, 1, 1.0), ["#ffcf87", "#ffe3b0", "#ffb36b", "#fff1d6"], 0.035))
    floor = [Shape(box(-0.1, 1.0, 1.1, 1.5), rgb("#a5745a"), 1.0, rgb("#33263a"), (0, 1.0, 0, 1.32))]
    draw(canvas, floor)
    light(canvas, 0.5, 1.06, 0.55, "#ffcf95", 0.45)
    for y, sag, start, end in (
        (0.18, 0.16, -0.05, 0.16),
        (0.24, 0.2, 0.05, -0.02),
        (0.36, 0.17, 0.1, 0.06),
        (0.1, 0.12, 0.02, 0.1),
    ):
        _string(canvas, y + start, y + end, sag)
    draw(canvas, shadow(0.48, 1.135, 0.26, 0.026, 0.5), couple(rng, 0.5, 1.13, 0.6, "#ffd49a"))
    draw(canvas, bokeh(rng, 12, (0, 1.1, 1, 1.4), ["#ffcf87", "#ffe3b0"], 0.06))
    light(canvas, 0.5, 0.75, 0.7, "#ffbf7a", 0.14)


def _string(canvas: Canvas, left: float, right: float, sag: float) -> None:
    line = smooth(
        (-0.05, left),
        (0.25, left + sag * 0.8),
        (0.5, (left + right) / 2 + sag),
        (0.75, right + sag * 0.8),
        (1.05, right),
        closed=False,
    )
    draw(canvas, [Shape(ribbon(line, 0.0025), rgb("#0f1526"), 0.9)])
    for x, y in line[::4]:
        draw(canvas, [Shape(ellipse(float(x), float(y) + 0.012, 0.034), rgb("#ffb861"), 0.35, blur=0.013)])
        draw(
            canvas,
            [
                Shape(ellipse(float(x), float(y) + 0.012, 0.008, 0.0105), rgb("#fff3d0")),
                Shape(box(float(x) - 0.003, float(y) - 0.002, float(x) + 0.003, float(y) + 0.004), rgb("#2a2530")),
            ],
        )


def villa(canvas: Canvas, rng: np.random.Generator) -> None:
    """A villa with cypresses above a still pool, early in the evening."""
    sky(canvas, (0, "#4d6aa0"), (0.3, "#9aa3c6"), (0.5, "#f1bfa8"), (0.6, "#ffdcb4"), (1, "#ffdcb4"))
    light(canvas, 0.8, 0.38, 0.5, "#ffe3b3", 0.6)
    draw(canvas, hills(rng, 0.36, 0.02, "#a094b5", "#e3b5a5", 0.45), hills(rng, 0.4, 0.015, "#7d8a80", "#b9a583", 0.5))
    for x in (0.03, 0.09, 0.15, 0.86, 0.92, 0.98):
        draw(canvas, cypress(x, 0.47, rng.uniform(0.19, 0.27)))
    _house(canvas)
    for x, h in ((0.2, 0.26), (0.8, 0.25)):
        draw(canvas, cypress(x, 0.475, h))
    for _ in range(46):
        draw(
            canvas,
            [
                Shape(
                    ellipse(
                        rng.uniform(-0.02, 1.02), 0.475 + rng.uniform(-0.012, 0.008), rng.uniform(0.012, 0.03), 0.014
                    ),
                    mix(rgb("#4d6a4c"), WHITE, rng.uniform(0, 0.2)),
                )
            ],
        )
    draw(canvas, [Shape(box(-0.1, 0.478, 1.1, 0.51), rgb("#ead7bd"), 1.0, rgb("#bfa78b"), (0, 0.478, 0, 0.51))])
    _pool(canvas, rng)
    draw(canvas, bokeh(rng, 20, (0.24, 0.44, 0.76, 0.475), ["#ffd98f", "#fff0c9"], 0.006))


def _house(canvas: Canvas) -> None:
    wall, shade, roof = rgb("#fbe9cf"), rgb("#d9b590"), rgb("#b9643f")
    for x0, x1, top in ((0.25, 0.75, 0.27), (0.4, 0.6, 0.205)):
        draw(canvas, [Shape(box(x0, top, x1, 0.48), wall, 1.0, shade, (x1, 0, x0, 0.1))])
        eave = outline((x0 - 0.02, top), (x0 + 0.035, top - 0.045), (x1 - 0.035, top - 0.045), (x1 + 0.02, top))
        draw(
            canvas,
            [
                Shape(eave, rgb("#d07d52"), 1.0, roof, (x1, 0, x0, 0)),
                Shape(box(x0 - 0.02, top, x1 + 0.02, top + 0.006), rgb("#8d4a2f")),
            ],
        )
    for x in (0.285, 0.335, 0.385, 0.615, 0.665, 0.715):
        _window(canvas, x, 0.315, 0.014, 0.04)
        _window(canvas, x, 0.435, 0.018, 0.055)
    for x in (0.45, 0.5, 0.55):
        _window(canvas, x, 0.262, 0.013, 0.035)
        _window(canvas, x, 0.425, 0.019, 0.075)


def _window(canvas: Canvas, x: float, y: float, half: float, high: float) -> None:
    arch_ = np.concatenate(
        [ellipse(x, y - high / 2, half)[36:], outline((x + half, y + high / 2), (x - half, y + high / 2))]
    )
    draw(
        canvas,
        [
            Shape(ellipse(x, y, half * 3, high * 1.1), rgb("#ffcf80"), 0.25, blur=0.012),
            Shape(arch_, rgb("#fff0bf"), 1.0, rgb("#ffb95e"), (x, y - high / 2, x, y + high / 2)),
        ],
    )
    draw(
        canvas,
        [
            Shape(box(x - 0.001, y - high / 2 - half, x + 0.001, y + high / 2), rgb("#a3703f"), 0.8),
            Shape(box(x - half, y - 0.001, x + half, y + 0.001), rgb("#a3703f"), 0.8),
        ],
    )


def _pool(canvas: Canvas, rng: np.random.Generator) -> None:
    """The picture above, upside down and rippled, under a tint of water."""
    height, width = canvas.shape[:2]
    line = round(0.51 * width)
    rows = np.arange(height - line)
    ripple = (np.sin(rows * 0.055 + np.sin(rows * 0.013) * 3) * (2 + rows * 0.02)).astype(int)
    source = np.clip(line - 1 - (rows * 1.0).astype(int), 0, line - 1)
    for row, (from_row, shift) in enumerate(zip(source, ripple, strict=True)):
        canvas[line + row] = np.roll(canvas[from_row], shift, axis=0)
    tint = np.array(rgb("#38577f"), np.float32)
    depth = (0.24 + 0.3 * rows / max(1, len(rows)))[:, None, None].astype(np.float32)
    canvas[line:] += (tint - canvas[line:]) * depth
    for _ in range(80):
        x, y = rng.uniform(0, 1), 0.515 + rng.uniform(0, 0.16)
        draw(canvas, [Shape(ellipse(x, y, rng.uniform(0.008, 0.04), 0.0008), rgb("#ffe9c9"), rng.uniform(0.1, 0.4))])
