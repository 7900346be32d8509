"""What a film or sound file holds, read with a forced container format. Runs inside the limited child process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import av.logging

from engine.errors import MediaError

av.logging.set_level(None)

# libav's names of the containers `sniff` knows; the demuxer is forced, so a playlist in disguise is never followed.
DEMUXERS = {name: name for name in ("mov", "matroska", "avi", "mp3", "wav", "flac", "ogg", "aac")}
STANDARD_RATES = [Fraction(r) for r in (24, 25, 30, 50, 60)] + [Fraction(r, 1001) for r in (24000, 30000, 60000)]
HIGHEST_RATE = Fraction(60)


@dataclass(frozen=True)
class Probe:
    """The streams intake will use."""

    video: Any | None
    audio: Any | None


def refuse(url: str, flags: int, options: dict[str, str]) -> Any:
    """libav asks to open a second file: an upload is one file, so the answer is always no."""
    raise MediaError("The file points to other files, which is not allowed; please export it as one complete file.")


@contextmanager
def opened(source: Path, container: str) -> Iterator[Any]:
    """The container, read from an open file with its format forced; raises MediaError when it is not that."""
    with source.open("rb") as file:
        try:
            media = av.open(file, format=DEMUXERS[container], io_open=refuse, metadata_errors="replace")
        except (av.error.FFmpegError, ValueError) as error:
            raise MediaError(
                "The file is damaged or incomplete, so it was not added; please export it again."
            ) from error
        with media:
            yield media


def probe(media: Any) -> Probe:
    """The main video stream (never cover art) and the main audio stream."""
    films = [stream for stream in media.streams.video if not _is_cover(stream) and stream.codec_context is not None]
    sounds = [stream for stream in media.streams.audio if stream.codec_context is not None]
    film = max(films, key=lambda stream: stream.codec_context.width * stream.codec_context.height, default=None)
    sound = next((stream for stream in sounds if _is_default(stream)), sounds[0] if sounds else None)
    return Probe(film, sound)


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _is_default(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.default)


def constant_rate(declared: Fraction | None, average: Fraction | None) -> Fraction:
    """The constant frame rate to give a film: its own when it is a usual one, else the nearest usual one not below."""
    for rate in (declared, average):
        if rate:
            near = _nearest(rate)
            if abs(near - rate) <= rate / 500:
                return near
    rate = average or declared or Fraction(30)
    if rate < 23:
        whole = [s for s in STANDARD_RATES[:5] if abs(s / rate - round(s / rate)) < Fraction(1, 50)]
        return min(whole, default=Fraction(30))
    return min((s for s in STANDARD_RATES[:5] if s >= rate), default=HIGHEST_RATE)


def _nearest(rate: Fraction) -> Fraction:
    return min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
