"""Files on their way from a browser to the backend: received in pieces, resumed after a break, then handed on."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path

from sqlalchemy import select

from nemo.config import FORMATS
from studio.settings import MAX_UPLOAD_BYTES, settings
from studio.tables import Project, Upload, UploadMark, session

_appending = threading.Lock()


class OutOfStepError(Exception):
    """A piece did not start where the file on disk ends; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the file has {received} bytes so far")
        self.received = received


class TooLargeError(Exception):
    """The file would grow past what the backend accepts."""


def announce(project: str, name: str, size: int, mark: str = "") -> Upload:
    """Make room for a file of `size` bytes. Its name is only ever shown, never used as a path.

    A file of the same name, size and `mark` (what the browser knows its content by) which has arrived in part goes on.
    """
    if size > MAX_UPLOAD_BYTES:
        raise TooLargeError
    begun = _begun(project, plain_name(name), size, mark) if mark else None
    if begun:
        return begun
    made = Upload(id=secrets.token_urlsafe(12), project=project, name=plain_name(name), size=size)
    with session() as db:
        db.add(made)
        db.add(UploadMark(upload=made.id, mark=mark))
    path(made).touch()
    return made


def _begun(project: str, name: str, size: int, mark: str) -> Upload | None:
    wanted = select(Upload).join(UploadMark, UploadMark.upload == Upload.id).where(UploadMark.mark == mark)
    same = (Upload.project == project, Upload.name == name, Upload.size == size, Upload.state == "receiving")
    with session() as db:
        return db.scalars(wanted.where(*same).limit(1)).first()


def append(upload: Upload, offset: int, piece: bytes) -> int:
    """Add a piece which starts at `offset`; returns the bytes received so far. May raise both errors above."""
    with _appending:
        before = received(upload)
        if offset != before:
            raise OutOfStepError(before)
        if before + len(piece) > min(upload.size, MAX_UPLOAD_BYTES):
            raise TooLargeError
        with path(upload).open("ab") as file:
            file.write(piece)
    return before + len(piece)


def received(upload: Upload) -> int:
    """How many of its bytes have arrived."""
    here = path(upload)
    return here.stat().st_size if here.exists() else 0


def arrived(upload: Upload) -> None:
    """Let a file wait to be used once all of it is here; said again it changes nothing."""
    with session() as db:
        found = db.get(Upload, upload.id)
        if found and found.state == "receiving" and received(found) == found.size:
            found.state = "waiting"


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
    """The files of a project in the order chosen for them, else as they came; those of the given states, or all."""
    wanted = select(Upload, UploadMark.place).outerjoin(UploadMark, UploadMark.upload == Upload.id)
    with session() as db:
        rows = db.execute(wanted.where(Upload.project == project)).all()
    found = [one for one, place in sorted(rows, key=lambda row: (row[1] or row[0].created, row[0].created))]
    return [one for one in found if not states or one.state in states]


def order(project: str, chosen: list[str]) -> None:
    """Put files of a project into this order; they share the places which they had."""
    here = {one.id: one for one in of(project)}
    ids, before = [one for one in dict.fromkeys(chosen) if one in here], 0.0
    with session() as db:
        marks = [db.get(UploadMark, one) or UploadMark(upload=one, mark="", place=here[one].created) for one in ids]
        for row, place in zip(marks, sorted(row.place for row in marks), strict=True):
            row.place = before = max(place, before + 1e-3)
            db.add(row)


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
        for found in (db.get(Upload, upload.id), db.get(UploadMark, upload.id)):
            if found:
                db.delete(found)


def plain_name(name: str) -> str:
    """The last part of a file name, without control characters and of a bearable length."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[-120:] or "file"


def accepted() -> str:
    """The `accept` attribute of a file input."""
    return ",".join(f".{one}" for one in FORMATS)
