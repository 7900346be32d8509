"""The work of intake itself, on one file. Runs inside the limited child process: everything here trusts nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import MediaError
from engine.media import framing
from engine.media.animation import read_animation
from engine.media.assets import Asset
from engine.media.clips import Clip, read_clip
from engine.media.photos import is_animated, read_photo, write_photo
from engine.media.probe import opened, probe
from engine.media.sniff import Sniffed, sniff
from engine.media.soundtrack import extract


def ingest(source: Path, name: str, into: Path) -> Asset:
    """Normalise `source` into files named by its content in `into`; raises MediaError."""
    found = sniff(source)
    digest = _hash(source)
    base = {"id": digest[:20], "name": name, "sha256": digest, "source_format": found.container}
    if found.kind == "photo" and not is_animated(source, found.container):
        return _photo(source, found, into, base)
    if found.kind == "photo":
        clip = read_animation(source, found.container, into / f"{base['id']}.mp4")
        return _clip(clip, None, 0, base)
    with opened(source, found.container) as media:
        streams = probe(media)
        has_film, has_sound = streams.video is not None, streams.audio is not None
    if has_film and found.kind == "clip":
        return _film(source, found, into, base, has_sound)
    if not has_sound:
        raise MediaError("The file holds neither picture nor sound that can be read; please export it as MP4 or MP3.")
    return _audio(source, found, into, base)


def _hash(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _photo(source: Path, found: Sniffed, into: Path, base: dict[str, Any]) -> Asset:
    photo = read_photo(source, found.container)
    path, alpha = write_photo(photo, into, base["id"])
    look = framing.frame(np.asarray(photo.picture))
    width, height = photo.picture.size
    return Asset(
        **base, kind="photo", path=path, alpha_path=alpha, width=width, height=height, notes=photo.notes, **vars(look)
    )


def _film(source: Path, found: Sniffed, into: Path, base: dict[str, Any], has_sound: bool) -> Asset:
    clip = read_clip(source, found.container, into / f"{base['id']}.mp4")
    sound = into / f"{base['id']}.flac"
    heard_ms = extract(source, found.container, sound, clip.origin_s, clip.duration_ms) if has_sound else 0
    return _clip(clip, sound, heard_ms, base)


def _clip(clip: Clip, sound: Path | None, heard_ms: int, base: dict[str, Any]) -> Asset:
    look = framing.frame_many(clip.moments) if clip.moments else framing.Framing()
    return Asset(
        **base,
        kind="clip",
        path=clip.path,
        audio_path=sound if heard_ms else None,
        width=clip.width,
        height=clip.height,
        duration_ms=clip.duration_ms,
        fps=float(clip.fps),
        has_audio=heard_ms > 0,
        notes=clip.notes,
        **vars(look),
    )


def _audio(source: Path, found: Sniffed, into: Path, base: dict[str, Any]) -> Asset:
    path = into / f"{base['id']}.flac"
    length_ms = extract(source, found.container, path)
    if not length_ms:
        raise MediaError("No sound in the file can be read: it is damaged or of an unknown codec.")
    return Asset(**base, kind="audio", path=path, audio_path=path, duration_ms=length_ms, has_audio=True)
