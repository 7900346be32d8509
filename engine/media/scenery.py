"""What sample pictures are made of: skies, light, hills, trees, cups. The unit is the picture's width."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import WHITE, mix, rgb
from engine.looks.vector import Shape, box, ellipse, outline, paint, ribbon, smooth

Canvas = NDArray[np.float32]
OVERSAMPLING = 1.5
"""Scenes are drawn this much larger and reduced, which smooths every edge."""


def blank(width: int, height: int) -> Canvas:
    """An empty canvas for a picture of `width` × `height` px, oversampled."""
    return np.zeros((round(height * OVERSAMPLING), round(width * OVERSAMPLING), 3), np.float32)


def finished(
    canvas: Canvas, width: int, height: int, seed: int, grain: float = 2.2, vignette: float = 0.16
) -> NDArray[np.uint8]:
    """The picture, RGB uint8: reduced, its corners a little darker, with the grain of film."""
    small = np.asarray(cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    small *= (1 - vignette * np.clip((x * x + y * y) / 2, 0, 1) ** 1.6)[..., None].astype(np.float32)
    noise = np.random.default_rng(seed).standard_normal((height // 2 + 1, width // 2 + 1)).astype(np.float32)
    small += np.asarray(cv2.resize(noise, (width, height)), np.float32)[..., None] * np.float32(grain)
    return np.clip(small + 0.5, 0, 255).astype(np.uint8)


def draw(canvas: Canvas, *groups: list[Shape]) -> None:
    """Lay drawings on the canvas, its width being one unit."""
    for group in groups:
        paint(canvas, group, canvas.shape[1])


def sky(canvas: Canvas, *stops: tuple[float, str]) -> None:
    """Fill with a vertical gradient through (fraction of the height, "#rrggbb") stops."""
    at = np.linspace(0, 1, canvas.shape[0])
    places = [place for place, _ in stops]
    for channel in range(3):
        values = [rgb(colour)[channel] for _, colour in stops]
        canvas[..., channel] = np.interp(at, places, values)[:, None]


def light(canvas: Canvas, x: float, y: float, radius: float, colour: str, strength: float) -> None:
    """Add a round glow (screen blending): place and radius in widths."""
    height, width = canvas.shape[:2]
    px, py = np.arange(width, dtype=np.float32) / width, np.arange(height, dtype=np.float32) / width
    away = ((px - x) ** 2)[None, :] + ((py - y) ** 2)[:, None]
    glow = (np.exp(-away / (2 * (radius / 2) ** 2)) * strength).astype(np.float32)
    for channel in range(3):
        canvas[..., channel] += (255 - canvas[..., channel]) * glow * (rgb(colour)[channel] / 255)


def bokeh(
    rng: np.random.Generator, count: int, area: tuple[float, float, float, float], colours: list[str], size: float
) -> list[Shape]:
    """Lights out of focus inside `area` (x0, y0, x1, y1)."""
    shapes = []
    for _ in range(count):
        x, y = rng.uniform(area[0], area[2]), rng.uniform(area[1], area[3])
        radius = size * rng.uniform(0.45, 1.2)
        colour = rgb(colours[int(rng.integers(len(colours)))])
        shapes.append(Shape(ellipse(x, y, radius), colour, rng.uniform(0.16, 0.42), blur=radius * 0.06))
        shapes.append(Shape(ribbon(ellipse(x, y, radius * 0.94), radius * 0.08), mix(colour, WHITE, 0.5), 0.16))
    return shapes


def hills(
    rng: np.random.Generator, y: float, rough: float, colour: str, foot: str, bottom: float, points: int = 9
) -> list[Shape]:
    """A ridge across the picture at about `y`, from `colour` at its crest to `foot` at `bottom`."""
    xs = np.linspace(-0.1, 1.1, points)
    ridge = smooth(*[(float(x), float(y + rng.uniform(-rough, rough))) for x in xs], closed=False)
    whole = np.concatenate([ridge, outline((1.1, bottom + 0.1), (-0.1, bottom + 0.1))])
    return [Shape(whole, rgb(colour), 1.0, rgb(foot), (0, y - rough, 0, bottom))]


def peaks(
    rng: np.random.Generator, y: float, height: float, colour: str, foot: str, count: int = 7, snow: str = ""
) -> list[Shape]:
    """A jagged range whose feet stand at `y`."""
    xs = np.linspace(-0.15, 1.15, count * 2 + 1)
    tops = [y - height * (rng.uniform(0.55, 1.0) if at % 2 else rng.uniform(0.12, 0.35)) for at in range(len(xs))]
    ridge = [(float(x), float(top)) for x, top in zip(xs, tops, strict=True)]
    shapes = [
        Shape(outline(*ridge, (1.15, y + 0.1), (-0.15, y + 0.1)), rgb(colour), 1.0, rgb(foot), (0, y - height, 0, y))
    ]
    for at in range(1, len(ridge) - 1, 2):
        (lx, ly), (x, top), (rx, ry) = ridge[at - 1 : at + 2]
        shade = outline(
            (x, top), (rx, ry), (x + (rx - x) * 0.35, top + (ry - top) * 0.75), (x - 0.01, top + (ry - top) * 0.5)
        )
        shapes.append(Shape(shade, mix(rgb(colour), rgb("#101830"), 0.35), 0.4))
        if snow:
            cap = outline(
                (x, top),
                (x + (rx - x) * 0.3, top + (ry - top) * 0.3),
                (x + 0.012, top + (ry - top) * 0.22),
                (x - 0.01, top + (ly - top) * 0.34),
                (x + (lx - x) * 0.3, top + (ly - top) * 0.3),
            )
            shapes.append(Shape(cap, rgb(snow), 0.9))
    return shapes


def fir(x: float, foot: float, height: float, colour: str) -> list[Shape]:
    """A fir tree."""
    shapes = [
        Shape(
            box(x - height * 0.025, foot - height * 0.12, x + height * 0.025, foot),
            mix(rgb(colour), rgb("#3a2418"), 0.6),
        )
    ]
    for at in range(4):
        low, half = foot - height * (0.08 + at * 0.21), height * (0.25 - at * 0.048)
        tier = smooth(
            (x - half, low),
            (x - half * 0.3, low - height * 0.12),
            (x, low - height * 0.34),
            (x + half * 0.3, low - height * 0.12),
            (x + half, low),
            (x, low + height * 0.02),
        )
        shapes.append(
            Shape(tier, rgb(colour), 1.0, mix(rgb(colour), WHITE, 0.13), (x + half, low, x - half, low - height * 0.2))
        )
    return shapes


def tree(rng: np.random.Generator, x: float, foot: float, height: float, colour: str) -> list[Shape]:
    """A broad-leaved tree: a crown of overlapping clouds of leaves, lit from the left."""
    trunk = smooth(
        (x - height * 0.035, foot),
        (x - height * 0.02, foot - height * 0.4),
        (x + height * 0.02, foot - height * 0.4),
        (x + height * 0.04, foot),
    )
    shapes = [Shape(trunk, rgb("#6b4a35"), 1.0, rgb("#4a3226"), (x - height * 0.03, 0, x + height * 0.04, 0))]
    for layer, (spread, tone) in enumerate(((0.3, -0.12), (0.26, 0.0), (0.18, 0.14))):
        for _ in range(9):
            cx = x + rng.uniform(-spread, spread * (0.8 - layer * 0.2)) * height
            cy = foot - height * (0.66 + layer * 0.06) + rng.uniform(-0.19, 0.17) * height
            base = mix(rgb(colour), WHITE if tone > 0 else rgb("#12301f"), abs(tone) + rng.uniform(0, 0.06))
            shapes.append(
                Shape(ellipse(cx, cy, height * rng.uniform(0.09, 0.15), height * rng.uniform(0.08, 0.12)), base, 0.95)
            )
    return shapes


def cypress(x: float, foot: float, height: float, colour: str = "#2f4a3a") -> list[Shape]:
    """A cypress, as they stand beside villas."""
    body = smooth(
        (x, foot - height),
        (x + height * 0.07, foot - height * 0.55),
        (x + height * 0.075, foot - height * 0.2),
        (x, foot),
        (x - height * 0.075, foot - height * 0.2),
        (x - height * 0.07, foot - height * 0.55),
    )
    return [Shape(body, rgb(colour), 1.0, mix(rgb(colour), WHITE, 0.2), (x + height * 0.06, 0, x - height * 0.08, 0))]


def shadow(x: float, y: float, rx: float, ry: float, strength: float = 0.35) -> list[Shape]:
    """The soft shadow of something standing on a surface."""
    return [
        Shape(ellipse(x, y, rx, ry), rgb("#1a1210"), strength, blur=ry * 0.8),
        Shape(ellipse(x, y, rx * 0.82, ry * 0.45), rgb("#1a1210"), strength, blur=ry * 0.25),
    ]


def cylinder(
    x: float, top: float, bottom: float, half: float, colour: str, ry: float = 0.0, lid: str = ""
) -> list[Shape]:
    """A standing cylinder lit from the left: body, highlight, shade, and its upper face when `lid` is a colour."""
    base = rgb(colour)
    ry = ry or half * 0.16
    low = ellipse(x, bottom, half, ry)[:37]
    body = np.concatenate([low, outline((x - half, top), (x + half, top))]).astype(np.float32)
    shapes = [
        Shape(body, mix(base, WHITE, 0.16), 1.0, mix(base, rgb("#0b0b10"), 0.38), (x - half * 0.5, 0, x + half, 0)),
        Shape(box(x - half, top, x - half * 0.86, bottom), mix(base, rgb("#0b0b10"), 0.4), 0.5, blur=half * 0.07),
        Shape(
            box(x - half * 0.68, top + half * 0.1, x - half * 0.46, bottom - half * 0.08, half * 0.1),
            WHITE,
            0.3,
            blur=half * 0.05,
        ),
        Shape(
            box(x + half * 0.66, top + half * 0.1, x + half * 0.78, bottom - half * 0.08, half * 0.06),
            WHITE,
            0.09,
            blur=half * 0.05,
        ),
    ]
    if lid:
        face = rgb(lid)
        shapes.append(Shape(ellipse(x, top, half, ry), face, 1.0, mix(face, WHITE, 0.25), (x + half, 0, x - half, 0)))
    return shapes


def brewer(x: float, foot: float, height: float, colour: str = "#23463f", ring: str = "#d08a4f") -> list[Shape]:
    """The sample product: a portable coffee maker with a copper ring and a clear cup."""
    half = height * 0.17
    glass, neck, top = foot - height * 0.385, foot - height * 0.42, foot - height * 0.93
    cup = cylinder(x, glass, foot - half * 0.14, half * 0.92, "#c9d3d2")
    coffee = cylinder(x, foot - height * 0.2, foot - half * 0.2, half * 0.84, "#4a2a18", lid="#7a4a2a")
    body = cylinder(x, top, neck, half, colour, lid=colour)
    dome = smooth(
        (x - half, top),
        (x - half * 0.82, top - height * 0.06),
        (x, top - height * 0.078),
        (x + half * 0.82, top - height * 0.06),
        (x + half, top),
        (x, top + half * 0.16),
    )
    lid = [
        Shape(
            dome,
            mix(rgb(colour), WHITE, 0.25),
            1.0,
            mix(rgb(colour), rgb("#0b0b10"), 0.3),
            (x - half * 0.5, 0, x + half, 0),
        )
    ]
    button = [
        Shape(
            ellipse(x - half * 0.08, top + height * 0.2, half * 0.27),
            rgb(ring),
            1.0,
            mix(rgb(ring), WHITE, 0.45),
            (x + half * 0.2, 0, x - half * 0.3, 0),
        ),
        Shape(ellipse(x - half * 0.08, top + height * 0.2, half * 0.2), mix(rgb(colour), rgb("#0b0b10"), 0.25)),
        Shape(ellipse(x - half * 0.08, top + height * 0.2, half * 0.05), rgb("#ffe9c9")),
    ]
    band = cylinder(x, neck - height * 0.012, neck + height * 0.05, half * 1.03, ring, lid="")
    shine = [
        Shape(
            box(x - half * 0.7, glass + height * 0.05, x - half * 0.56, foot - height * 0.04, half * 0.07),
            WHITE,
            0.55,
            blur=half * 0.03,
        )
    ]
    for shape in cup:
        cup_shape = Shape(shape.points, shape.colour, shape.opacity * 0.55, shape.end, shape.axis, shape.blur)
        coffee = [cup_shape, *coffee] if shape is cup[0] else coffee
    return [*coffee, *shine, *body, *lid, *button, *band]


def mug(x: float, foot: float, size: float, colour: str, steam: float = 0.5) -> list[Shape]:
    """A cup of coffee, `size` wide, steaming."""
    half, top = size / 2, foot - size * 0.92
    handle = ribbon(
        smooth(
            (x + half * 0.9, top + size * 0.2),
            (x + half * 1.45, top + size * 0.24),
            (x + half * 1.5, top + size * 0.56),
            (x + half * 0.88, top + size * 0.72),
            closed=False,
        ),
        size * 0.1,
    )
    shapes = [Shape(handle, mix(rgb(colour), rgb("#0b0b10"), 0.22))]
    shapes += cylinder(x, top, foot - half * 0.16, half, colour, lid=colour)
    shapes += [
        Shape(
            ellipse(x, top, half * 0.9, half * 0.135), rgb("#3a2015"), 1.0, rgb("#8a5a36"), (x + half, 0, x - half, 0)
        ),
        Shape(
            ellipse(x - half * 0.25, top - half * 0.01, half * 0.35, half * 0.04), rgb("#c79a6b"), 0.5, blur=half * 0.04
        ),
    ]
    for at, shift in enumerate((-0.16, 0.05, 0.22)):
        rise = size * (1.3 + 0.2 * (at % 2))
        line = smooth(
            (x + shift * size, top - size * 0.05),
            (x + (shift + 0.1) * size, top - rise * 0.35),
            (x + (shift - 0.08) * size, top - rise * 0.7),
            (x + (shift + 0.06) * size, top - rise),
            closed=False,
        )
        shapes.append(Shape(ribbon(line, size * 0.1, size * 0.17), WHITE, steam * 0.3, blur=size * 0.06))
    return shapes
