"""Sub-pixel windows on a prepared picture, at the price of a plain resize.

`cv2.resize` fixes its own phase: output pixel i samples the source at (i + ½)·s − ½. Starting the source at a whole
column c and dropping the first k output columns samples at c + (k + ½)·s − ½ instead, and some pair (c, k) comes as
near to any wished phase as the eye can tell. So a canvas keeps a margin to start in, and is prepared a little larger
than it is shown (`SLACK`): at s = 1 exactly, all phases would be alike.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from engine.render.planes import Bytes, Planes

SLACK = 1.03
MARGIN = 80  # px of luma on each side of a canvas; half of it on chroma
_TRIES = np.arange(36)
_GOOD = 0.02  # px: near enough not to look for a better pair


class Window(NamedTuple):
    """What is seen of a canvas: the left upper corner and the size, in px of the canvas, fractions allowed."""

    x: float
    y: float
    width: float
    height: float


def padded(planes: Planes) -> Planes:
    """A canvas with its margin."""
    half = MARGIN // 2
    return Planes(
        cv2.copyMakeBorder(planes.y, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE),
        cv2.copyMakeBorder(planes.c, half, half, half, half, cv2.BORDER_REPLICATE),
    )


def seen(canvas: Planes, window: Window, width: int, height: int) -> Planes:
    """The window of a padded canvas at `width` × `height` px, within 0.07 px of where it should lie."""
    s = window.width / width
    x, y = window.x + 0.5 * s - 0.5, window.y + 0.5 * s - 0.5  # where output pixel (0, 0) looks, as an index
    half = MARGIN // 2
    luma = _sampled(canvas.y, s, x + MARGIN, y + MARGIN, width, height)
    # Chroma sample (i, j) stands at luma (2i, 2j + ½) on both sides.
    chroma = _sampled(canvas.c, s, x / 2 + half, y / 2 + (s - 1) / 4 + half, width // 2, height // 2)
    return Planes(luma, chroma)


def _sampled(plane: Bytes, s: float, x: float, y: float, width: int, height: int) -> Bytes:
    left, skip_x = _start(s, x)
    top, skip_y = _start(s, y)
    columns, rows = int((width + skip_x) * s) + 2, int((height + skip_y) * s) + 2
    source = plane[top : top + rows, left : left + columns]
    out = cv2.resize(source, None, fx=1 / s, fy=1 / s, interpolation=cv2.INTER_LINEAR)
    return out[skip_y : skip_y + height, skip_x : skip_x + width]


@lru_cache(maxsize=4096)
def _start(s: float, wished: float) -> tuple[int, int]:
    """The first source sample and the output samples to drop, for the phase nearest to `wished`."""
    exact = wished + 0.5 - (_TRIES + 0.5) * s
    starts = np.rint(exact)
    misses = np.where(starts >= 0, np.abs(exact - starts), np.inf)
    near = np.flatnonzero(misses < _GOOD)
    skip = int(near[0]) if near.size else int(misses.argmin())
    return int(starts[skip]), skip
