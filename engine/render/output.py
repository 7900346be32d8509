"""What an export shall be: the formats, a row each, the qualities, and the size and rate they come to."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from functools import cache
from typing import Literal

import cv2

from engine.errors import RenderError
from nemo.draft import Draft

Kind = Literal["film", "animation", "sound", "still", "project"]
RATES = (24, 25, 30, 50, 60)
LONGEST_SIDE = 4096
_CPU_AVX2 = 11  # cv2.checkHardwareSupport's number for it


@dataclass(frozen=True)
class Format:
    """One row: what the file is called, how it is packed, what is in it."""

    suffix: str
    kind: Kind
    container: str
    mime: str
    video: str = ""
    audio: str = ""


FORMATS: dict[str, Format] = {
    "mp4": Format("mp4", "film", "mp4", "video/mp4", "libx264", "aac"),
    "mov": Format("mov", "film", "mov", "video/quicktime", "libx264", "aac"),
    "mkv": Format("mkv", "film", "matroska", "video/x-matroska", "libx264", "aac"),
    "webm": Format("webm", "film", "webm", "video/webm", "libvpx-vp9", "libopus"),
    "avi": Format("avi", "film", "avi", "video/x-msvideo", "mpeg4", "libmp3lame"),
    "gif": Format("gif", "animation", "gif", "image/gif", "gif"),
    "webp": Format("webp", "animation", "webp", "image/webp", "libwebp_anim"),
    "mp3": Format("mp3", "sound", "mp3", "audio/mpeg", "", "libmp3lame"),
    "wav": Format("wav", "sound", "wav", "audio/wav", "", "pcm_s16le"),
    "m4a": Format("m4a", "sound", "ipod", "audio/mp4", "", "aac"),
    "aac": Format("aac", "sound", "adts", "audio/aac", "", "aac"),
    "jpg": Format("jpg", "still", "image2", "image/jpeg"),
    "png": Format("png", "still", "image2", "image/png"),
    "otio": Format("zip", "project", "zip", "application/zip"),
}

# Settings of the encoders by quality. `superfast` with macroblock-tree and trellis has the efficiency of `faster` for
# half its CPU time (docs/performance.md); `medium` is for the last few percent. A frame of lookahead costs 6 MB at
# 1080 × 1920 and, beyond 10, buys bits and quality at one and the same rate.
_TUNED = "mbtree=1:rc-lookahead=10:trellis=1"


def _by(name: str, draft: str, standard: str, high: str, **always: str) -> dict[str, dict[str, str]]:
    """The qualities of an encoder in hardware, which differ in one number."""
    levels = {"preview": draft, "draft": draft, "standard": standard, "high": high}
    return {level: {**always, name: value, "bf": "0"} for level, value in levels.items()}


QUALITIES: dict[str, dict[str, dict[str, str]]] = {
    "libx264": {
        "preview": {"preset": "ultrafast", "crf": "27"},
        "draft": {"preset": "ultrafast", "crf": "25"},
        "standard": {"preset": "superfast", "crf": "21", "x264-params": _TUNED},
        "high": {"preset": "medium", "crf": "18", "x264-params": "rc-lookahead=20"},
    },
    "h264_nvenc": _by("cq", "28", "23", "19", preset="p5", rc="vbr"),
    "h264_qsv": _by("global_quality", "28", "23", "19"),
    "h264_videotoolbox": _by("q", "45", "60", "75"),
    "h264_amf": _by("qp_i", "28", "23", "19", rc="cqp"),
    "libvpx-vp9": {
        "draft": {"deadline": "realtime", "cpu-used": "8", "crf": "38", "b": "0"},
        "standard": {"deadline": "realtime", "cpu-used": "7", "crf": "31", "b": "0"},
        "high": {"deadline": "good", "cpu-used": "4", "crf": "26", "b": "0"},
    },
    "mpeg4": {"draft": {"qscale": "8"}, "standard": {"qscale": "4"}, "high": {"qscale": "2"}},
    "gif": {"draft": {}, "standard": {}, "high": {}},
    "libwebp_anim": {"draft": {"quality": "55"}, "standard": {"quality": "72"}, "high": {"quality": "88"}},
}
AUDIO_RATES = {"preview": 192_000, "draft": 128_000, "standard": 192_000, "high": 256_000}


@dataclass(frozen=True)
class Output:
    """What the user chose. Zero or None leaves it to the draft; `max_bytes` overrides the quality where it must."""

    format: str = "mp4"
    quality: str = "standard"
    width: int | None = None
    height: int | None = None
    fps: int | None = None
    max_bytes: int | None = None
    purpose: Literal["export", "preview"] = "export"


@dataclass(frozen=True)
class Target:
    """What the choice comes to for one draft: even sizes in px, a rate from `RATES`, a row, a quality, bits of sound a
    second; `crf` overrides the quality's own where a size limit asks for it.
    """

    width: int
    height: int
    fps: int
    format: Format
    quality: str
    max_bytes: int | None = None
    crf: int | None = None
    audio_rate: int = 192_000


def target(output: Output, draft: Draft) -> Target:
    """Settle the choice. Raises RenderError for a format, quality, size or rate which there is not."""
    if (row := FORMATS.get(output.format.lower().lstrip("."))) is None:
        raise RenderError(f"There is no format “{output.format}”. Choose one of {', '.join(FORMATS)}.")
    if output.quality not in AUDIO_RATES:
        raise RenderError(f"There is no quality “{output.quality}”. Choose draft, standard or high.")
    rate = output.fps or draft.meta.fps or 30
    if rate not in RATES:
        raise RenderError(f"{rate} frames a second is not offered. Choose one of {', '.join(map(str, RATES))}.")
    width, height = _size(output, draft)
    if output.purpose == "preview":
        # The sound is the export's own, so that it is made once for both.
        return Target(_even(width / 3), _even(height / 3), min(rate, 24), FORMATS["mp4"], "preview")
    quality = "standard" if output.quality == "preview" else output.quality
    return Target(width, height, rate, row, quality, output.max_bytes, None, AUDIO_RATES[quality])


def video_options(goal: Target) -> dict[str, str]:
    """The settings of the film's encoder.

    On x86 x264 keeps to AVX2: with AVX-512 its lookahead is not the same from run to run.
    """
    codec = goal.format.video
    options = dict(QUALITIES[codec][goal.quality])
    if goal.crf is not None:
        options["crf"] = str(goal.crf)
    if codec == "libx264" and _has_avx2():
        options["x264-params"] = ":".join(filter(None, (options.get("x264-params"), "asm=avx2")))
    return options


@cache
def _has_avx2() -> bool:
    return platform.machine() in ("x86_64", "AMD64") and bool(cv2.checkHardwareSupport(_CPU_AVX2))


def _size(output: Output, draft: Draft) -> tuple[int, int]:
    """Width and height; one alone keeps the draft's shape."""
    width, height = draft.meta.width or 1080, draft.meta.height or 1920
    shape = width / height
    if output.width or output.height:
        width = output.width or round((output.height or 0) * shape)
        height = output.height or round((output.width or 0) / shape)
    if not (16 <= width <= LONGEST_SIDE and 16 <= height <= LONGEST_SIDE):
        raise RenderError(f"A size of {width} × {height} is not offered; a side has 16 to {LONGEST_SIDE} pixels.")
    return _even(width), _even(height)


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))
