"""Pictures to packets: a segment is encoded alone, by one thread, so its bytes depend on its pictures and settings."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, cast

import av
import numpy as np

from engine.render.output import Target
from engine.render.packets import Packets, gathered
from engine.render.planes import Planes

SEGMENT = 60
"""Frames of a segment, and of a group of pictures: measured best (30 cost 18 % more bytes, 120 gained nothing)."""

_BT709 = 1  # of matrix, primaries and transfer alike (ISO/IEC 23091-2)
_LIMITED = 1  # AVCOL_RANGE_MPEG
_GLOBAL_HEADER = 1 << 22  # AV_CODEC_FLAG_GLOBAL_HEADER: parameter sets beside the packets, not among them


def video_stream(container: Any, target: Target, codec: str, options: dict[str, str]) -> Any:
    """Add the film's stream to an output container; its encoder opens with the settings every segment is made with."""
    stream = container.add_stream(codec, rate=target.fps, options=options)
    stream.width, stream.height = target.width, target.height
    configure(stream.codec_context, target, codec)
    return stream


def configure(context: Any, target: Target, codec: str) -> None:
    """Size, rate, colours and threads of an encoder."""
    context.width, context.height = target.width, target.height
    context.pix_fmt = "nv12" if _takes_nv12(codec) else "yuv420p"
    context.time_base, context.framerate = Fraction(1, target.fps), Fraction(target.fps)
    context.gop_size = SEGMENT
    context.color_range = _LIMITED
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.thread_count = 1
    if codec == "libx264":
        context.profile = "High"
    if codec != "libvpx-vp9":
        context.flags |= _GLOBAL_HEADER


def encoded(pictures: Iterable[Planes], target: Target, codec: str, options: dict[str, str]) -> Packets:
    """Encode a segment of at most `SEGMENT` pictures, counted from 0. Raises av.FFmpegError."""
    context: Any = av.CodecContext.create(codec, "w")
    context.options = options
    configure(context, target, codec)
    packets: list[av.Packet] = []
    for number, picture in enumerate(pictures):
        frame = av_frame(picture)
        if not _takes_nv12(codec):
            frame = frame.reformat(format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, target.fps)
        packets += context.encode(frame)
    packets += context.encode(None)
    return gathered(packets, context, Fraction(1, target.fps))


def _takes_nv12(codec: str) -> bool:
    """Whether pictures go in as they are: x264, and every encoder in hardware."""
    return "264" in codec


def av_frame(picture: Planes) -> Any:
    """The picture in the encoder's own memory, tagged BT.709 limited."""
    width, height = picture.size
    frame = av.VideoFrame(width, height, "nv12")
    for plane, samples in zip(frame.planes, picture, strict=True):
        rows = samples.shape[0]
        room = np.frombuffer(cast(Any, plane), np.uint8).reshape(-1, plane.line_size)[:rows, :width]
        room[:] = samples.reshape(rows, width) if samples.ndim == 3 else samples
    frame.colorspace, frame.color_range = _BT709, _LIMITED
    return frame
