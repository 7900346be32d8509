"""A folder of things which can be made again: segments, prepared planes, lettering, sound, stills.

An entry is named by the hash of all it depends on, so it never grows stale. It is written beside its place and renamed
into it, so that a reader sees all of it or nothing. It begins with a checksum of the rest; an entry which does not
match is deleted and made anew. The oldest entries go when the folder outgrows its limit.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.errors import RenderError

KINDS = ("segment", "sound", "canvas", "sprites", "names", "still")
"""What is kept, a folder each."""

_SUM = 16  # bytes of checksum before the payload
MEGABYTE = 1024 * 1024


def digest(*parts: Any) -> str:
    """The name of what depends on `parts`: bytes, or anything JSON can say. Hex, 40 characters."""
    found = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part if isinstance(part, bytes | memoryview) else json.dumps(part, sort_keys=True).encode()
        found.update(len(raw).to_bytes(8, "little"))
        found.update(raw)
    return found.hexdigest()


class Cache:
    """Entries by kind and key; safe for many threads and processes on one folder."""

    def __init__(self, root: Path, limit_mb: int = 4096) -> None:
        self.root = root
        self.limit = limit_mb * MEGABYTE

    def path(self, kind: str, key: str) -> Path:
        """Where an entry lies, whether it is there or not."""
        return self.root / kind / key[:2] / key

    def get(self, kind: str, key: str) -> bytes | None:
        """The entry, which thereby becomes the youngest; None when it is missing or was damaged."""
        place = self.path(kind, key)
        try:
            with place.open("rb") as file:
                checksum, payload = file.read(_SUM), file.read()
            os.utime(place)
        except OSError:
            return None
        if _checksum(payload) != checksum:
            place.unlink(missing_ok=True)
            return None
        return payload

    def has(self, kind: str, key: str) -> bool:
        """Whether the entry is there and sound."""
        return self.get(kind, key) is not None

    def put(self, kind: str, key: str, payload: bytes) -> None:
        """Publish an entry. Raises RenderError when the disk does not take it."""
        place = self.path(kind, key)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, _checksum(payload), payload)
        except OSError as error:
            raise disk_error(error) from error

    def made(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """The entry, made now if need be."""
        payload = self.get(kind, key)
        if payload is None:
            payload = make()
            self.put(kind, key, payload)
        return payload

    def trim(self, around: Path | None = None) -> int:
        """Delete the entries unused for longest until all caches in `around` fit the limit; the bytes freed.

        `around` is a folder that holds this cache and others of its kind, at any depth; this cache alone by default.
        """
        entries = sorted(_entries(around or self.root), key=lambda entry: entry[0])
        excess = sum(size for _, size, _ in entries) - self.limit
        freed = 0
        for _, size, place in entries:
            if freed >= excess:
                break
            place.unlink(missing_ok=True)
            freed += size
        return freed


def write_whole(place: Path, *parts: bytes) -> None:
    """Write a file under a passing name and rename it into place. Raises OSError, leaving nothing behind."""
    handle, passing = tempfile.mkstemp(dir=place.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            for part in parts:
                out.write(part)
        Path(passing).replace(place)
    except BaseException:
        Path(passing).unlink(missing_ok=True)
        raise


def disk_error(error: OSError) -> RenderError:
    """What to tell when a file could not be written."""
    why = "the disk is full" if error.errno == 28 else (error.strerror or "it cannot be written").lower()
    return RenderError(
        f"The export could not be saved: {why}. The project and what was already rendered are kept; "
        "free some space and export again."
    )


def _checksum(payload: bytes | memoryview) -> bytes:
    return hashlib.blake2b(payload, digest_size=_SUM).digest()


def _entries(root: Path) -> list[tuple[float, int, Path]]:
    found = []
    for place in root.rglob("[0-9a-f][0-9a-f]/*"):
        if place.parent.parent.name not in KINDS:
            continue
        try:
            state = place.stat()
        except OSError:
            continue
        found.append((state.st_mtime, state.st_size, place))
    return found
