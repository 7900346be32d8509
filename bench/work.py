"""One measured piece of work in a process of its own: `python -m bench.work TASK FOLDER` prints a JSON object.

Times are of the work alone, after all imports; `peak_mb` is of the whole process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from threading import Thread
from typing import Any

import av
import numpy as np

from bench import reference
from engine.media.assets import Asset
from engine.render.cache import Cache
from engine.render.compose import Compositor, Stage
from engine.render.encode import SEGMENT, av_frame, configure, encoded
from engine.render.output import Output, target, video_options
from engine.render.plan import plan
from engine.render.planes import Planes
from engine.render.render import render, still
from engine.render.sound import soundtrack
from engine.sound.mix import mixdown
from nemo.draft import Draft

Numbers = dict[str, Any]


def cpu() -> float:
    """CPU seconds of this process and its children."""
    own, born = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + born.ru_utime + born.ru_stime


@contextmanager
def measured(into: Numbers) -> Iterator[None]:
    """Add wall and CPU seconds of what happens inside."""
    wall, busy = time.perf_counter(), cpu()
    yield
    into["wall_s"], into["cpu_s"] = round(time.perf_counter() - wall, 3), round(cpu() - busy, 3)


def sources(folder: Path, name: str) -> tuple[Draft, dict[str, Asset]]:
    """A reference by name: its draft and its assets."""
    if name == "clips":
        return reference.cut(), reference.clips(folder)
    return reference.promo(), reference.photos(folder)


def film(folder: Path, name: str) -> Numbers:
    """The whole export, nothing kept from before."""
    draft, assets = sources(folder, name)
    found: Numbers = {}
    with measured(found):
        render(draft, Output(), assets, folder / "film", folder / "cache")
    return found


def limit(folder: Path, name: str) -> Numbers:
    """x264 alone on the same pictures, from memory: one encoder with two threads, and two of one thread on segments."""
    draft, assets = sources(folder, name)
    goal = target(Output(), draft)
    stage = Stage(plan(draft, goal), assets, Cache(folder / "cache"))
    with Compositor(stage) as compositor:
        pictures = [picture.copy() for picture in compositor.frames(0, stage.film.frames)]
    found: Numbers = {}
    with measured(found):
        context: Any = av.CodecContext.create("libx264", "w")
        context.options = video_options(goal)
        configure(context, goal, "libx264")
        context.thread_count, context.thread_type = 2, "FRAME"
        for number, picture in enumerate(pictures):
            frame = av_frame(picture)
            frame.pts, frame.time_base = number, Fraction(1, goal.fps)
            context.encode(frame)
        context.encode(None)
    pair: Numbers = {}
    with measured(pair):
        threads = [Thread(target=_segments, args=(pictures, goal, half)) for half in (0, 1)]
        _ = [thread.start() for thread in threads], [thread.join() for thread in threads]
    return {**found, "segments_wall_s": pair["wall_s"], "segments_cpu_s": pair["cpu_s"]}


def _segments(pictures: list[Planes], goal: Any, half: int) -> None:
    starts = list(range(0, len(pictures), SEGMENT))
    for start in starts[half::2]:
        encoded(pictures[start : start + SEGMENT], goal, "libx264", video_options(goal))


def edits(folder: Path) -> Numbers:
    """Export, then export again: unchanged, after another title, after other music; the same for the preview."""
    assets, found = reference.photos(folder), {}
    title, louder = reference.promo(title="Say hello to the new kettle"), reference.promo(volume=0.5)
    runs: list[tuple[str, Draft, Output]] = [
        ("preview_fresh", reference.promo(), Output(purpose="preview")),
        ("preview_edit", title, Output(purpose="preview")),
        ("full", reference.promo(), Output()),
        ("reexport_same", reference.promo(), Output()),
        ("reexport_title", title, Output()),
        ("reexport_music", louder, Output()),
    ]
    for name, draft, output in runs:
        numbers: Numbers = {}
        cache = folder / ("preview" if output.purpose == "preview" else "cache")
        with measured(numbers):
            render(draft, output, assets, folder / name, cache)
        found[name] = numbers
    return found


def length(folder: Path, seconds: str) -> Numbers:
    """Fast exports of different lengths."""
    found: Numbers = {"seconds": int(seconds)}
    with measured(found):
        render(
            reference.promo(int(seconds)),
            Output(quality="draft"),
            reference.photos(folder),
            folder / "film",
            folder / "cache",
        )
    return found


def stills(folder: Path) -> Numbers:
    """A timeline's thumbnails and one large still: the first of a draft, and the ones after it."""
    draft, assets = sources(folder, "photos")
    times: list[float] = []
    for t_ms in range(500, 30_000, 2500):
        started = time.perf_counter()
        still(draft, t_ms, 1080, assets, folder / "cache")
        times.append((time.perf_counter() - started) * 1000)
    warm = []
    for t_ms in range(900, 30_000, 2500):
        started = time.perf_counter()
        still(draft, t_ms, 1080, assets, folder / "cache")
        warm.append((time.perf_counter() - started) * 1000)
    return {"cold_ms": round(float(np.median(times)), 1), "warm_ms": round(float(np.median(warm)), 1)}


def speak(folder: Path) -> Numbers:
    """Say every line once, so that speech is in its cache as it is after a draft was made."""
    _ = [*mixdown(reference.promo(), {})]
    return {}


def mix(folder: Path, seconds: str, suffix: str) -> Numbers:
    """The sound of a promo of any length, mixed and encoded."""
    draft, found = reference.promo(int(seconds)), {}
    with measured(found):
        soundtrack(draft, {}, target(Output(format=suffix), draft), Cache(folder / "cache"))
    return found


TASKS: dict[str, Callable[..., Numbers]] = {
    task.__name__: task for task in (film, limit, edits, length, mix, stills, speak)
}


def main(task: str, folder: str, *more: str) -> None:
    """Run a task and print what it measured."""
    found = TASKS[task](Path(folder), *more)
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
