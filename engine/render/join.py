"""Segments and sound into one file, without encoding anything again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import av

from engine.errors import RenderError
from engine.render.cache import disk_error
from engine.render.encode import SEGMENT, video_stream
from engine.render.output import Target
from engine.render.packets import Packets
from engine.render.sound import sound_stream

_FASTSTART = {"mp4": "+faststart", "mov": "+faststart", "ipod": "+faststart"}


def join(place: Path, target: Target, options: dict[str, str], segments: Iterable[Packets], sound: Packets) -> None:
    """Write the film to `place`. Raises RenderError when the disk does not take it, or when segments do not fit."""
    with output(place, target) as container:
        picture = video_stream(container, target, target.format.video, options)
        heard = sound_stream(container, target)
        container.start_encoding()
        header = bytes(picture.codec_context.extradata or b"")
        for packet in _interleaved(_shifted(segments, picture, header), sound.read(heard)):
            container.mux_one(packet)


def write_sound(place: Path, target: Target, sound: Packets) -> None:
    """Write a file of sound alone. Raises RenderError when the disk does not take it."""
    with output(place, target) as container:
        stream = sound_stream(container, target)
        container.start_encoding()
        for packet in sound.read(stream):
            container.mux_one(packet)


class output:  # noqa: N801 - reads as the function it stands for
    """An output container whose errors are sentences; what was begun is deleted on any error."""

    def __init__(self, place: Path, target: Target) -> None:
        self._place = place
        flags = {"fflags": "+bitexact"}  # no dates, no random numbers: the same film is the same bytes
        if target.format.container == "webp":
            flags["loop"] = "0"  # for ever, as a GIF does by itself
        if target.format.container in _FASTSTART:
            flags["movflags"] = _FASTSTART[target.format.container]
        try:
            self._container = av.open(str(place), "w", format=target.format.container, options=flags)
        except OSError as error:
            raise disk_error(error) from error

    def __enter__(self) -> Any:
        return self._container

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        try:
            self._container.close()
        except OSError as late:
            error = error or late
        if error is not None:
            self._place.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise disk_error(error) from error


def _shifted(segments: Iterable[Packets], stream: Any, header: bytes) -> Iterator[av.Packet]:
    for number, segment in enumerate(segments):
        if header and segment.extradata and segment.extradata != header:
            raise RenderError("Parts of this export do not fit together. Export it again; the project is untouched.")
        yield from segment.read(stream, number * SEGMENT)


def _interleaved(a: Iterator[av.Packet], b: Iterator[av.Packet]) -> Iterator[av.Packet]:
    """Two streams of packets in order of time."""
    first, second = next(a, None), next(b, None)
    while first is not None or second is not None:
        if first is not None and (second is None or _seconds(first) <= _seconds(second)):
            yield first
            first = next(a, None)
        elif second is not None:
            yield second
            second = next(b, None)


def _seconds(packet: av.Packet) -> float:
    return float((packet.dts or 0) * (packet.time_base or 0))
