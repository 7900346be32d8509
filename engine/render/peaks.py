"""The shape of a sound, to draw it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.errors import RenderError
from engine.media.assets import Asset
from engine.render.cache import Cache, digest
from engine.sound.audio import RATE, stream

VERSION = 1


def peaks(asset: Asset, points: int, cache: Path) -> list[float]:
    """The loudest sample of each of `points` equal stretches of the asset's sound, 0 … 1; zeros when it has none.

    Raises RenderError when the sound's file is gone.
    """
    path = asset.audio_path or (asset.path if asset.kind == "audio" else None)
    if path is None or not asset.duration_ms:
        return [0.0] * points
    key = digest("peaks", VERSION, asset.sha256, points)
    raw = Cache(cache).made("peaks", key, lambda: _measured(path, asset, points))
    return [round(level / 255, 3) for level in raw]


def _measured(path: Path, asset: Asset, points: int) -> bytes:
    highest = np.zeros(points, np.float32)
    per_point = max(1.0, asset.duration_ms * RATE / 1000 / points)
    done = 0
    try:
        for block in stream(path):
            where = np.minimum(((done + np.arange(len(block))) / per_point).astype(int), points - 1)
            np.maximum.at(highest, where, np.abs(block).max(axis=1))
            done += len(block)
    except OSError as error:
        raise RenderError(f"The sound of “{asset.name}” is missing. Upload it again; the rest is untouched.") from error
    return np.rint(np.clip(highest, 0, 1) * 255).astype(np.uint8).tobytes()
