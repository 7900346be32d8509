"""Sound which lies in a file and not in memory: minutes of it are added to, measured and turned down in place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from engine.sound.audio import Stereo

_FRAME = 8  # bytes of one sample of both channels


class Reel:
    """`length` samples of stereo, silent at first, in a nameless file in `folder` which is gone when it is closed.

    Slices are read and written as those of an array of shape (length, 2) are; what is read is a copy. Raises `OSError`
    when the disk is full.
    """

    def __init__(self, length: int, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._length = length
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed by __exit__
        self._file.truncate(length * _FRAME)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, where: slice) -> Stereo:
        start, stop, _ = where.indices(self._length)
        raw = os.pread(self._file.fileno(), max(0, stop - start) * _FRAME, start * _FRAME)
        return np.frombuffer(raw, np.float32).reshape(-1, 2)

    def __setitem__(self, where: slice, samples: Stereo) -> None:
        start, _, _ = where.indices(self._length)
        left = np.ascontiguousarray(samples, np.float32).reshape(-1).data.cast("B")
        place = start * _FRAME
        while left:
            written = os.pwrite(self._file.fileno(), left, place)
            left, place = left[written:], place + written
