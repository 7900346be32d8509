"""Filled curves, the one means by which ornaments and sample pictures are drawn: shapes in, antialiased pixels out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb

Points = NDArray[np.floating[Any]]
"""A closed outline, (n, 2), x and y in whatever unit the painter is told."""
SHIFT = 5
"""Fractional bits of the coordinates given to the polygon filler."""


@dataclass(frozen=True, eq=False)
class Shape:
    """A filled outline: one colour, or a gradient from `colour` to `end` along `axis` (x0, y0, x1, y1)."""

    points: Points
    colour: Rgb
    opacity: float = 1.0
    end: Rgb | None = None
    axis: tuple[float, float, float, float] | None = None
    blur: float = 0.0  # in the unit of the points

    def moved(self, x: float, y: float, scale: float = 1.0, angle: float = 0.0, flip: bool = False) -> Shape:
        """The shape scaled, turned by `angle` radians (and mirrored first), then moved."""
        turn = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
        mirror = np.array([-1.0 if flip else 1.0, 1.0], np.float32)

        def put(points: Points) -> Points:
            return ((points * mirror) @ turn + np.array([x, y], np.float32)).astype(np.float32)

        axis = None
        if self.axis:
            ends = put(np.array(self.axis, np.float32).reshape(2, 2)).ravel()
            axis = (float(ends[0]), float(ends[1]), float(ends[2]), float(ends[3]))
        return replace(self, points=put(self.points), axis=axis, blur=self.blur * scale)


def placed(
    shapes: Iterable[Shape], x: float, y: float, scale: float = 1, angle: float = 0, flip: bool = False
) -> list[Shape]:
    """All the shapes of a drawing, moved together."""
    return [shape.moved(x, y, scale, angle, flip) for shape in shapes]


def outline(*points: tuple[float, float]) -> Points:
    """A polygon with straight sides."""
    return np.array(points, np.float32)


def shifted(points: Points, x: float, y: float) -> Points:
    """The outline moved by (`x`, `y`)."""
    return points + np.array([x, y], np.float32)


def smooth(*points: tuple[float, float], steps: int = 14, closed: bool = True) -> Points:
    """A round curve through the points (centripetal enough for drawing: Catmull–Rom with tension 0.5)."""
    given = np.array(points, np.float32)
    count = len(given)
    t = np.linspace(0, 1, steps, endpoint=False, dtype=np.float32)[:, None]
    parts = []
    for at in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (given[(at + k) % count] for k in (-1, 0, 1, 2))
        else:
            a, b, c, d = (given[min(max(at + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate(parts if closed else [*parts, given[-1:]]).astype(np.float32)


def ellipse(x: float, y: float, rx: float, ry: float | None = None, angle: float = 0.0) -> Points:
    """An ellipse about (`x`, `y`)."""
    t = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    px, py = rx * np.cos(t), (rx if ry is None else ry) * np.sin(t)
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([x + px * c - py * s, y + px * s + py * c], 1).astype(np.float32)


def box(x0: float, y0: float, x1: float, y1: float, radius: float = 0.0) -> Points:
    """A rectangle with round corners."""
    radius = min(radius, abs(x1 - x0) / 2, abs(y1 - y0) / 2)
    if radius <= 0:
        return outline((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    corners = []
    for cx, cy, start in (
        (x1 - radius, y1 - radius, 0),
        (x0 + radius, y1 - radius, 90),
        (x0 + radius, y0 + radius, 180),
        (x1 - radius, y0 + radius, 270),
    ):
        t = np.deg2rad(np.linspace(start, start + 90, 14))
        corners.append(np.stack([cx + radius * np.cos(t), cy + radius * np.sin(t)], 1))
    return np.concatenate(corners).astype(np.float32)


def ribbon(line: Points, start: float, end: float | None = None) -> Points:
    """A stroke along an open line, `start` wide at its beginning and `end` wide at its end."""
    along = np.gradient(line, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], 1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    width = np.linspace(start, start if end is None else end, len(line), dtype=np.float32)[:, None] / 2
    return np.concatenate([line + normal * width, (line - normal * width)[::-1]]).astype(np.float32)


def paint(canvas: NDArray[np.float32], shapes: Iterable[Shape], unit: float) -> None:
    """Lay shapes on a float32 canvas (h, w, 3) or premultiplied (h, w, 4), 0 … 255; `unit` is px of one unit."""
    for shape in shapes:
        _paint_one(canvas, shape, unit)


def _paint_one(canvas: NDArray[np.float32], shape: Shape, unit: float) -> None:
    height, width = canvas.shape[:2]
    points = shape.points * unit
    reach = 2 + int(np.ceil(shape.blur * unit * 3))
    low = np.maximum(np.floor(points.min(0)).astype(int) - reach, 0)
    high = np.minimum(np.ceil(points.max(0)).astype(int) + reach, (width, height))
    if (high <= low).any() or shape.opacity <= 0:
        return
    mask = _mask(points - low, high - low, shape.blur * unit)
    alpha = mask[..., None].astype(np.float32) * np.float32(shape.opacity / 255)
    part = canvas[low[1] : high[1], low[0] : high[0]]
    part += (_fill(shape, low, high, unit, canvas.shape[2]) - part) * alpha


def _mask(points: Points, size: NDArray[np.int64], sigma: float) -> NDArray[np.uint8]:
    mask: NDArray[np.uint8] = np.zeros((int(size[1]), int(size[0])), np.uint8)
    fixed = np.round((points - 0.5) * (1 << SHIFT)).astype(np.int32)
    cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, SHIFT)
    if sigma < 0.3:
        return mask
    part = max(1, int(sigma / 4))
    if part == 1:
        return np.asarray(cv2.GaussianBlur(mask, (0, 0), sigma), np.uint8)
    small = cv2.resize(
        mask, (max(1, mask.shape[1] // part), max(1, mask.shape[0] // part)), interpolation=cv2.INTER_AREA
    )
    soft = cv2.GaussianBlur(small, (0, 0), sigma / part)
    return np.asarray(cv2.resize(soft, mask.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _fill(
    shape: Shape, low: NDArray[np.int64], high: NDArray[np.int64], unit: float, channels: int
) -> NDArray[np.float32]:
    start = np.array([*shape.colour, 255][:channels], np.float32)
    if shape.end is None or shape.axis is None:
        return start
    end = np.array([*shape.end, 255][:channels], np.float32)
    x0, y0, x1, y1 = (value * unit for value in shape.axis)
    length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-6)
    x = (np.arange(low[0], high[0], dtype=np.float32) - x0) * ((x1 - x0) / length)
    y = (np.arange(low[1], high[1], dtype=np.float32) - y0) * ((y1 - y0) / length)
    along = np.clip(y[:, None] + x[None, :], 0, 1)[..., None].astype(np.float32)
    return start + (end - start) * along


def drawn(shapes: Sequence[Shape], width: int, height: int, unit: float) -> NDArray[np.uint8]:
    """Shapes on a transparent sheet, twice oversampled: premultiplied RGBA uint8 (height, width, 4)."""
    canvas = np.zeros((2 * height, 2 * width, 4), np.float32)
    paint(canvas, shapes, 2 * unit)
    small = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    return np.clip(small + 0.5, 0, 255).astype(np.uint8)
