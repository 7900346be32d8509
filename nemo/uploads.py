"""Files on their way to the service: checked first, then read as they are sent, so that none is ever held in memory."""

from __future__ import annotations

import contextlib
import mimetypes
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from requests_toolbelt import MultipartEncoder, MultipartEncoderMonitor

from nemo import errors
from nemo.config import ALSO_FORMATS, FORMATS, MAX_FILE_MB

File = str | Path | BinaryIO | tuple[str, BinaryIO]
Progress = Callable[[int, int], None]


@dataclass
class Parcel:
    """Open files under the names the user knows them by."""

    files: list[tuple[str, BinaryIO]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names, in order."""
        return [name for name, _ in self.files]

    def request(
        self, progress: Progress | None, stop: threading.Event | None, key: str | None = None
    ) -> dict[str, Any]:
        """Body and headers of a multipart request over the files, each from its beginning."""
        for _, file in self.files:
            file.seek(0)
        encoder = MultipartEncoder([("files", (name, file, _type(name))) for name, file in self.files])

        def sent(monitor: MultipartEncoderMonitor) -> None:
            if stop is not None and stop.is_set():
                raise errors.Stopped
            if progress:
                progress(min(monitor.bytes_read, encoder.len), encoder.len)

        body = MultipartEncoderMonitor(encoder, sent)
        named = {"Idempotency-Key": key} if key else {}
        return {"data": body, "headers": {"Content-Type": body.content_type, **named}}


@contextlib.contextmanager
def opened(files: Iterable[File]) -> Iterator[Parcel]:
    """The files, checked; those opened here are closed at the end. Raises FileTrouble, also when there are none."""
    parcel = Parcel()
    with contextlib.ExitStack() as stack:
        for item in files:
            name, file = _open(item, stack)
            _check(name, _size(file))
            parcel.files.append((name, file))
        if not parcel.files:
            raise errors.MissingFile
        yield parcel


def _open(item: File, stack: contextlib.ExitStack) -> tuple[str, BinaryIO]:
    if isinstance(item, tuple):
        return Path(item[0]).name, item[1]
    if isinstance(item, str | Path):
        path = Path(item)
        try:
            return path.name, stack.enter_context(path.open("rb"))
        except OSError:
            raise errors.MissingFile(name=path.name) from None
    return Path(str(getattr(item, "name", ""))).name or "file", item


def _check(name: str, size: int) -> None:
    ending = Path(name).suffix.lstrip(".").lower()
    if ALSO_FORMATS.get(ending, ending) not in FORMATS:
        raise errors.UnsupportedFile(name=name)
    if size == 0:
        raise errors.EmptyFile(name=name)
    if size > MAX_FILE_MB * 1024 * 1024:
        raise errors.FileTooLarge(name=name)


def _size(file: BinaryIO) -> int:
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(0)
    return size


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
