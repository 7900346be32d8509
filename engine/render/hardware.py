"""Encoders in hardware: used where the setting allows it and a trial proves it, for being listed means nothing.

Their bytes differ from machine to machine, so they are off by default (`REELWRIGHT_HARDWARE`), and each has segments of
its own in the cache.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import av
import numpy as np

from engine.render.encode import encoded
from engine.render.output import Target, video_options
from engine.render.packets import Data
from engine.render.planes import Planes

CANDIDATES = ("h264_nvenc", "h264_qsv", "h264_videotoolbox", "h264_amf")
_FRAMES = 8
_ERROR = 6.0  # steps of luma: beyond, what comes out is not what went in


def accelerated(goal: Target, candidates: tuple[str, ...] = CANDIDATES) -> Target:
    """The target with the first encoder that proves itself at its size; else, and under a size limit, as it was."""
    if goal.format.video != "libx264" or goal.max_bytes:
        return goal
    for codec in candidates:
        wish = replace(goal, format=replace(goal.format, video=codec))
        if proven(wish):
            return wish
    return goal


@lru_cache(maxsize=32)
def proven(goal: Target) -> bool:
    """Whether the target's encoder gives the same parameter sets twice, and pictures that decode as they were."""
    pictures = [_picture(goal, number) for number in range(_FRAMES)]
    codec = goal.format.video
    try:
        options = video_options(goal)
        first, second = (encoded(pictures, goal, codec, options) for _ in range(2))
        shown = _decoded(first.extradata, first.heads, first.data)
    except (av.FFmpegError, OSError, ValueError, KeyError):
        return False
    orders = [dts for _, dts, _, _, _ in first.heads]
    in_order = orders == sorted(set(orders)) and len(orders) == _FRAMES and first.heads[0][3]
    same = bool(first.extradata) and first.extradata == second.extradata
    alike = len(shown) == _FRAMES and all(
        np.abs(luma.astype(float) - picture.y).mean() < _ERROR for luma, picture in zip(shown, pictures, strict=True)
    )
    return in_order and same and alike


def _picture(goal: Target, number: int) -> Planes:
    """A slope that wanders."""
    x, y = np.arange(goal.width), np.arange(goal.height)[:, None]
    luma = (40 + (x * 80 / goal.width + y * 80 / goal.height + number * 3)).astype(np.uint8)
    return Planes(luma, np.full((goal.height // 2, goal.width // 2, 2), 120, np.uint8))


def _decoded(extradata: bytes, heads: list[Any], data: Data) -> list[Any]:
    decoder: Any = av.CodecContext.create("h264", "r")
    decoder.extradata = extradata
    found, offset = [], 0
    for pts, dts, _, _, size in heads:
        packet = av.Packet(bytes(data[offset : offset + size]))
        packet.pts, packet.dts = pts, dts
        offset += size
        found += decoder.decode(packet)
    found += decoder.decode(None)
    return [frame.to_ndarray(format="yuv420p")[: frame.height] for frame in found]
