"""What the pages show of an upload: a small picture, and the shape of its sound."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
from PIL import Image

from engine.media.assets import Asset

THUMB_PX = 480
PEAKS = 800


def make(asset: Asset, into: Path) -> None:
    """Write `thumb.jpg` (at most 480 px) and `peaks.json` into `into`, what applies of them."""
    into.mkdir(parents=True, exist_ok=True)
    if asset.kind != "audio":
        _thumb(asset, into / "thumb.jpg")
    sound = asset.audio_path or (asset.path if asset.kind == "audio" else None)
    if sound:
        (into / "peaks.json").write_text(json.dumps({"peaks": peaks(sound), "ms": asset.duration_ms}))


def _thumb(asset: Asset, path: Path) -> None:
    picture = Image.open(asset.path) if asset.kind == "photo" else _frame(asset.path, asset.duration_ms // 4)
    picture = picture.convert("RGB")
    picture.thumbnail((THUMB_PX, THUMB_PX))
    picture.save(path, quality=82)


def _frame(path: Path, at_ms: int) -> Image.Image:
    with av.open(str(path)) as film:
        film.seek(at_ms * 1000)
        return next(film.decode(video=0)).to_image()


def peaks(path: Path, count: int = PEAKS) -> list[float]:
    """The loudest sample (0 … 1) of each of `count` equal stretches of a sound file."""
    loud: list[np.ndarray] = []
    with av.open(str(path)) as film:
        mono = av.AudioResampler(format="flt", layout="mono", rate=8000)
        for frame in film.decode(audio=0):
            loud += [np.abs(part.to_ndarray()[0]) for part in mono.resample(frame)]
    samples = np.concatenate(loud) if loud else np.zeros(1, np.float32)
    parts = np.array_split(samples, min(count, len(samples)))
    return [round(min(1.0, float(part.max())), 3) for part in parts]
