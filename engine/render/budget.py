"""A film that must not be larger than so many bytes: which quality, which size in px, which sound."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from engine.errors import RenderError
from engine.render.output import QUALITIES, Target

_SOUND_RATES = (192_000, 128_000, 96_000, 64_000)
_SOUND_SHARE = 0.2  # of the bytes, at most, goes into sound, where there is a choice
_ROOM = 0.93  # of the bytes is aimed at: samples mislead a little, and the container takes some
_HALVES_EVERY = 6.0  # steps of crf which halve the bytes, near enough for x264 and VP9
_SOFTEST = {"libx264": 33, "libvpx-vp9": 45}  # crf beyond which fewer pixels look better than coarser ones
_LAST = {"libx264": 40, "libvpx-vp9": 56}
_SCALES = (1.0, 0.75, 0.5, 1 / 3)
_FEWER = 1.5  # bytes follow the side's length to this power
ATTEMPTS = 4

Weigh = Callable[[Target], float]
"""Bytes of the film's pictures as a target would make them, estimated."""


def fitted(goal: Target, seconds: float, weigh: Weigh) -> Target:
    """The best target within `goal.max_bytes`. Raises RenderError where the format offers no such limit, or no hope."""
    codec, limit = goal.format.video, goal.max_bytes or 0
    if codec not in _SOFTEST:
        raise RenderError("A size limit is offered for mp4, mov, mkv and webm alone. Choose one of them.")
    rate = next((r for r in _SOUND_RATES if r * seconds / 8 <= limit * _SOUND_SHARE), _SOUND_RATES[-1])
    goal = replace(goal, audio_rate=min(rate, goal.audio_rate))
    room = limit * _ROOM - goal.audio_rate * seconds / 8
    if room <= 0:
        raise _hopeless(goal)
    start = int(QUALITIES[codec][goal.quality]["crf"])
    wished = start + _steps(weigh(replace(goal, crf=start)) / room)
    for scale in _SCALES:
        crf = max(start, math.ceil(wished + _FEWER * _HALVES_EVERY * math.log2(scale)))
        if crf <= _SOFTEST[codec]:
            return _scaled(goal, scale, crf)
    if crf > _LAST[codec]:
        raise _hopeless(goal)
    return _scaled(goal, _SCALES[-1], crf)


def tighter(goal: Target, size: int) -> Target:
    """The next try, after a film of `size` bytes was too large. Raises RenderError when there is none."""
    crf = (goal.crf or 0) + max(1, math.ceil(_steps(size / (goal.max_bytes or 1)) + 0.5))
    if crf > _LAST[goal.format.video]:
        raise _hopeless(goal)
    return replace(goal, crf=crf)


def _steps(excess: float) -> float:
    return _HALVES_EVERY * math.log2(max(excess, 1e-6)) if excess > 1 else 0.0


def _scaled(goal: Target, scale: float, crf: int) -> Target:
    width, height = (max(2, 2 * round(side * scale / 2)) for side in (goal.width, goal.height))
    return replace(goal, width=width, height=height, crf=crf)


def _hopeless(goal: Target) -> RenderError:
    size = (goal.max_bytes or 0) / 1e6
    return RenderError(
        f"The film cannot be made as small as {size:.1f} MB without falling apart. "
        "Shorten it or allow more; the project is untouched."
    )
