"""Finished renders, kept beside the studio's records: played, downloaded and looked into without asking the backend."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from studio.settings import settings
from studio.tables import Export, Project, session

MEDIA_TYPES = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "avi": "video/x-msvideo",
    "gif": "image/gif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "otio": "application/zip",
}
DEMUXERS = {"webm": "webm", "mkv": "matroska", "avi": "avi"}  # of films which are not of the mp4 family
CROPPED = 0.12  # the part of a picture which a cover may lose at its edges
PEAKS = 400  # bars of the waveform picture


def path(export: str) -> Path:
    """Where the file of this export lies once it is finished. The id is checked to be a plain word."""
    if not export.replace("_", "").replace("-", "").isalnum():
        raise ValueError("an export's id is letters, digits, - and _")
    folder = settings().data / "studio" / "films"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / export


def owned(owner: str, export: str) -> Export | None:
    """The export of this id if it belongs to a project of this browser."""
    with session() as db:
        found = db.get(Export, export)
        project = db.get(Project, found.project) if found else None
    return found if project and project.owner == owner else None


def media_type(export: Export) -> str:
    """The content type of an export's file."""
    return MEDIA_TYPES.get(str(export.output.get("format", "mp4")), "application/octet-stream")


def poster(export: Export, ms: int) -> bytes | None:
    """The picture which stands for an export, JPEG: of a film its frame at `ms`; None for sound."""
    kind = media_type(export).split("/")[0]
    if kind == "image":
        with Image.open(path(export.id)) as picture:
            return _jpeg(picture.convert("RGB"))
    return frame(export.id, ms, DEMUXERS.get(str(export.output.get("format")), "mp4")) if kind == "video" else None


def cover(picture: bytes, width: int, height: int) -> bytes:
    """A picture as a cover of this size in px, JPEG: filled where the shapes are close, else whole on its own blur."""
    with Image.open(io.BytesIO(picture)) as opened:
        whole = opened.convert("RGB")
    filled = ImageOps.fit(whole, (width, height), Image.Resampling.LANCZOS)
    if abs((whole.width / whole.height) / (width / height) - 1) < CROPPED:
        return _jpeg(filled, 90)
    ground = ImageEnhance.Brightness(filled.filter(ImageFilter.GaussianBlur(width / 30))).enhance(0.7)
    inside = ImageOps.contain(whole, (width, height), Image.Resampling.LANCZOS)
    ground.paste(inside, ((width - inside.width) // 2, (height - inside.height) // 2))
    return _jpeg(ground, 90)


@lru_cache(maxsize=256)
def frame(export: str, ms: int, demuxer: str = "mp4") -> bytes | None:
    """The picture at `ms` of a finished film as JPEG bytes, None where there is none. Our own files only."""
    if not path(export).exists():
        return None
    with av.open(str(path(export)), format=demuxer) as film:
        stream = film.streams.video[0]
        film.seek(ms * 1000, backward=True)
        picture = None
        for decoded in film.decode(stream):
            picture = decoded
            if (decoded.time or 0) * 1000 >= ms:
                break
        return _jpeg(picture.to_image()) if picture else None


@lru_cache(maxsize=64)
def peaks(export: str) -> tuple[float, ...]:
    """The loudness of a finished film over its length: `PEAKS` values of 0 … 1; empty without sound."""
    if not path(export).exists():
        return ()
    with av.open(str(path(export)), format="mp4") as film:
        if not film.streams.audio:
            return ()
        pieces = [np.abs(part.to_ndarray()).max(axis=0) for part in film.decode(audio=0)]
    loud = np.concatenate(pieces) if pieces else np.zeros(1, np.float32)
    tops = np.array([part.max() if part.size else 0.0 for part in np.array_split(loud, PEAKS)])
    return tuple(float(top) for top in np.round(tops / max(float(tops.max()), 1e-6), 3))


def _jpeg(picture: Image.Image, quality: int = 82) -> bytes:
    into = io.BytesIO()
    picture.save(into, "JPEG", quality=quality)
    return into.getvalue()
