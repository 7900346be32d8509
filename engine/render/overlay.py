"""Sprites on planes: converted once, blended in their bounding box alone.

A layer keeps premultiplied samples, offsets included, and what is left of the picture under them, so blending is
`picture × rest + samples`, exact where a sprite is clear or opaque.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.render.planes import MATRIX, OFFSET, Bytes, Planes, halved
from engine.render.sprite import Sprite, State

# Premultiplied RGBA to premultiplied samples: the offsets count as far as the pixel covers.
_PREMULTIPLIED = np.hstack([MATRIX, (OFFSET / 255)[:, None]])


@dataclass(frozen=True, eq=False)
class Layer:
    """A raster at an even place `x`, `y`: samples and, with them, 255 − alpha, for both planes."""

    x: int
    y: int
    luma: Bytes
    luma_rest: Bytes
    chroma: Bytes
    chroma_rest: Bytes

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return self.luma.nbytes * 2 + self.chroma.nbytes * 2


def layer(pixels: Bytes, x: int, y: int) -> Layer | None:
    """Convert a premultiplied RGBA raster at its place; None when it is clear all over."""
    box = cv2.boundingRect(pixels[..., 3])
    if not box[2]:
        return None
    left, top = (x + box[0]) // 2 * 2, (y + box[1]) // 2 * 2
    pad_x, pad_y = x + box[0] - left, y + box[1] - top
    width, height = -(-(box[2] + pad_x) // 2) * 2, -(-(box[3] + pad_y) // 2) * 2
    room = np.zeros((height, width, 4), np.uint8)
    room[pad_y : pad_y + box[3], pad_x : pad_x + box[2]] = pixels[box[1] : box[1] + box[3], box[0] : box[0] + box[2]]
    samples = cv2.transform(room, _PREMULTIPLIED)
    rest = 255 - room[..., 3]
    small = halved(cv2.merge([samples, rest]))
    return Layer(
        left, top, cv2.extractChannel(samples, 0), rest,
        np.ascontiguousarray(small[..., 1:3]), np.ascontiguousarray(small[..., [3, 3]]),
    )  # fmt: skip


def blend(picture: Planes, sprite: Sprite, still: Layer | None, state: State) -> None:
    """Lay a sprite over the picture in place; `still` is its layer at rest."""
    shown = layer(*_moved(sprite, state)) if state.moved else still
    if shown is None:
        return
    _over(picture.y, shown.luma, shown.luma_rest, shown.x, shown.y, state.opacity)
    _over(picture.c, shown.chroma, shown.chroma_rest, shown.x // 2, shown.y // 2, state.opacity)


def _over(target: Bytes, samples: Bytes, rest: Bytes, x: int, y: int, opacity: float) -> None:
    height, width = samples.shape[:2]
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(width, target.shape[1] - x), min(height, target.shape[0] - y)
    if right <= left or bottom <= top:
        return
    samples, rest = samples[top:bottom, left:right], rest[top:bottom, left:right]
    if opacity < 1:
        samples, rest = _faded(samples, opacity, 0), _faded(rest, opacity, 255 * (1 - opacity))
    room = target[y + top : y + bottom, x + left : x + right]
    room[:] = cv2.add(cv2.multiply(room, rest, scale=1 / 255), samples)


def _faded(samples: Bytes, opacity: float, floor: float) -> Bytes:
    return cv2.convertScaleAbs(samples, alpha=opacity, beta=floor)


def _moved(sprite: Sprite, state: State) -> tuple[Bytes, int, int]:
    """The raster resampled to where it stands, to a fraction of a pixel, and the whole-pixel place of the result."""
    height, width = sprite.pixels.shape[:2]
    scale = state.scale
    left = sprite.x + state.dx + width * (1 - scale) / 2
    top = sprite.y + state.dy + height * (1 - scale) / 2
    x, y = int(np.floor(left)) - 1, int(np.floor(top)) - 1
    # Pixel centres: output index i shows the source at (i + ½ + x − left) / scale − ½.
    shift = [(x - left + 0.5) / scale - 0.5, (y - top + 0.5) / scale - 0.5]
    matrix = np.array([[1 / scale, 0, shift[0]], [0, 1 / scale, shift[1]]])
    size = int(np.ceil(width * scale)) + 3, int(np.ceil(height * scale)) + 3
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(sprite.pixels, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT), x, y
