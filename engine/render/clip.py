"""A clip on the screen: the source decoded in step with the film, cropped and scaled plane by plane."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from engine.render.framing import Framing, blurred_fill, contained, turned
from engine.render.grade import Grade
from engine.render.photo import Camera, Rgb, camera, look_through
from engine.render.planes import Bytes, Planes, from_rgb, scaled, solid, to_rgb
from engine.render.warp import Window, padded

_SEEK_PAST_S = 1.5  # further ahead than this, seeking beats decoding on
_EPSILON_S = 1e-4  # rounding of time stamps


class Reel:
    """A film open for reading in order. Raises OSError or av.FFmpegError, ValueError without a picture."""

    def __init__(self, path: Path) -> None:
        # The format is told, never guessed: a playlist under a film's name would open other files.
        self._file = av.open(str(path), format="mp4")
        self._stream = self._file.streams.video[0]
        self._stream.codec_context.thread_count = 1
        self._tick = float(self._stream.time_base or 1)
        self._origin = float((self._stream.start_time or 0) * self._tick)
        self._frames: Iterator[Any] = iter(())
        self._now: Any = None
        self._next: Any = None
        self._from(0.0)

    def at(self, second: float) -> Any:
        """The frame on the screen at `second` of the source; the last one for ever after its end."""
        second = max(0.0, second) + _EPSILON_S
        ended = self._next is None and second >= self._time(self._now)
        if not ended and not 0 <= second - self._time(self._now) <= _SEEK_PAST_S:
            self._from(second)
        while self._next is not None and self._time(self._next) <= second:
            self._now, self._next = self._next, next(self._frames, None)
        return self._now

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _time(self, frame: Any) -> float:
        return float(frame.pts * frame.time_base) - self._origin if frame.pts is not None else 0.0

    def _from(self, second: float) -> None:
        self._file.seek(int((second + self._origin) / self._tick), stream=self._stream)
        self._frames = self._file.decode(self._stream)
        self._now = next(self._frames, None)
        self._next = next(self._frames, None)
        if self._now is None:
            raise ValueError("no picture in it")


class Fitting:
    """How a source's frames come to fill frames of `size` px, over `seconds`; made once a shot."""

    def __init__(
        self, frame: Framing, fit: str, motion: str, size: tuple[int, int], seconds: float, backdrop: Rgb = (0, 0, 0)
    ) -> None:
        self.frame, self.fit, self.size, self.backdrop = frame, fit, size, backdrop
        self.camera: Camera = camera(frame, "cover", motion, size, seconds)

    def __call__(self, source: Any, progress: float, tone: Grade | None) -> Planes:
        """A decoded 4:2:0 frame as a frame of the film."""
        whole = _planes(source, self.frame)
        if self.fit in ("contain", "blur"):
            picture = self._backed(whole)
        else:
            room = (self.camera.width, self.camera.height) if self.camera.moves else self.size
            picture = _joined(_part(whole, self.camera.view), *room)
        picture = tone(picture) if tone else picture
        return look_through(padded(picture), self.camera, progress, self.size) if self.camera.moves else picture

    def _backed(self, whole: list[Bytes]) -> Planes:
        x, y, width, height = contained(self.frame.width, self.frame.height, *self.size)
        if self.fit == "blur":
            tiny = to_rgb(_joined(whole, *_small(self.frame)))
            room = from_rgb(blurred_fill(tiny, *self.size))
        else:
            room = solid(*self.size, self.backdrop)
        picture = _joined(whole, width, height)
        room.y[y : y + height, x : x + width] = picture.y
        room.c[y // 2 : (y + height) // 2, x // 2 : (x + width) // 2] = picture.c
        return room


def _planes(source: Any, frame: Framing) -> list[Bytes]:
    """The three planes of the part and turn that are wanted, without copying where nothing turns."""
    if source.format.name not in ("yuv420p", "yuvj420p"):
        source = source.reformat(format="yuv420p")
    found = []
    for number, plane in enumerate(source.planes):
        samples: Bytes = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        rows, columns = frame.slices(source.width, source.height, 2)
        if number:
            rows, columns = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
        found.append(turned(samples[rows, columns], frame.turn))
    return found


def _part(planes: list[Bytes], view: Window) -> list[Bytes]:
    """The window, on even pixels, so that luma and chroma stay together."""
    left, top = int(view.x) // 2, int(view.y) // 2
    width, height = max(1, round(view.width / 2)), max(1, round(view.height / 2))
    luma, *chroma = planes
    parts = [luma[2 * top : 2 * (top + height), 2 * left : 2 * (left + width)]]
    return parts + [plane[top : top + height, left : left + width] for plane in chroma]


def _joined(planes: list[Bytes], width: int, height: int) -> Planes:
    luma, *chroma = planes
    return Planes(scaled(luma, width, height), cv2.merge([scaled(p, width // 2, height // 2) for p in chroma]))


def _small(frame: Framing) -> tuple[int, int]:
    """A size of some 160 px that keeps the source's shape: enough for a blurred backdrop."""
    scale = 160 / max(frame.width, frame.height)
    return max(2, round(frame.width * scale / 2) * 2), max(2, round(frame.height * scale / 2) * 2)
