"""Where a video goes: what each place wants of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FORMATS = ("mp4", "mov", "webm", "mkv", "avi", "gif", "webp", "mp3", "wav", "m4a", "aac", "jpg", "png")
QUALITIES = ("draft", "standard", "high")
_KBIT_S = {"draft": 900, "standard": 2600, "high": 4200}  # of 1080 × 1920 H.264 with AAC, measured on photo promos
_SOUND_KBIT_S = {"mp3": 192, "m4a": 160, "aac": 160, "wav": 1536}
EMAIL_MB = 25  # what most mail servers take


@dataclass(frozen=True)
class Preset:
    """`output` goes to the backend as it is; `label` ends the name of the file."""

    key: str
    icon: str
    label: str = ""
    output: dict[str, Any] = field(default_factory=dict)


def _film(quality: str, **more: Any) -> dict[str, Any]:
    return {"format": "mp4", "quality": quality, **more}


PRESETS = (
    Preset("tiktok", ":material/smartphone:", "vertical", _film("high", width=1080, height=1920)),
    Preset("youtube", ":material/smart_display:", "wide", _film("high", width=1920, height=1080)),
    Preset("square", ":material/crop_square:", "feed", _film("high", width=1080, height=1350)),
    Preset("whatsapp", ":material/chat:", "whatsapp", _film("standard", max_mb=16)),
    Preset("email", ":material/mail:", "email", _film("standard", max_mb=EMAIL_MB)),
    Preset("gif", ":material/gif_box:", "", {"format": "gif", "quality": "standard"}),
    Preset("audio", ":material/music_note:", "", {"format": "mp3", "quality": "high"}),
    Preset("poster", ":material/image:", "poster", {"format": "jpg", "quality": "high"}),
    Preset("own", ":material/tune:", "", _film("high")),
)


def estimate_mb(output: dict[str, Any], duration_ms: int) -> float | None:
    """About how large the file will be; None where nothing sensible can be said before."""
    seconds = duration_ms / 1000
    kind = output["format"]
    if kind in _SOUND_KBIT_S:
        return _SOUND_KBIT_S[kind] * seconds / 8000
    if kind in ("mp4", "mov", "mkv", "webm"):
        size = _KBIT_S[output.get("quality", "high")] * seconds / 8000
        return min(size, float(output.get("max_mb") or size))
    return None
