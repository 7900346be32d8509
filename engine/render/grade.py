"""Filters and adjustments of a picture, as two tables: one for luma, one for the two chroma samples.

A filter is one row of `FILTERS`. A grade costs two table look-ups a picture, so clips carry it frame by frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from engine.render.planes import Bytes, Planes

_WHITE, _DARK = 235, 16


@dataclass(frozen=True)
class Filter:
    """What a filter does; all numbers are parts of the full range.

    `lift` raises black, `drop` lowers white, `contrast` bends the middle, `gamma` above 1 brightens it, `saturation`
    multiplies colour, `cb` and `cr` tint (blue and red; negative: yellow and green), `soft` is a glow's strength.
    """

    lift: float = 0.0
    drop: float = 0.0
    contrast: float = 0.0
    gamma: float = 1.0
    saturation: float = 1.0
    cb: float = 0.0
    cr: float = 0.0
    soft: float = 0.0


NONE = Filter()
FILTERS: dict[str, Filter] = {
    "none": NONE,
    "bw": Filter(contrast=0.15, saturation=0.0),
    "warm": Filter(saturation=1.06, cb=-0.035, cr=0.025, gamma=1.03),
    "cool": Filter(saturation=0.98, cb=0.03, cr=-0.022),
    "vivid": Filter(contrast=0.22, saturation=1.32),
    "sepia": Filter(lift=0.03, contrast=0.06, saturation=0.0, cb=-0.075, cr=0.05),
    "soft": Filter(lift=0.03, contrast=-0.08, gamma=1.06, saturation=0.93, cr=0.006, soft=0.35),
    "vintage": Filter(lift=0.07, drop=0.04, contrast=0.05, saturation=0.78, cb=-0.04, cr=0.018),
    "film": Filter(lift=0.045, drop=0.02, contrast=0.14, saturation=0.92, cb=-0.012, cr=0.01),
    "moody": Filter(lift=0.02, contrast=0.2, gamma=0.88, saturation=0.8, cb=0.012, cr=-0.006),
    "bright": Filter(gamma=1.14, contrast=0.05, saturation=1.05),
}


@dataclass(frozen=True, eq=False)
class Grade:
    """The tables: `luma` uint8 (256,), `chroma` uint8 (1, 256, 2), `soft` the glow's strength."""

    luma: Bytes
    chroma: Bytes
    soft: float = 0.0

    def __call__(self, planes: Planes) -> Planes:
        """The graded picture, in memory of its own."""
        luma = cv2.LUT(planes.y, self.luma)
        if self.soft:
            luma = _glow(luma, self.soft)
        return Planes(luma, cv2.LUT(planes.c, self.chroma))


def grade(name: str | None, adjust: Mapping[str, float] | None) -> Grade | None:
    """The grade of a filter's name and of adjustments in −1 … 1; None when nothing changes, as for unknown names."""
    chosen = FILTERS.get((name or "none").lower(), NONE)
    wishes = {key: float(np.clip(value, -1, 1)) for key, value in (adjust or {}).items()}
    brightness, contrast = wishes.get("brightness", 0.0), wishes.get("contrast", 0.0)
    saturation, warmth = wishes.get("saturation", 0.0), wishes.get("temperature", wishes.get("warmth", 0.0))
    if chosen == NONE and not any((brightness, contrast, saturation, warmth)):
        return None
    luma = _luma_table(chosen, brightness, contrast)
    colourful = chosen.saturation * (1 + saturation)
    tint = (chosen.cb - 0.06 * warmth, chosen.cr + 0.045 * warmth)
    level = np.arange(256)[:, None] - 128.0
    chroma = np.clip(np.rint(level * colourful + np.array(tint) * 224 + 128), 16, 240).astype(np.uint8)
    return Grade(luma, chroma[None], chosen.soft)


def _luma_table(chosen: Filter, brightness: float, contrast: float) -> Bytes:
    level = np.clip((np.arange(256) - _DARK) / (_WHITE - _DARK), 0, 1)
    level = level ** (1 / (chosen.gamma * 2 ** (0.7 * brightness)))
    bend = chosen.contrast + 0.6 * contrast
    # A sine about mid-grey: contrast without clipping either end.
    level = level - bend * np.sin(2 * np.pi * level) / (2 * np.pi)
    level = chosen.lift + level * (1 - chosen.lift - chosen.drop)
    return np.rint(_DARK + np.clip(level, 0, 1) * (_WHITE - _DARK)).astype(np.uint8)


def _glow(luma: Bytes, strength: float) -> Bytes:
    """Lay a blurred copy over the picture: skin and skies soften, edges stay."""
    small = cv2.resize(luma, (max(1, luma.shape[1] // 8), max(1, luma.shape[0] // 8)), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), max(0.8, luma.shape[1] / 8 / 90))
    wide = cv2.resize(blurred, (luma.shape[1], luma.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.addWeighted(luma, 1 - strength, wide, strength, 0)
