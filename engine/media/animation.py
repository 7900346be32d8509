"""An animated GIF or WebP → the same kind of clip as a film. Runs inside the limited child process."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from engine.errors import MediaError, TooLarge
from engine.media.clips import MOMENTS, Clip, Mezzanine, Pixels
from engine.media.colour import Shape, Timed, converted, even
from engine.media.photos import PILLOW_NAMES, check_size, on_white

LONGEST_SIDE = 1920
LONGEST_MS = 120_000
LOOPED_MS = 4_000  # a short endless loop is repeated until about here, so that a scene does not freeze at once
FPS = Fraction(30)


def read_animation(source: Path, container: str, path: Path) -> Clip:
    """Write the mezzanine of an animation; raises MediaError when it cannot be read."""
    try:
        with Image.open(source, formats=[PILLOW_NAMES[container]]) as image:
            check_size(image)
            return _film(image, path)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise MediaError("The animation is damaged or cut off, so it was not added; please save it again.") from error


def _film(image: Any, path: Path) -> Clip:
    pictures, times = _pictures(image)
    total_ms = times[-1]
    endless = image.info.get("loop", 1) == 0
    rounds = max(1, -(-LOOPED_MS // total_ms)) if endless else 1
    shape = _shape(pictures[0])
    film = Mezzanine(path, shape.width, shape.height, FPS)
    for frame, start, _ in converted(_repeated(pictures, times, rounds), shape, path.parent):
        film.show(frame, start)
    count = film.close(rounds * total_ms / 1000)
    moments = pictures[:: max(1, len(pictures) // MOMENTS)][:MOMENTS]
    return Clip(path, shape.width, shape.height, FPS, round(count * 1000 / FPS), 0.0, moments)


def _repeated(pictures: list[Pixels], times: list[int], rounds: int) -> Iterator[Timed]:
    for turn in range(rounds):
        for picture, start, end in zip(pictures, [0, *times], times, strict=False):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            yield frame, (turn * times[-1] + start) / 1000, (turn * times[-1] + end) / 1000


def _pictures(image: Any) -> tuple[list[Pixels], list[int]]:
    """Frames as RGB, and the time in ms at which each ends."""
    pictures: list[Pixels] = []
    times: list[int] = []
    clock = 0
    for number in range(image.n_frames):
        image.seek(number)
        frame = on_white(image.convert("RGBA"))
        frame.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        pictures.append(np.asarray(frame))
        shown = int(image.info.get("duration", 0) or 0)
        clock += shown if shown > 10 else 100  # browsers show frames of 10 ms and less for 100 ms
        times.append(clock)
        if clock > LONGEST_MS or sum(picture.nbytes for picture in pictures[:1]) * len(pictures) > 600_000_000:
            raise TooLarge("The animation is too long to take in; please shorten it or upload it as MP4.")
    return pictures, times


def _shape(picture: Pixels) -> Shape:
    height, width = picture.shape[:2]
    return Shape(even(width), even(height), 0, False, 2, False)
