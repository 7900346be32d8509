"""Kept speech: a folder of small files named by what they hold."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

import numpy as np

from engine.settings import settings
from engine.sound.speech import Speech

MOST_FILES = 2000


def take(key: str, folder: Path | None) -> Speech | None:
    """The kept speech of this key; None when there is none or the file is damaged."""
    try:
        with np.load(_own(folder) / f"{key}.npz", allow_pickle=False) as file:
            words = [(str(text), int(start), int(end)) for text, start, end in json.loads(str(file["words"]))]
            return Speech(np.asarray(file["samples"] / 32767, np.float32), int(file["rate"]), words)
    except (OSError, ValueError, KeyError, EOFError):
        return None


def put(key: str, speech: Speech, folder: Path | None) -> None:
    """Keep `speech`, whole or not at all; a full disk only means that it is spoken again."""
    with contextlib.suppress(OSError):
        folder = _own(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        descriptor, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                pcm = np.round(speech.samples * 32767).astype(np.int16)
                np.savez(file, samples=pcm, rate=speech.rate, words=json.dumps(speech.words))
            Path(name).replace(folder / f"{key}.npz")
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _own(folder: Path | None) -> Path:
    return folder or settings().cache / "speech"


def _sweep(folder: Path) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime)
    for file in files[: max(0, len(files) - MOST_FILES)]:
        file.unlink(missing_ok=True)
