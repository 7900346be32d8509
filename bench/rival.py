"""MoviePy, set up beside us: its environment, and a job file which says what our own reference says."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import wave
from pathlib import Path

import cv2
import numpy as np

from bench.work import sources
from engine.media.assets import Asset
from engine.render.cache import Cache
from engine.render.compose import Stage
from engine.render.output import Output, target, video_options
from engine.render.plan import plan
from engine.sound.mix import mixdown
from nemo.draft import Segment

ROOT = Path(__file__).parent.parent
HOME = ROOT / "build" / "moviepy"
SECONDS = 5
"""Of the film: MoviePy's cost is even over the film, and all of it three times would take ten minutes."""


def python() -> Path | None:
    """The interpreter of MoviePy's own environment, made at the first call; None where it cannot be installed."""
    found = HOME / "bin" / "python"
    if not (HOME / "ready").exists():
        venv.create(HOME, with_pip=True, clear=True)
        install = [
            found,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "-r",
            ROOT / "requirements-bench.txt",
        ]
        if subprocess.run(install, check=False, stdout=sys.stderr).returncode:
            return None
        (HOME / "ready").touch()
    return found


def job(folder: Path, name: str) -> Path:
    """Write the job file of a reference, with its words as PNG files and its sound as WAV."""
    draft, assets = sources(folder, name)
    goal = target(Output(), draft)
    stage = Stage(plan(draft, goal), assets, Cache(folder / "cache"))
    sprites = []
    for item in stage.lettering.items:
        for laid in stage.lettering.laid(item):
            one = laid.sprite
            file = folder / f"sprite{len(sprites)}.png"
            cv2.imwrite(str(file), _straight(one.pixels))
            seconds = (one.end - one.start) / 1000
            sprites.append({"png": str(file), "x": one.x, "y": one.y, "start": one.start / 1000, "seconds": seconds})
    _wav(folder / "sound.wav", np.concatenate([*mixdown(draft, assets)]))
    made = {
        "size": [goal.width, goal.height],
        "seconds": SECONDS,
        "shots": [_shot(segment, assets) for segment in draft.segments("main")],
        "sprites": sprites,
        "wav": str(folder / "sound.wav"),
        "x264": video_options(goal)["x264-params"],
        "out": str(folder / "moviepy.mp4"),
    }
    (folder / f"{name}.json").write_text(json.dumps(made))
    return folder / f"{name}.json"


def run(interpreter: Path, file: Path) -> dict[str, float]:
    """Run a job; what it measured of itself."""
    script = ROOT / "bench" / "moviepy_film.py"
    done = subprocess.run([interpreter, script, file], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _shot(segment: Segment, assets: dict[str, Asset]) -> dict[str, object]:
    meta = segment.meta
    at = {"start": segment.start / 1000, "seconds": segment.duration / 1000, "path": str(assets[meta.asset or ""].path)}
    return {**at, "kind": meta.kind, "in": (meta.in_ or 0) / 1000, "focus": (meta.focus or [0.5])[0]}


def _straight(pixels: np.ndarray) -> np.ndarray:
    """Premultiplied RGBA as straight BGRA, for a PNG."""
    alpha = np.maximum(pixels[..., 3:].astype(np.uint16), 1)
    colour = np.minimum(pixels[..., :3].astype(np.uint16) * 255 // alpha, 255).astype(np.uint8)
    return np.dstack([colour[..., ::-1], pixels[..., 3]])


def _wav(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
