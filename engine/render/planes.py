"""Pictures as the encoder takes them: NV12 planes, BT.709, limited range.

`y` is uint8 (h, w); `c` is uint8 (h/2, w/2, 2), Cb and Cr, each sample level with the left of its two columns and
between its two rows (the siting of MPEG-2 and H.264). The matrix is ITU-R BT.709-6, table 4, for 8 bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[Any]
"""An array of uint8; OpenCV's own types do not say which kind of number an array holds."""

KR, KB = 0.2126, 0.0722
KG = 1 - KR - KB
LUMA = np.array([KR, KG, KB])
_CB = np.array([-KR, -KG, 1 - KB]) / (2 * (1 - KB))
_CR = np.array([1 - KR, -KG, -KB]) / (2 * (1 - KR))
# RGB 0 … 255 to the three samples without their offsets: 219 steps of luma and 224 of chroma out of 255.
MATRIX = np.stack([LUMA * 219, _CB * 224, _CR * 224]) / 255
OFFSET = np.array([16.0, 128.0, 128.0])
_TO_YCC = np.hstack([MATRIX, OFFSET[:, None]])
_INVERSE = np.linalg.inv(MATRIX)
_TO_RGB = np.hstack([_INVERSE, (-_INVERSE @ OFFSET)[:, None]])
# Across, a level of three columns about the left one of a pair; down, the two rows of a pair.
_LEFT, _PAIR = np.array([0.25, 0.5, 0.25], np.float32), np.array([0.5, 0.5], np.float32)
BLACK = (0, 0, 0)


class Planes(NamedTuple):
    """One picture; both sizes even."""

    y: Bytes
    c: Bytes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.y.shape[1], self.y.shape[0]

    def copy(self) -> Planes:
        """A picture of its own memory."""
        return Planes(self.y.copy(), self.c.copy())


def blank(width: int, height: int) -> Planes:
    """Memory for a picture, not filled."""
    return Planes(np.empty((height, width), np.uint8), np.empty((height // 2, width // 2, 2), np.uint8))


def colour(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """The three samples of an sRGB colour."""
    y, cb, cr = np.rint(_TO_YCC @ np.array([red, green, blue, 1.0])).astype(int)
    return int(y), int(cb), int(cr)


def solid(width: int, height: int, rgb: tuple[int, int, int]) -> Planes:
    """A picture of one colour."""
    planes = blank(width, height)
    planes.y[:], planes.c[:] = (value := colour(*rgb))[0], value[1:]
    return planes


def from_rgb(rgb: Bytes) -> Planes:
    """Convert uint8 (h, w, 3) RGB of even size."""
    samples = cv2.transform(rgb, _TO_YCC)
    return Planes(cv2.extractChannel(samples, 0), np.ascontiguousarray(halved(samples)[..., 1:]))


def in_samples(rgb: NDArray[Any]) -> NDArray[np.float32]:
    """RGB (h, w, 3), 0 … 255, as Y, Cb and Cr of the same size, not rounded."""
    return cv2.transform(np.asarray(rgb, np.float32), _TO_YCC.astype(np.float32)).astype(np.float32)


def halved(samples: Bytes) -> Bytes:
    """Bring samples (h, w, n) to half size with the chroma's siting: (h/2, w/2, n)."""
    level = cv2.sepFilter2D(samples, -1, _LEFT, _PAIR, anchor=(1, 0), borderType=cv2.BORDER_REPLICATE)
    # The nearest of every second row and column are those at even places.
    return cv2.resize(level, (level.shape[1] // 2, level.shape[0] // 2), interpolation=cv2.INTER_NEAREST)


def to_rgb(planes: Planes) -> Bytes:
    """The picture as uint8 (h, w, 3) sRGB."""
    width, height = planes.size
    # Left-sited samples stand a quarter of a chroma pixel left of where `resize` believes them.
    shift = np.array([[0.5, 0.0, 0.0], [0.0, 0.5, -0.25]], np.float32)
    chroma = cv2.warpAffine(
        planes.c, shift, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return cv2.transform(cv2.merge([planes.y, *cv2.split(chroma)]), _TO_RGB)


def mixed(a: Planes, b: Planes, share: float) -> Planes:
    """A cross-fade: `share` of `b`, the rest of `a`."""
    return Planes(
        cv2.addWeighted(a.y, 1 - share, b.y, share, 0),
        cv2.addWeighted(a.c, 1 - share, b.c, share, 0),
    )


def resized(planes: Planes, width: int, height: int) -> Planes:
    """The whole picture at another even size: averaged when it shrinks, cubic when it grows."""
    if planes.size == (width, height):
        return planes
    return Planes(scaled(planes.y, width, height), scaled(planes.c, width // 2, height // 2))


def scaled(samples: Bytes, width: int, height: int) -> Bytes:
    """One plane at another size in samples."""
    shrinks = width < samples.shape[1] / 1.3
    return cv2.resize(samples, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
