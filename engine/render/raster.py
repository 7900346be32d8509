"""Rasters of letters and plates: drawn once with Pillow, handed on as premultiplied RGBA."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.looks.colour import Rgb
from engine.render.safe import Box

Mask = NDArray[np.uint8]


class Sheet:
    """A transparent sheet over `box` of the frame (px), on which masks are laid in colours, the last on top."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self._image = Image.new("RGBA", (max(1, box.width), max(1, box.height)))

    def lay(self, mask: Mask, x: float, y: float, colour: Rgb, opacity: float = 1.0) -> None:
        """Lay `mask` (h, w) in `colour` with its left upper corner at (`x`, `y`) of the frame."""
        if opacity <= 0:
            return
        alpha = mask if opacity >= 1 else cv2.convertScaleAbs(mask, alpha=opacity)
        tile = Image.new("RGBA", (mask.shape[1], mask.shape[0]), (*colour, 0))
        tile.putalpha(Image.fromarray(alpha))
        self._over(tile, round(x) - self.box.x0, round(y) - self.box.y0)

    def lay_picture(self, premultiplied: NDArray[np.uint8], x: float, y: float) -> None:
        """Lay a premultiplied RGBA picture."""
        tile = Image.frombytes("RGBa", premultiplied.shape[1::-1], premultiplied.tobytes()).convert("RGBA")
        self._over(tile, round(x) - self.box.x0, round(y) - self.box.y0)

    def _over(self, tile: Image.Image, x: int, y: int) -> None:
        left, top = max(0, -x), max(0, -y)
        right = min(tile.width, self._image.width - x)
        bottom = min(tile.height, self._image.height - y)
        if right > left and bottom > top:
            part = tile if (left, top, right, bottom) == (0, 0, *tile.size) else tile.crop((left, top, right, bottom))
            self._image.alpha_composite(part, (max(0, x), max(0, y)))

    def pixels(self) -> NDArray[np.uint8]:
        """The sheet as premultiplied RGBA uint8 (h, w, 4)."""
        return np.asarray(self._image.convert("RGBa"))


@lru_cache(maxsize=64)
def rounded(width: int, height: int, radius: int) -> Mask:
    """A filled rounded rectangle, antialiased, uint8 (height, width)."""
    radius = max(0, min(radius, width // 2, height // 2))
    mask = np.full((max(1, height), max(1, width)), 255, np.uint8)
    if radius:
        corner = _corner(radius)
        mask[:radius, :radius] = corner
        mask[:radius, -radius:] = corner[:, ::-1]
        mask[-radius:, :radius] = corner[::-1]
        mask[-radius:, -radius:] = corner[::-1, ::-1]
    mask.setflags(write=False)
    return mask


def _corner(radius: int) -> Mask:
    away = radius - (np.arange(radius) + 0.5)
    distance = np.hypot(away[:, None], away[None, :])
    return (np.clip(radius - distance + 0.5, 0, 1) * 255).astype(np.uint8)


def outlined(width: int, height: int, radius: int, line: int, dash: int = 0) -> Mask:
    """The outline of a rounded rectangle, `line` px wide, dashed every `dash` px when that is not 0."""
    mask = rounded(width, height, radius).copy()
    inner = rounded(max(1, width - 2 * line), max(1, height - 2 * line), max(0, radius - line))
    mask[line : line + inner.shape[0], line : line + inner.shape[1]] -= inner
    if dash:
        along = (np.add.outer(np.arange(height), np.arange(width)) // dash) % 2 == 0
        mask[along] = 0
    return mask


def softened(mask: Mask, sigma: float, grow: int = 0) -> tuple[Mask, int]:
    """The mask grown by `grow` px and blurred by `sigma` px, and how many px it now reaches out on each side.

    Blurred at a quarter of the size: a soft shadow has no detail to lose.
    """
    reach = grow + int(np.ceil(sigma * 2.5))
    part = 4 if sigma >= 6 else 1
    padded = cv2.copyMakeBorder(mask, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    height, width = padded.shape
    small = cv2.resize(padded, (max(1, width // part), max(1, height // part)), interpolation=cv2.INTER_AREA)
    if grow >= part:
        size = 2 * (grow // part) + 1
        small = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    small = cv2.GaussianBlur(small, (0, 0), sigma / part)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8), reach


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def grown(box: Box, by: int, by_y: int | None = None) -> Box:
    """The box with `by` px more on the left and right, `by_y` (else `by`) above and below."""
    tall = by if by_y is None else by_y
    return Box(box.x0 - by, box.y0 - tall, box.x1 + by, box.y1 + tall)


def moved(box: Box, x: int, y: int) -> Box:
    """The box moved by (`x`, `y`) px."""
    return Box(box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y)


def veil(width: int, height: int, feather: int, colour: Rgb, opacity: float) -> NDArray[np.uint8]:
    """A premultiplied band of `colour` which fades out over `feather` px above and below."""
    y = np.arange(height)
    near = np.clip(np.minimum(y + 1, height - y) / max(1, feather), 0, 1)
    alpha = near * near * (3 - 2 * near) * opacity
    column = np.empty((height, 1, 4), np.float32)
    column[:, 0, :3] = np.asarray(colour, np.float32) * alpha[:, None]
    column[:, 0, 3] = 255 * alpha
    return np.ascontiguousarray(np.broadcast_to((column + 0.5).astype(np.uint8), (height, width, 4)))
