"""Picture and sound over ten minutes: every scene flashes and beeps at once; how far apart do the two end up?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from engine.render.output import Output
from engine.render.render import render
from tests.engine.rendering import clip, draft, flac

SECONDS = 600
_AT = 0.4  # s into the clip
_LENGTHS = (2000, 1480, 3120, 2360, 1840)  # ms of the scenes, in turns: whole frames at 25 a second


def benches() -> Iterator[dict[str, Any]]:
    """The largest distance between a flash and its beep, and between either and where the draft has it."""
    with tempfile.TemporaryDirectory(prefix="reelwright-sync-") as name:
        folder = Path(name)
        starts, film = _film(folder)
        flashes, beeps = _flashes(film), _beeps(film)
        expected = np.array(starts) / 1000 + _AT
        if not len(flashes) == len(beeps) == len(expected):
            raise AssertionError(f"{len(expected)} scenes, {len(flashes)} flashes, {len(beeps)} beeps")
        yield {
            "bench": f"sync_{SECONDS}s",
            "scenes": len(starts),
            "apart_ms": round(float(np.abs(flashes - beeps).max() * 1000), 1),
            "picture_off_ms": round(float(np.abs(flashes - expected).max() * 1000), 1),
            "sound_off_ms": round(float(np.abs(beeps - expected).max() * 1000), 1),
        }


def _film(folder: Path) -> tuple[list[int], Path]:
    samples = np.zeros((4 * 48000, 2), np.float32)
    start = round(_AT * 48000)
    samples[start : start + 4800] = 0.5 * np.sin(np.arange(4800) * 0.13)[:, None]
    flash = clip(folder, "flash", 4, lambda n: 235 if 10 <= n < 13 else 20, 64, 36)
    flash = flash.model_copy(update={"audio_path": flac(folder / "beep.flac", samples), "has_audio": True})
    main, starts, clock = [], [], 0
    while clock < SECONDS * 1000:
        main.append({"d": _LENGTHS[len(main) % len(_LENGTHS)], "kind": "clip", "asset": "flash"})
        starts.append(clock)
        clock += main[-1]["d"]
    film = render(draft(main, 36, 64), Output(quality="draft"), {"flash": flash}, folder / "film", folder / "cache")
    return starts, film


def _flashes(film: Path) -> np.ndarray:
    with av.open(str(film)) as container:
        times, light = [], []
        for frame in container.decode(video=0):
            times.append(float(frame.pts * frame.time_base))
            light.append(float(frame.to_ndarray(format="gray").mean()))
    bright = np.array(light) > 110
    return np.array(times)[1:][bright[1:] & ~bright[:-1]]


def _beeps(film: Path) -> np.ndarray:
    onsets: list[float] = []
    quiet_since = -1.0
    with av.open(str(film)) as container:
        for frame in container.decode(audio=0):
            start = float(frame.pts * frame.time_base)
            loud = np.flatnonzero(np.abs(frame.to_ndarray()).max(0) > 0.02)
            if len(loud):
                if start + loud[0] / 48000 - quiet_since > 0.2:
                    onsets.append(start + loud[0] / 48000)
                quiet_since = start + loud[-1] / 48000
    return np.array(onsets)
