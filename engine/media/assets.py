"""What the engine knows about an upload, once intake has made it safe and uniform."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["photo", "clip", "audio"]
Box = tuple[float, float, float, float]


class Asset(BaseModel):
    """One normalised upload; it survives `model_dump_json` and `model_validate_json` unchanged.

    Fractions run from 0 to 1 of the upright picture, from the top left; boxes are (x0, y0, x1, y1).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    kind: Kind
    name: str
    """The user's own name for the file: words to show, never a path."""
    sha256: str
    """Hash of the uploaded bytes, hex."""
    path: Path
    """Photo: sRGB JPEG. Clip: H.264 4:2:0 bt709 in MP4, constant frame rate, even size. Audio: 48 kHz stereo FLAC."""
    audio_path: Path | None = None
    """The clip's sound, or the audio itself, as 48 kHz stereo FLAC."""
    alpha_path: Path | None = None
    """A photo with transparency also as RGBA PNG (for logos); `path` has it on white."""
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    fps: float = 0.0
    has_audio: bool = False
    focus: tuple[float, float] = (0.5, 0.5)
    """The point to keep in view, whatever the crop."""
    faces: list[Box] = Field(default_factory=list)
    """Most prominent first."""
    palette: list[str] = Field(default_factory=list)
    """Up to five colours "#rrggbb", the most present first."""
    sharpness: float = 0.0
    """0 (blurred) to 1 (crisp), comparable between assets."""
    source_format: str = ""
    """What the bytes were: jpeg, png, heic, mov, matroska, mp3, …"""
    notes: list[str] = Field(default_factory=list)
    """What intake changed that a user should know, a sentence each."""

    def files(self) -> list[Path]:
        """Every file that belongs to this asset: what to store, and what to delete."""
        found = dict.fromkeys(path for path in (self.path, self.audio_path, self.alpha_path) if path)
        return list(found)

    def moved(self, folder: Path) -> Asset:
        """The same asset with its files in `folder` under their own names; moves nothing itself."""
        places = {
            field: folder / path.name
            for field in ("path", "audio_path", "alpha_path")
            if (path := getattr(self, field)) is not None
        }
        return self.model_copy(update=places)


Assets = Mapping[str, Asset]
