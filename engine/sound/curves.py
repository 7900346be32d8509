"""Gain over time: fades, and music which steps back while somebody speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.sound.audio import RATE
from nemo.draft import SegmentMeta

Point = tuple[float, float]

DUCK_DB = -9.0  # with music at its usual volume this leaves it 18 dB under the voice
BRIDGE_MS = 900  # music does not come up between two words nearer than this
ATTACK_MS = 180  # it is down when the first word sounds
RELEASE_MS = 550
SILENT_DB = -60.0


@dataclass(frozen=True)
class Curve:
    """Lines in decibels over the draft's time in ms; several are heard together."""

    lines: tuple[tuple[Point, ...], ...] = field(default=())

    def __add__(self, other: Curve) -> Curve:
        return Curve(self.lines + other.lines)

    def over(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        """The gain as a factor for each sample from `start` to `stop` of the draft."""
        gain = np.ones(stop - start, np.float32)
        times = np.arange(start, stop, dtype=np.float64) * (1000 / RATE)
        for line in self.lines:
            decibels = np.interp(times, [at for at, _ in line], [db for _, db in line])
            gain *= np.where(decibels <= SILENT_DB, 0, 10 ** (decibels / 20)).astype(np.float32)
        return gain


def ducking(spoken: Sequence[tuple[float, float]]) -> Curve:
    """Down by `DUCK_DB` around the spans (ms) in which somebody speaks, in order or not."""
    spans: list[list[float]] = []
    for start, end in sorted(spoken):
        if spans and start - spans[-1][1] < BRIDGE_MS + ATTACK_MS:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    line: list[Point] = []
    for start, end in spans:
        line += [(start - ATTACK_MS, 0.0), (start, DUCK_DB), (end + 100, DUCK_DB), (end + 100 + RELEASE_MS, 0.0)]
    return Curve((tuple(line),)) if line else Curve()


def faded(start: float, length: float, meta: SegmentMeta, least_in: float = 0, least_out: float = 0) -> Curve:
    """The fades of a segment; `least_in` and `least_out` ms hold where it asks for none."""
    rise = min(meta.fade_in_ms if meta.fade_in_ms is not None else least_in, length)
    fall = min(meta.fade_out_ms if meta.fade_out_ms is not None else least_out, length)
    lines = [_ramp(start, start + rise, rising=True)] if rise > 0 else []
    if fall > 0:
        lines.append(_ramp(start + length - fall, start + length, rising=False))
    return Curve(tuple(lines))


def _ramp(begin: float, end: float, rising: bool) -> tuple[Point, ...]:
    """A fade which is even to the ear: a quarter of a sine in amplitude, as decibels."""
    places = np.linspace(0, 1, 17)
    factor = np.sin(places * np.pi / 2) if rising else np.cos(places * np.pi / 2)
    decibels = 20 * np.log10(np.maximum(factor, 10 ** (SILENT_DB / 20)))
    return tuple(zip((begin + places * (end - begin)).tolist(), decibels.tolist(), strict=True))
