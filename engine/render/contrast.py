"""Letters against the picture behind them: how well they can be read, and what to lay between when they cannot.

Contrast is measured, not guessed: against the region of the picture the words stand on, at the percentile where it is
hardest to read, so a bright window behind one word counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import BLACK, ENOUGH, WHITE, Rgb, luminance
from engine.render.safe import Box

Picture = NDArray[np.uint8] | NDArray[np.float32]
HARDEST = 2.0
"""The percentile of the region's pixels, counted from the least contrast, which must still be readable."""
MARGIN = 1.12
"""Aimed at beyond the least contrast: pictures move a little under their words."""
WORTH = 0.25
"""How much less veil an ink must need to be taken before one the look likes better."""


@dataclass(frozen=True)
class Legibility:
    """The ink to write with, and the veil between it and the picture: its colour and opacity (0: none is needed)."""

    ink: Rgb
    veil: Rgb
    opacity: float
    contrast: float  # measured, without the veil


def region(backdrop: NDArray[np.uint8] | None, box: Box, frame: tuple[int, int]) -> NDArray[np.uint8] | None:
    """The pixels of a small picture of the whole frame which lie under `box` (px of the frame); at least one."""
    if backdrop is None or backdrop.size == 0:
        return None
    height, width = backdrop.shape[:2]
    x0, x1 = _span(box.x0 * width / frame[0], box.x1 * width / frame[0], width)
    y0, y1 = _span(box.y0 * height / frame[1], box.y1 * height / frame[1], height)
    return backdrop[y0:y1, x0:x1]


def _span(low: float, high: float, size: int) -> tuple[int, int]:
    start = min(max(0, int(np.floor(low))), size - 1)
    return start, min(max(start + 1, int(np.ceil(high))), size)


def measured(pixels: Picture, ink: Rgb, percentile: float = HARDEST) -> float:
    """The contrast ratio of `ink` to RGB `pixels` (…, 3) at the given percentile from the worst."""
    return float(np.percentile(_ratios(_luminances(pixels), luminance(ink)), percentile))


def legible_on(
    parts: Sequence[NDArray[np.uint8] | None], inks: Sequence[Rgb], enough: float = ENOUGH * MARGIN
) -> Legibility:
    """The ink which reads best on every one of `parts` (the regions of the lines), and the weakest veil it needs.

    The inks are in order of taste: the first which reads by itself wins, else the one which needs the weaker veil,
    where a later ink must save `WORTH` of opacity. A region which is not known counts as mid grey.
    """
    known = [np.full((1, 1, 3), 128, np.uint8) if part is None else part for part in parts]
    tried = []
    for ink in inks:
        needed = [_needed(part, ink, enough) for part in known]
        tried.append(Legibility(ink, _veil(ink), max(veil for veil, _ in needed), min(plain for _, plain in needed)))
    plain = next((found for found in tried if found.opacity == 0), None)
    ranked = sorted(enumerate(tried), key=lambda entry: entry[1].opacity + WORTH * entry[0])
    return plain or ranked[0][1]


def _veil(ink: Rgb) -> Rgb:
    return BLACK if luminance(ink) > 0.18 else WHITE


def _needed(pixels: NDArray[np.uint8], ink: Rgb, enough: float) -> tuple[float, float]:
    veil, flat = np.asarray(_veil(ink), np.float32), pixels.reshape(-1, 3).astype(np.float32)
    plain = measured(flat, ink)
    if plain >= enough:
        return 0.0, plain
    low, high = 0.0, 1.0
    for _ in range(5):
        opacity = (low + high) / 2
        low, high = (low, opacity) if measured(flat + (veil - flat) * opacity, ink) >= enough else (opacity, high)
    return high, plain


def _luminances(pixels: Picture) -> NDArray[np.float32]:
    values = np.asarray(pixels, np.float32).reshape(-1, 3) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), np.float32)


def _ratios(ground: NDArray[np.float32], ink: float) -> NDArray[np.float32]:
    return np.asarray((np.maximum(ground, ink) + 0.05) / (np.minimum(ground, ink) + 0.05), np.float32)
