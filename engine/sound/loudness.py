"""Loudness as broadcast measures it (ITU-R BS.1770-4), and a limiter for true peaks.

Everything walks through the samples in chunks, so ten minutes may lie in a file.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import lfilter, resample_poly

from engine.sound.audio import RATE, Stereo

TARGET_LUFS = -14.0  # what the platforms play back at
CEILING_DBTP = -2.0  # one dB below the −1 dBTP we promise: a lossy encoder adds up to that
SILENCE_LUFS = -70.0  # the absolute gate of BS.1770
QUIETEST_LUFS = -60.0  # quieter than this is room noise, which nobody wants raised
TOLERANCE = 0.3  # LU

# The two filters of BS.1770-4 at 48 kHz, tables 1 and 2: a shelf for the head, a high-pass for the ear.
SHELF = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
HIGH_PASS = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])

_CHUNK = 10 * RATE
_STEP = RATE // 10  # the 400 ms blocks overlap by three quarters
_LOOK = 5 * RATE // 1000  # 5 ms: shorter is heard as distortion, longer as pumping
_EDGE = 64  # samples at the cut ends of a chunk, where its oversampling rings
_OVER = 4  # oversampling for true peaks, as BS.1770 annex 2 asks


class Sound(Protocol):
    """Samples of shape (n, 2) at 48 kHz, in memory or in a file."""

    def __len__(self) -> int: ...
    def __getitem__(self, where: slice, /) -> Stereo: ...
    def __setitem__(self, where: slice, samples: Stereo, /) -> None: ...


def integrated(samples: Sound) -> float:
    """Gated loudness in LUFS of samples of shape (n, 2); −inf for silence.

    Sound shorter than a block of 400 ms is measured as one block.
    """
    power = _power(samples)
    if not len(power):
        return -np.inf
    width = min(4, len(power))
    blocks = np.convolve(power, np.ones(width) / width, "valid")
    loud = blocks[_lufs(blocks) > SILENCE_LUFS]
    if not len(loud):
        return -np.inf
    gated = loud[_lufs(loud) > _lufs(np.asarray(loud.mean())) - 10]
    return float(_lufs(np.asarray(gated.mean())))


def true_peak(samples: Sound) -> float:
    """The highest peak between samples in dBTP, by oversampling four times; −inf for silence."""
    highest = 0.0
    for start, part in _chunks(samples, _EDGE):
        body = _peaks(part)[min(start, _EDGE) :][: min(_CHUNK, len(samples) - start)]
        highest = max(highest, float(body.max(initial=0)))
    return 20 * float(np.log10(highest)) if highest > 0 else -np.inf


def level(samples: Sound, target: float = TARGET_LUFS, ceiling: float = CEILING_DBTP) -> None:
    """Bring samples to `target` LUFS with no true peak above `ceiling` dBTP, in place; silence stays silence."""
    loudness = integrated(samples)
    for _ in range(4):
        if loudness < QUIETEST_LUFS:
            return
        if abs(target - loudness) > TOLERANCE / 2:
            _scale(samples, np.float32(10 ** ((target - loudness) / 20)))
        limit(samples, ceiling)
        loudness = integrated(samples)
        if abs(loudness - target) < TOLERANCE:
            return


def _scale(samples: Sound, factor: np.float32) -> None:
    for start, part in _chunks(samples, 0):
        samples[start : start + len(part)] = part * factor


def limit(samples: Sound, ceiling: float = CEILING_DBTP) -> None:
    """Turn down, in place and with 5 ms of foresight, whatever would peak above `ceiling` dBTP."""
    highest = np.float32(10 ** (ceiling / 20))
    carried: npt.NDArray[np.float32] | None = None
    done = 0
    for start, part in _chunks(samples, 3 * _LOOK):
        gain = _turned_down(part, highest)
        gain = None if gain is None else gain[min(start, 3 * _LOOK) :][:_CHUNK]
        if carried is not None:
            samples[done:start] = samples[done:start] * carried[:, None]
        carried, done = gain, start
    if carried is not None:
        samples[done : len(samples)] = samples[done : len(samples)] * carried[:, None]


def _turned_down(part: Stereo, highest: np.float32) -> npt.NDArray[np.float32] | None:
    if float(np.abs(part).max(initial=0)) < highest * 0.6:  # 4.4 dB is more than music rises between samples
        return None
    needed = np.minimum(1, highest / np.maximum(_peaks(part), 1e-9))
    if needed.min(initial=1) >= 1:
        return None
    lowest = minimum_filter1d(needed, 2 * _LOOK + 1, mode="nearest")
    return np.asarray(uniform_filter1d(lowest, 2 * _LOOK + 1, mode="nearest"), np.float32)


def _peaks(part: Stereo) -> npt.NDArray[np.float32]:
    """For each sample the highest value at it and between it and the next, over both channels."""
    over = np.abs(resample_poly(part, _OVER, 1, axis=0))
    either = np.maximum(over[:, 0], over[:, 1])  # many times faster than max() over so short an axis
    return np.asarray(functools.reduce(np.maximum, [either[step::_OVER] for step in range(_OVER)]), np.float32)


def _chunks(samples: Sound, margin: int) -> Iterator[tuple[int, Stereo]]:
    """Stretches of 10 s with `margin` more samples on both sides, and where each begins without them."""
    for start in range(0, len(samples), _CHUNK):
        yield start, samples[max(0, start - margin) : start + _CHUNK + margin]


def _power(samples: Sound) -> npt.NDArray[np.float64]:
    """Mean square of the weighted signal, both channels added, for each 100 ms."""
    shelf, ear = np.zeros((2, 2)), np.zeros((2, 2))
    out: list[npt.NDArray[np.float64]] = []
    for start in range(0, len(samples), _CHUNK):
        part = samples[start : start + _CHUNK].astype(np.float64)
        part, shelf = lfilter(*SHELF, part, axis=0, zi=shelf)
        part, ear = lfilter(*HIGH_PASS, part, axis=0, zi=ear)
        square = part[:, 0] ** 2 + part[:, 1] ** 2
        if len(square) < _STEP and not out:
            return np.asarray([square.mean()])
        out.append(square[: len(square) // _STEP * _STEP].reshape(-1, _STEP).mean(axis=1))
    return np.concatenate(out) if out else np.zeros(0)


def _lufs(power: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))
