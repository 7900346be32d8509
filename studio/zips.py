"""Many files as one zip, written as it is sent: not packed, not held in memory, its length known before.

The checksums stand before the files, where the simplest readers look for them (APPNOTE 6.3.10, 4.3 and 4.4). Names are
UTF-8. Beyond 4 GB the zip64 records of the same paper are added.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 18
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_WIDE = struct.Struct("<2H3Q")
_END64 = struct.Struct("<4sQ2H2I4Q")
_WHERE64 = struct.Struct("<4sIQI")
_END = struct.Struct("<4s4H2IH")
_UTF8 = 0x800
_MOST32, _MOST16 = 0xFFFFFFFF, 0xFFFF
_NEEDS, _NEEDS64 = 20, 45


@dataclass(frozen=True)
class Entry:
    """A file of a zip: its name in it, where it lies, its bytes, their CRC-32, and when it was made (Unix seconds)."""

    name: str
    place: Path
    size: int
    crc: int
    made: float


def length(entries: Sequence[Entry]) -> int:
    """The bytes of the whole zip."""
    files = sum(_LOCAL.size + len(_name(one)) + one.size for one in entries)
    return files + len(b"".join(_directory(entries)))


def written(entries: Sequence[Entry]) -> Iterator[bytes]:
    """The zip, a block at a time. A file which was removed or changed meanwhile breaks it off."""
    for one in entries:
        yield _LOCAL.pack(b"PK\3\4", _NEEDS, _UTF8, 0, *_when(one), one.crc, one.size, one.size, len(_name(one)), 0)
        yield _name(one)
        left = one.size
        with one.place.open("rb") as file:
            while left and (block := file.read(min(CHUNK, left))):
                left -= len(block)
                yield block
        if left:
            raise EOFError(one.name)
    yield from _directory(entries)


def _directory(entries: Sequence[Entry]) -> Iterator[bytes]:
    start = 0
    records = []
    for one in entries:
        records.append(_record(one, start))
        start += _LOCAL.size + len(_name(one)) + one.size
    central = b"".join(records)
    yield central
    count, size = len(entries), len(central)
    if start > _MOST32 or count > _MOST16:
        yield _END64.pack(b"PK\6\6", _END64.size - 12, _NEEDS64, _NEEDS64, 0, 0, count, count, size, start)
        yield _WHERE64.pack(b"PK\6\7", 0, start + size, 1)
    few = min(count, _MOST16)
    yield _END.pack(b"PK\5\6", 0, 0, few, few, min(size, _MOST32), min(start, _MOST32), 0)


def _record(one: Entry, start: int) -> bytes:
    extra = _WIDE.pack(1, 24, one.size, one.size, start) if start > _MOST32 else b""
    size, needs = (_MOST32, _NEEDS64) if extra else (one.size, _NEEDS)
    head = (b"PK\1\2", needs, needs, _UTF8, 0, *_when(one), one.crc, size, size)
    return _CENTRAL.pack(*head, len(_name(one)), len(extra), 0, 0, 0, 0, min(start, _MOST32)) + _name(one) + extra


def _name(one: Entry) -> bytes:
    return one.name.encode()


def _when(one: Entry) -> tuple[int, int]:
    """Time and date as MS-DOS counted them, from 1980 on in steps of two seconds."""
    year, month, day, hour, minute, second = time.localtime(max(one.made, 315_619_200.0))[:6]
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
