"""From the durations a network used to the moments a listener hears."""

from __future__ import annotations

import numpy as np

from engine.sound.acoustic import RATE, UNIT
from engine.sound.speech import Samples

Spans = dict[int, tuple[int, int]]

# Both networks sound about two units before the time their durations add up to: the correlation of loudness with the
# phonemes' kinds (vowel, nasal, fricative, stop) over eight sentences peaks at −50 ms (`bench/sound.py lag`).
EARLY = 2 * UNIT
FRAME = RATE // 100  # 10 ms
QUIET_DB = -40.0  # below the breath's loudest frame
SHORTEST = 3 * FRAME
REACH = 12  # frames that a word after a pause may begin before its time


def spans_of(owners: list[int], units: list[int], samples: Samples) -> Spans:
    """The span in samples of each word of one breath; `units` hold a pad before and after the phonemes."""
    edges = np.maximum(np.concatenate([[0], np.cumsum(units)]) * UNIT - EARLY, 0)
    spans: Spans = {}
    for place, owner in enumerate(owners):
        if owner >= 0:
            first = spans.get(owner, (int(edges[place + 1]), 0))[0]
            spans[owner] = (first, int(edges[place + 2]))
    return _heard(spans, loud(samples))


def loud(samples: Samples) -> np.ndarray:
    """For each 10 ms frame whether anything is heard in it."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    level = 10 * np.log10(np.mean(frames**2, axis=1, dtype=np.float64) + 1e-12)
    heard: np.ndarray = level > level.max(initial=-120) + QUIET_DB
    return heard


def _heard(spans: Spans, loud: np.ndarray) -> Spans:
    """Pull words next to a pause to where their sound is: the networks count a pause to the phoneme before it."""
    out: Spans = {}
    free = 0
    for owner, (start, end) in spans.items():
        last = len(loud) * FRAME
        start, end = min(start, last), min(end, last)
        while end - start > SHORTEST and not loud[(end - 1) // FRAME]:
            end = (end - 1) // FRAME * FRAME
        while end - start > SHORTEST and not loud[start // FRAME]:
            start = (start // FRAME + 1) * FRAME
        floor = max(free, start - REACH * FRAME)
        if free == 0 or start - free > 4 * FRAME:
            while start - FRAME >= floor and loud[(start - 1) // FRAME]:
                start -= FRAME
        out[owner] = (start, end)
        free = end
    return out
