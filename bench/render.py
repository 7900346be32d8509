"""The renderer against x264 alone, against MoviePy, and against itself after an edit. Figures: docs/performance.md.

Every run is a process of its own; what is compared runs in turns, three times, and medians are told.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench import reference, rival

Numbers = dict[str, Any]

ROUNDS = 3
LENGTHS = (10, 60, 600)
_EDITS = ("reexport_title", "reexport_music", "reexport_same")


def benches() -> Iterator[Numbers]:
    """All of it, about 13 minutes on two cores."""
    with tempfile.TemporaryDirectory(prefix="reelwright-bench-") as name:
        folder = Path(name)
        os.environ["REELWRIGHT_DATA"] = str(folder / "data")
        reference.photos(folder)
        reference.clips(folder)
        run(folder, "speak")
        yield from _against(folder, "photo_promo", "photos")
        yield from _against(folder, "clips", "clips")
        yield from _edits(folder)
        yield from _lengths(folder)
        found = [fresh(folder, "stills") for _ in range(ROUNDS)]
        yield {"bench": "stills", **{key: _middle(found, key) for key in ("cold_ms", "warm_ms", "peak_mb")}}


def _against(folder: Path, bench: str, name: str) -> Iterator[Numbers]:
    """Ours, the limit and the rival, in turns."""
    interpreter = rival.python()
    job = rival.job(folder, name) if interpreter else None
    ours, limits, rivals = [], [], []
    for _ in range(ROUNDS):
        limits.append(fresh(folder, "limit", name))
        ours.append(fresh(folder, "film", name))
        if interpreter and job:
            rivals.append(rival.run(interpreter, job))
    wall = _middle(ours, "wall_s")
    row = {"bench": bench, "wall_s": wall, "cpu_s": _middle(ours, "cpu_s"), "peak_mb": _middle(ours, "peak_mb")}
    row["ratio_encoder"] = round(wall / _middle(limits, "wall_s"), 3)
    row["encoder_s"], row["encoder_segments_s"] = _middle(limits, "wall_s"), _middle(limits, "segments_wall_s")
    if rivals:
        whole = _middle(rivals, "wall_s") * reference.SECONDS / rival.SECONDS
        row["ratio_moviepy"], row["moviepy_s"] = round(whole / wall, 2), round(whole, 1)
    yield row


def _edits(folder: Path) -> Iterator[Numbers]:
    found = [fresh(folder, "edits") for _ in range(ROUNDS)]
    full = median(one["full"]["wall_s"] for one in found)
    for name in ("preview_fresh", "preview_edit", *_EDITS):
        runs = [one[name] for one in found]
        row = {"bench": name, "wall_s": _middle(runs, "wall_s"), "cpu_s": _middle(runs, "cpu_s")}
        yield {**row, **({"ratio_full": round(row["wall_s"] / full, 3)} if name in _EDITS else {})}


def _lengths(folder: Path) -> Iterator[Numbers]:
    """Wall and CPU time a second of film, in draft quality; the first is the measure of the others."""
    first = 0.0
    for seconds in LENGTHS:
        runs = [fresh(folder, "length", str(seconds)) for _ in range(ROUNDS if seconds < 100 else 1)]
        each = _middle(runs, "cpu_s") / seconds
        first = first or each
        numbers = {key: _middle(runs, key) for key in ("wall_s", "cpu_s", "peak_mb")}
        yield {
            "bench": f"length_{seconds}s",
            **numbers,
            "cpu_per_s": round(each, 4),
            "ratio_10s": round(each / first, 3),
        }


def fresh(folder: Path, *task: str) -> Numbers:
    """Run a task with nothing kept from before but speech."""
    for name in ("cache", "preview"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return run(folder, *task)


def run(folder: Path, task: str, *more: str) -> Numbers:
    command = [sys.executable, "-m", "bench.work", task, str(folder), *more]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    print(f"{task} {' '.join(more)}: {done.stdout.strip()}", file=sys.stderr)
    found: Numbers = json.loads(done.stdout.splitlines()[-1])
    return found


def _middle(runs: list[Any], key: str) -> float:
    return round(median(one[key] for one in runs), 3)
