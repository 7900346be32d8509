"""Film of any kind → upright, even-sized 8-bit bt709 H.264 at a constant frame rate. Runs in the limited child.

The result is a mezzanine: near-lossless, quick to decode and to seek in. A film that already is all this is copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from engine.errors import MediaError, TooLarge
from engine.media.colour import Shape, Timed, converted
from engine.media.probe import constant_rate, opened, probe
from engine.media.soundtrack import decoded

LONGEST_SIDE = 3840
LONGEST_S = 3600
SMALLEST_SIDE = 16
MOMENTS = 7  # pictures looked at for framing
X264 = {
    "preset": "superfast",
    "crf": "19",
    # No CABAC and no loop filter: the export decodes every frame again, and this halves that work.
    "tune": "fastdecode",
    "x264-params": "bframes=0:scenecut=0:colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv",
}

Pixels = NDArray[np.uint8]


@dataclass
class Clip:
    """A normalised clip without its sound."""

    path: Path
    width: int
    height: int
    fps: Fraction
    duration_ms: int
    origin_s: float
    moments: list[Pixels] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Mezzanine:
    """The encoder side: frames in at any times, frames out at a constant rate."""

    def __init__(self, path: Path, width: int, height: int, fps: Fraction) -> None:
        self.path, self.fps, self.index = path, fps, 0
        self.held: Any = None
        self.container: Any = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self.stream: Any = self.container.add_stream("libx264", rate=fps, options=X264)
        self.stream.width, self.stream.height, self.stream.pix_fmt = width, height, "yuv420p"
        context = self.stream.codec_context
        context.gop_size = max(1, round(fps / 2))
        context.time_base = 1 / fps
        context.color_range = context.colorspace = context.color_trc = context.color_primaries = 1
        context.thread_count = 2

    def show(self, picture: Any, at_s: float) -> None:
        """From `at_s` on (seconds from the start) `picture` is on screen."""
        self._fill(round(at_s * self.fps))
        self.held = picture

    def close(self, end_s: float) -> int:
        """Hold the last picture until `end_s` and finish; returns the number of frames."""
        self._fill(max(self.index + 1, round(end_s * self.fps)))
        self.container.mux(self.stream.encode(None))
        self.container.close()
        return self.index

    def _fill(self, until: int) -> None:
        if until > LONGEST_S * self.fps:
            raise TooLarge(f"The clip is longer than {LONGEST_S // 60} minutes; please cut it.")
        while self.held is not None and self.index < until:
            self.held.pts, self.held.time_base = self.index, 1 / self.fps
            self.held.pict_type = 0
            self.container.mux(self.stream.encode(self.held))
            self.index += 1


def read_clip(source: Path, container: str, path: Path) -> Clip:
    """Write the mezzanine of `source` to `path`; raises MediaError."""
    with opened(source, container) as media:
        stream = probe(media).video
        if stream is None:
            raise MediaError("The file holds no picture that can be read; please export it as MP4.")
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = 2
        fps = constant_rate(stream.guessed_rate, stream.average_rate)
        frames = _timed(decoded(media, stream), fps)
        first = next(frames, None)
        if first is None:
            raise MediaError("No picture in the clip can be read: it is damaged or of an unknown codec.")
        _check_size(first[0])
        shape = Shape.of(first[0], stream, LONGEST_SIDE)
        film = Mezzanine(path, shape.width, shape.height, fps)
        origin, count = _transcode(film, shape, first, frames)
    duration_ms = round(count * 1000 / fps)
    moments = _moments(path, duration_ms)
    return Clip(path, shape.width, shape.height, fps, duration_ms, origin, moments, shape.notes())


def _transcode(film: Mezzanine, shape: Shape, first: Timed, frames: Iterator[Timed]) -> tuple[float, int]:
    """Push everything through; returns the origin (seconds in the source) and the number of frames."""
    origin = end = first[1]
    for frame, start, stop in converted(chain([first], frames), shape, film.path.parent):
        film.show(frame, max(0.0, start - origin))
        end = max(end, stop)
    return origin, film.close(end - origin)


def _timed(frames: Iterator[Any], fps: Fraction) -> Iterator[Timed]:
    """(frame, start, end) in seconds of the file; missing times continue at the frame rate."""
    clock, step = 0.0, float(1 / fps)
    for frame in frames:
        start = clock if frame.time is None else frame.time
        length = float(frame.duration * frame.time_base) if frame.duration and frame.time_base else step
        clock = start + (length if 0 < length < 10 else step)
        yield frame, start, clock


def _check_size(frame: Any) -> None:
    if min(frame.width, frame.height) < SMALLEST_SIDE:
        raise MediaError(f"The clip is only {frame.width}×{frame.height} pixels, too small to show.")


def _moments(path: Path, duration_ms: int) -> list[Pixels]:
    """`MOMENTS` pictures spread over the mezzanine, RGB, at key frames."""
    found: list[Pixels] = []
    with av.open(str(path), format="mov") as media:
        stream = media.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        for number in range(MOMENTS):
            at_ms = duration_ms * (number + 0.5) / MOMENTS
            media.seek(round(at_ms * 1000), backward=True)
            frame = next(media.decode(stream), None)
            if frame is not None:
                found.append(np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8))
    return found
