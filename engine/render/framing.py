"""How a source fills the frame: crop, turn and fit, in px of the source as it will be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from engine.media.assets import Asset
from engine.render.planes import Bytes
from nemo.draft import SegmentMeta

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_LEAST = 0.02  # a crop keeps at least this part of a side
_WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Framing:
    """The part (fractions of the upright source), the clockwise turn after it, the result's focus and size in px."""

    crop: tuple[float, float, float, float]
    turn: int
    focus: tuple[float, float]
    width: float
    height: float

    def cut(self, pixels: Bytes) -> Bytes:
        """Apply crop and turn to an array (h, w, …) of the whole source, at whatever scale."""
        return turned(pixels[self.slices(pixels.shape[1], pixels.shape[0])], self.turn)

    def slices(self, width: int, height: int, step: int = 1) -> tuple[slice, slice]:
        """The crop on an array of that size, on multiples of `step`."""
        x0, y0, x1, y1 = self.crop
        left, top = int(x0 * width) // step * step, int(y0 * height) // step * step
        right, bottom = round(x1 * width) // step * step, round(y1 * height) // step * step
        return slice(top, max(bottom, top + step)), slice(left, max(right, left + step))


def turned(pixels: Bytes, turn: int) -> Bytes:
    """The array turned clockwise by 0, 90, 180 or 270 degrees."""
    return cv2.rotate(pixels, _TURNS[turn]) if turn in _TURNS else pixels


def framing(meta: SegmentMeta, asset: Asset) -> Framing:
    """What a segment wants of its source; wishes out of range are brought into it."""
    crop = _crop(meta.crop)
    turn = round((meta.rotate or 0) / 90) * 90 % 360
    focus = meta.focus if meta.focus and len(meta.focus) == 2 else asset.focus
    x = min(1.0, max(0.0, (focus[0] - crop[0]) / (crop[2] - crop[0])))
    y = min(1.0, max(0.0, (focus[1] - crop[1]) / (crop[3] - crop[1])))
    spots = {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}
    width, height = (crop[2] - crop[0]) * asset.width, (crop[3] - crop[1]) * asset.height
    if turn in (90, 270):
        width, height = height, width
    return Framing(crop, turn, spots[turn], max(2.0, width), max(2.0, height))


def _crop(wish: Any) -> tuple[float, float, float, float]:
    if not wish or len(wish) != 4:
        return _WHOLE
    x0, y0, x1, y1 = (float(np.clip(value, 0, 1)) for value in wish)
    if x1 - x0 < _LEAST or y1 - y0 < _LEAST:
        return _WHOLE
    return x0, y0, x1, y1


def blurred_fill(rgb: Bytes, width: int, height: int) -> Bytes:
    """What stands behind a picture that does not fill the frame: itself, wide, blurred and dimmed. RGB in, RGB out."""
    tall, wide = rgb.shape[:2]
    scale = max(width / wide, height / tall)
    view_w, view_h = min(wide, round(width / scale)), min(tall, round(height / scale))
    x, y = (wide - view_w) // 2, (tall - view_h) // 2
    size = max(8, width // 12), max(8, height // 12)
    small = cv2.resize(rgb[y : y + view_h, x : x + view_w], size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(1.5, small.shape[1] / 14))
    return cv2.resize(cv2.convertScaleAbs(small, alpha=0.62), (width, height), interpolation=cv2.INTER_CUBIC)


def contained(width: float, height: float, room_w: int, room_h: int) -> tuple[int, int, int, int]:
    """Where a picture of that shape lies in a room: x, y, width, height, all even."""
    scale = min(room_w / width, room_h / height)
    w, h = min(room_w, round(width * scale / 2) * 2), min(room_h, round(height * scale / 2) * 2)
    return (room_w - w) // 4 * 2, (room_h - h) // 4 * 2, max(2, w), max(2, h)
