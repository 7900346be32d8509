"""Files on their way from a browser to the backend: received in pieces, resumed after a break, then handed on."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import select

from nemo.config import FORMATS
from studio.settings import MAX_UPLOAD_BYTES, settings
from studio.tables import Project, Upload, session


class OutOfStepError(Exception):
    """A piece did not start where the file on disk ends; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the file has {received} bytes so far")
        self.received = received


class TooLargeError(Exception):
    """The file would grow past what the backend accepts."""


def announce(project: str, name: str, size: int) -> Upload:
    """Make room for a file of `size` bytes. Its name is only ever shown, never used as a path."""
    if size > MAX_UPLOAD_BYTES:
        raise TooLargeError
    made = Upload(id=secrets.token_urlsafe(12), project=project, name=plain_name(name), size=size)
    with session() as db:
        db.add(made)
    path(made).touch()
    return made


def append(upload: Upload, offset: int, piece: bytes) -> int:
    """Add a piece which starts at `offset`; returns the bytes received so far. May raise both errors above."""
    here = path(upload)
    received = here.stat().st_size
    if offset != received:
        raise OutOfStepError(received)
    if received + len(piece) > min(upload.size, MAX_UPLOAD_BYTES):
        raise TooLargeError
    with here.open("ab") as file:
        file.write(piece)
    return received + len(piece)


def keep(project: str, name: str, content: bytes) -> Upload:
    """Take a small file whole, as the chat box hands it over."""
    made = announce(project, name, len(content))
    path(made).write_bytes(content)
    mark(made.id, "waiting")
    return get(made.id) or made


def path(upload: Upload) -> Path:
    """Where the bytes wait. The name is our own id."""
    return settings().uploads / upload.id


def get(upload: str) -> Upload | None:
    """The upload of this id."""
    with session() as db:
        return db.get(Upload, upload)


def owned(owner: str, upload: str) -> Upload | None:
    """The upload of this id if it belongs to a project of this browser."""
    with session() as db:
        found = db.get(Upload, upload)
        project = db.get(Project, found.project) if found else None
    return found if project and project.owner == owner else None


def of(project: str, *states: str) -> list[Upload]:
    """The files of a project in the order they came; those of the given states, or all."""
    with session() as db:
        found = list(db.scalars(select(Upload).where(Upload.project == project).order_by(Upload.created)))
    return [one for one in found if not states or one.state in states]


def mark(upload: str, state: str, error: str = "") -> None:
    """Set the state of an upload, and why it failed."""
    with session() as db:
        found = db.get(Upload, upload)
        if found:
            found.state, found.error = state, error


def forget(upload: Upload) -> None:
    """Drop a file the user took back, bytes and all."""
    path(upload).unlink(missing_ok=True)
    with session() as db:
        found = db.get(Upload, upload.id)
        if found:
            db.delete(found)


def plain_name(name: str) -> str:
    """The last part of a file name, without control characters and of a bearable length."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[-120:] or "file"


def accepted() -> str:
    """The `accept` attribute of a file input."""
    return ",".join(f".{one}" for one in FORMATS)
