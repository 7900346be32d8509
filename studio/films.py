"""Finished renders, kept beside the studio's records: played, downloaded and looked into without asking the backend."""

from __future__ import annotations

import hashlib
import hmac
import io
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from studio.settings import settings
from studio.tables import Browser, Export, Project, session

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


def key(export: Export) -> str:
    """What opens this one film for whoever has its link: it cannot be guessed, and ends with the export."""
    with session() as db:
        project = db.get_one(Project, export.project)
        secret = db.get_one(Browser, project.owner).client_id
    return hmac.new(secret.encode(), f"film:{export.id}".encode(), hashlib.sha256).hexdigest()[:40]


def shared(export: str, given: str) -> Export | None:
    """The finished export of this id if the key is its own and its project has not been deleted."""
    with session() as db:
        found = db.get(Export, export)
        project = db.get(Project, found.project) if found else None
    if not found or not project or project.deleted is not None:
        return None
    return found if hmac.compare_digest(key(found).encode(), given.encode()) else None


def media_type(export: Export) -> str:
    """The content type of an export's file."""
    return MEDIA_TYPES.get(str(export.output.get("format", "mp4")), "application/octet-stream")


@lru_cache(maxsize=256)
def frame(export: str, ms: int) -> bytes | None:
    """The picture at `ms` of a finished film as JPEG bytes, None where there is none. Our own files only."""
    if not path(export).exists():
        return None
    with av.open(str(path(export)), format="mp4") as film:
        stream = film.streams.video[0]
        film.seek(ms * 1000, backward=True)
        picture = None
        for decoded in film.decode(stream):
            picture = decoded
            if (decoded.time or 0) * 1000 >= ms:
                break
        return _jpeg(picture) if picture else None


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


def _jpeg(picture: av.VideoFrame) -> bytes:
    into = io.BytesIO()
    picture.to_image().save(into, "JPEG", quality=82)
    return into.getvalue()
