"""Multipart uploads, written to disk as they arrive: memory stays flat whatever the size."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from engine.errors import BadRequest

FIELDS = (b"files", b"file")
MOST_FILES = 100
MOST_DISCARDED = 4
"""Times the limit: so much of an oversized upload is still read, so that its sender hears why it was refused."""


@dataclass
class Received:
    """One file of an upload, under a name of ours. Past the limit its bytes are dropped and it is `too_large`."""

    name: str
    path: Path
    size: int = 0
    too_large: bool = False


@dataclass
class _Parts:
    """The parser's callbacks: headers first, then bytes into a file."""

    folder: Path
    limit: int
    received: list[Received] = field(default_factory=list)
    _header: bytes = b""
    _value: bytes = b""
    _disposition: bytes = b""
    _out: BinaryIO | None = None

    def on_part_begin(self) -> None:
        self._disposition = b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name") not in FIELDS or b"filename" not in options:
            return
        if len(self.received) >= MOST_FILES:
            raise BadRequest(f"At most {MOST_FILES} files at once; nothing was kept of this upload.")
        name = options[b"filename"].decode("utf-8", "replace")
        file = Received(name[-200:] or "file", self.folder / f"{len(self.received)}.upload")
        self.received.append(file)
        self._out = file.path.open("wb")

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._out is None:
            return
        file = self.received[-1]
        file.size += end - start
        if file.size > self.limit:
            file.too_large = True
            self._out.truncate(0)
        else:
            self._out.write(memoryview(data)[start:end])

    def on_part_end(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None

    def callbacks(self) -> dict[str, object]:
        """What the parser calls."""
        return {name: getattr(self, name) for name in dir(self) if name.startswith("on_")}


async def receive(request: Request, folder: Path, limit: int) -> list[Received]:
    """Write the files of a multipart request into `folder`; `limit` is bytes a file. Raises BadRequest."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    if not options.get(b"boundary"):
        raise BadRequest("Send the files as multipart/form-data in the field “files”; nothing was kept.")
    parts = _Parts(folder, limit)
    parser = MultipartParser(options[b"boundary"], parts.callbacks())  # type: ignore[arg-type]
    total = 0
    try:
        async for chunk in request.stream():
            total += len(chunk)
            if total > limit * MOST_DISCARDED and any(file.too_large for file in parts.received):
                break
            await run_in_threadpool(parser.write, chunk)
    except (MultipartParseError, ClientDisconnect) as error:
        raise BadRequest("The upload broke off; nothing was kept of it. Please send it again.") from error
    finally:
        parts.on_part_end()
    return parts.received
