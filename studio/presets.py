"""Where a video goes: what each place wants of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

EDITABLE: dict[str, Any] = {"format": "otio", "quality": "standard"}
FORMATS = ("mp4", "mov", "webm", "mkv", "avi", "gif", "webp", "mp3", "wav", "m4a", "aac", "jpg", "png")
QUALITIES = ("draft", "standard", "high")
# Picture and sound of 1080 × 1920, measured by `python -m bench.sizes` on two 30-second videos of the sample photos:
# mp4 draft 2713 and 2632, standard 1327 and 1479, high 2608 and 2604; webm standard 1170. Draft is encoded fastest, so
# it is no smaller.
_KBIT_S = {"draft": 2700, "standard": 1400, "high": 2600}
_SOUND_KBIT_S = {"draft": 128, "standard": 192, "high": 256}  # what the engine asks its encoders for
_WAV_KBIT_S = 1536  # 48 kHz, two channels of 16 bits
_FULL_SIZE = 1080 * 1920
EMAIL_MB = 25  # what most mail servers take
WHATSAPP_MB = 16  # what it takes as a video


@dataclass(frozen=True)
class Preset:
    """`output` goes to the backend as it is; `label` ends the name of the file."""

    key: str
    icon: str
    label: str = ""
    output: dict[str, Any] = field(default_factory=dict)


def _film(**more: Any) -> dict[str, Any]:
    """In the backend's usual quality."""
    return {"format": "mp4", **more}


PRESETS = (
    Preset("tiktok", ":material/smartphone:", "vertical", _film(width=1080, height=1920)),
    Preset("youtube", ":material/smart_display:", "wide", _film(width=1920, height=1080)),
    Preset("square", ":material/crop_square:", "feed", _film(width=1080, height=1350)),
    Preset("whatsapp", ":material/chat:", "whatsapp", _film(quality="standard", max_bytes=WHATSAPP_MB * 1_000_000)),
    Preset("email", ":material/mail:", "email", _film(quality="standard", max_bytes=EMAIL_MB * 1_000_000)),
    Preset("gif", ":material/gif_box:", "", {"format": "gif", "quality": "standard"}),
    Preset("audio", ":material/music_note:", "", {"format": "mp3", "quality": "high"}),
    Preset("poster", ":material/image:", "poster", {"format": "jpg", "quality": "high"}),
    Preset("own", ":material/tune:", "", _film(quality="standard")),
)

# The three shapes which between them suit every place, by what ends their files' names.
SHAPES = {
    "vertical": _film(width=1080, height=1920),
    "square": _film(width=1080, height=1080),
    "wide": _film(width=1920, height=1080),
}


def estimate_mb(output: dict[str, Any], duration_ms: int) -> float | None:
    """About how large the file will be; None where nothing sensible can be said before."""
    seconds, kind, quality = duration_ms / 1000, output["format"], output.get("quality", "standard")
    if kind == "wav":
        return _WAV_KBIT_S * seconds / 8000
    if kind in ("mp3", "m4a", "aac"):
        return _SOUND_KBIT_S[quality] * seconds / 8000
    if kind in ("mp4", "mov", "mkv", "webm"):
        part = output["width"] * output["height"] / _FULL_SIZE if {"width", "height"} <= output.keys() else 1
        size = _KBIT_S[quality] * part * seconds / 8000
        return min(size, output["max_bytes"] / 1e6 if "max_bytes" in output else size)
    return None
