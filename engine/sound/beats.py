"""Where the beats of a packaged track fall, and how alike two bars sound."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.sound.audio import RATE, Stereo

Curve = npt.NDArray[np.float64]

_HOP = 480  # 10 ms
_WINDOW = 2048
_BANDS = 24
_BASS = 3  # bands below about 330 Hz
_DRIFT = 0.02  # how far a track's tempo may lie from the one it was made with
_BEATS = 4  # a bar: every packaged track is in four


@dataclass(frozen=True)
class Grid:
    """The beats of one track: `first` and `period` in samples, and the sound of each bar."""

    first: float  # of the first bar
    period: float  # of one beat
    bars: Curve  # (bars, features), each row of length one

    def bar(self, index: int) -> int:
        """Where bar `index` begins, in samples."""
        return round(self.first + index * _BEATS * self.period)

    @property
    def bar_length(self) -> float:
        """Samples in a bar."""
        return _BEATS * self.period


def grid(samples: Stereo, bpm: float) -> Grid:
    """Find the beat near `bpm` by the comb of the onsets, then the first beat of a bar by its accents.

    Onsets are rises of loudness, in the bass and in the whole: finer bands would follow the hi-hat off the beat.
    """
    bands = _bands(samples)
    power = 10**bands
    low, full = _rises(power[:, :_BASS].sum(axis=1)), _rises(power.sum(axis=1))
    onsets = low + full
    period, phase = _comb(onsets, 60 * RATE / bpm / _HOP)
    accents = onsets + low
    bar = max(range(_BEATS), key=lambda beat: _along(accents, phase + beat * period, period * _BEATS))
    first = (phase + bar * period) % (period * _BEATS)
    return Grid(first * _HOP, period * _HOP, _bars(bands, first, period * _BEATS))


def _rises(power: Curve) -> Curve:
    loudness = power**0.3  # sones grow so with power (Stevens)
    rises = np.maximum(np.diff(loudness, prepend=loudness[0]), 0)
    return np.asarray(rises / max(float(rises.mean()), 1e-9))


def _bands(samples: Stereo) -> Curve:
    """Log energy of mel-spaced bands every 10 ms, shape (frames, bands)."""
    mono = np.pad(samples.mean(axis=1), (_WINDOW // 2, _WINDOW // 2))
    frames = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=1)) ** 2
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 16000 / 700), _BANDS + 1) / 2595) - 1)
    starts = np.unique(np.maximum(1, np.round(edges * _WINDOW / RATE).astype(int)))
    return np.asarray(np.log10(np.add.reduceat(power, starts, axis=1) + 1e-4))


def _comb(onsets: Curve, period: float) -> tuple[float, float]:
    tries = [
        (_along(onsets, phase, length), length, phase)
        for length in period * (1 + np.linspace(-_DRIFT, _DRIFT, 81))
        for phase in np.arange(0, length, 1.0)
    ]
    _, length, phase = max(tries)
    return float(length), float(phase)


def _along(curve: Curve, first: float, step: float) -> float:
    places = np.arange(first, len(curve) - 1, step)
    return float(np.interp(places, np.arange(len(curve)), curve).mean()) if len(places) else 0.0


def _bars(bands: Curve, first: float, length: float) -> Curve:
    count = max(0, int((len(bands) - first) / length))
    edges = np.round(first + np.arange(count + 1) * length).astype(int)
    # Each bar as its four beats, so that a join keeps the rhythm as well as the colour.
    rows = [
        np.concatenate([beat.mean(axis=0) for beat in np.array_split(bands[a:b], _BEATS)])
        for a, b in itertools.pairwise(edges)
    ]
    table = np.asarray(rows) if rows else np.zeros((0, _BANDS * _BEATS))
    table = table - table.mean(axis=0, keepdims=True)
    norm = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.maximum(norm, 1e-9))
