"""The export: plan, letter, encode the segments that are missing, mix the sound meanwhile, join."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import cv2

from engine.errors import Cancelled, RenderError, SoundError
from engine.media.assets import Assets
from engine.render.animation import animation_target, write_animation
from engine.render.budget import ATTEMPTS, fitted, tighter
from engine.render.cache import Cache, digest, disk_error
from engine.render.compose import Compositor, Stage
from engine.render.crew import Task, Watch, cores, finish, spread
from engine.render.encode import SEGMENT, encoded
from engine.render.hardware import accelerated
from engine.render.join import join, write_sound
from engine.render.memory import give_back
from engine.render.output import Output, Target, target, video_options
from engine.render.packets import Packets, unpack
from engine.render.plan import plan
from engine.render.planes import Planes
from engine.render.sound import has_soundtrack, soundtrack
from engine.render.still import still, write_still
from engine.settings import settings as engine_settings
from nemo.draft import Draft

VERSION = 1
"""Part of every segment's name: raise it when the same frames shall give other bytes."""

_SAMPLES = 4  # segments by which a film is weighed
_SOUND = (-1, "sound")  # the job beside the segments
_SOUND_UNITS = 60  # the sound's share of the progress, in frames

_TRIM_EVERY_S = 60.0
_trimmed = [-_TRIM_EVERY_S]  # when the caches were last looked through

cv2.setNumThreads(1)  # the threads here are one a core already


def render(
    draft: Draft,
    output: Output,
    assets: Assets,
    into: Path,
    cache: Path,
    progress: Callable[[float], Any] | None = None,
    cancelled: Callable[[], bool] | None = None,
    workers: int | None = None,
) -> Path:
    """Export `draft` and return the file: `into` with the format's suffix.

    The file appears whole or not at all. The same draft gives the same bytes, whatever the number of `workers`
    (default: one a core). `progress` gets the part done of the work there was, 0 … 1, and `cancelled` is asked about
    ten times a second, both in the caller's thread. Raises RenderError with a sentence for the user, which names the
    scene where one is to blame; Cancelled after `cancelled()` was true; either way finished segments are kept.
    """
    goal = target(output, draft)
    goal = animation_target(goal, output) if goal.format.kind == "animation" else goal
    place = into.with_name(f"{into.name.removesuffix('.' + goal.format.suffix)}.{goal.format.suffix}")
    passing = place.with_name(f".part-{place.name}")
    store = Cache(cache, engine_settings().cache_mb)
    watch = Watch(progress, cancelled)
    watch.look()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(draft, goal, assets, passing, store, watch, workers or cores())
        passing.replace(place)
        _trim(store)
    except OSError as error:
        raise disk_error(error) from error
    except av.FFmpegError as error:
        raise RenderError(f"The film could not be encoded ({error.strerror}). The project is untouched.") from error
    finally:
        passing.unlink(missing_ok=True)
    watch.tell(1.0)
    return place


def _trim(store: Cache) -> None:
    """Keep all projects' caches together within the limit; now and then is enough."""
    if time.monotonic() - _trimmed[0] > _TRIM_EVERY_S:
        _trimmed[0] = time.monotonic()
        kept = engine_settings().cache
        store.trim(kept if store.root.is_relative_to(kept) else None)


def _write(draft: Draft, goal: Target, assets: Assets, place: Path, store: Cache, watch: Watch, workers: int) -> None:
    kind = goal.format.kind
    if kind == "sound":
        mixing = Task(lambda: soundtrack(draft, assets, goal, store))
        finish([mixing], watch)
        write_sound(place, goal, mixing.result)
        return
    stage = Stage(plan(draft, goal), assets, store)
    if kind == "still":
        write_still(stage, goal, place)
    elif kind == "animation":
        write_animation(stage, goal, place, watch)
    elif kind == "project":
        _write_project(draft, stage, place, watch)
    else:
        chosen = accelerated(goal) if engine_settings().hardware else goal
        _write_film(draft, stage, chosen, place, watch, workers)


def _write_project(draft: Draft, stage: Stage, place: Path, watch: Watch) -> None:
    try:
        from engine.editable.package import write_package  # with a library which nothing else needs
    except ImportError as error:
        raise RenderError(
            "This installation cannot write projects for other editors. All other formats work."
        ) from error
    try:
        finish([Task(lambda: write_package(draft, stage, place, watch))], watch)
    except SoundError as error:
        raise RenderError(f"The sound could not be made: {error} The rest of the project is untouched.") from error


def _write_film(draft: Draft, stage: Stage, goal: Target, place: Path, watch: Watch, workers: int) -> None:
    if not goal.max_bytes:
        return Film(draft, stage, goal, watch, workers).write(place)

    def film(wish: Target) -> Film:
        same = (wish.width, wish.height) == (stage.film.width, stage.film.height)
        scene = stage if same else Stage(plan(draft, wish), stage.assets, stage.cache)
        return Film(draft, scene, wish, watch, workers)

    goal = fitted(goal, stage.film.frames / goal.fps, lambda wish: film(wish).weight())
    for _ in range(ATTEMPTS):
        film(goal).write(place)
        if (size := place.stat().st_size) <= (goal.max_bytes or 0):
            return None
        goal = tighter(goal, size)
    raise RenderError("The film could not be brought under the size limit. Shorten it or allow more; nothing was lost.")


class Film:
    """A film on its way: its segments by name, and the sound beside them."""

    def __init__(self, draft: Draft, stage: Stage, goal: Target, watch: Watch, workers: int) -> None:
        self.draft, self.stage, self.goal, self.watch, self.workers = draft, stage, goal, watch, workers
        self.codec, self.options = goal.format.video, video_options(goal)

    def write(self, place: Path) -> None:
        """Make what is missing and join it all."""
        self._letter()
        keys = {n: self._key(first) for n, first in enumerate(range(0, self.stage.film.frames, SEGMENT))}
        self._encode(keys, with_sound=True)
        join(place, self.goal, self.options, (self._packets(n, key) for n, key in keys.items()), self._sound())

    def weight(self) -> float:
        """The bytes of its pictures, judged by a few segments spread over it, which are kept."""
        self._letter()
        count = -(-self.stage.film.frames // SEGMENT)
        chosen = sorted({round(n * (count - 1) / (_SAMPLES - 1)) for n in range(_SAMPLES)})
        keys = {number: self._key(number * SEGMENT) for number in chosen}
        self._encode(keys, with_sound=False)
        sizes = [(len(one.data), len(one.heads)) for one in (self._packets(n, key) for n, key in keys.items())]
        return sum(size for size, _ in sizes) / sum(frames for _, frames in sizes) * self.stage.film.frames

    def _letter(self) -> None:
        """Letter what was never lettered, before the segments can be named by it."""
        lettering = self.stage.lettering

        def work(take: Callable[[], Any]) -> None:
            while (item := take()) is not None:
                self.watch.check()
                lettering.names(item)

        finish(spread(lettering.items, work, self.workers), self.watch)
        give_back()

    def _key(self, first: int) -> str:
        film, lettering = self.stage.film, self.stage.lettering
        end = min(film.frames, first + SEGMENT)
        start_ms, end_ms = film.ms(first), film.ms(end)
        words = [(lettering.names(one), one.start - start_ms) for one in lettering.during(start_ms, end_ms)]
        how = (self.codec, sorted(self.options.items()), film.width, film.height, film.fps, end - first)
        return digest("segment", VERSION, how, self.stage.state(first, end), words)

    def _sound(self) -> Packets:
        return soundtrack(self.draft, self.stage.assets, self.goal, self.stage.cache)

    def _encode(self, keys: dict[int, str], with_sound: bool) -> None:
        """Make the missing ones of the segments, each once, and the sound; it is one job among them, the first."""
        cache = self.stage.cache
        missing = {key: n for n, key in reversed(keys.items()) if not cache.has("segment", key)}
        jobs = sorted((n, key) for key, n in missing.items())
        if with_sound and not has_soundtrack(self.draft, self.stage.assets, self.goal, cache):
            jobs.insert(0, _SOUND)
        self.watch.expect(sum(_SOUND_UNITS if job is _SOUND else SEGMENT for job in jobs))

        def work(take: Callable[[], tuple[int, str] | None]) -> None:
            with Compositor(self.stage) as compositor:
                while (job := take()) is not None:
                    if job is not _SOUND:
                        self._segment(compositor, *job)
                    else:
                        self._sound()
                        self.watch.add(_SOUND_UNITS)

        finish(spread(jobs, work, self.workers), self.watch)

    def _segment(self, compositor: Compositor, number: int, key: str) -> Packets:
        first = number * SEGMENT
        end = min(self.stage.film.frames, first + SEGMENT)
        packets = encoded(self._watched(compositor.frames(first, end)), self.goal, self.codec, self.options)
        self.stage.cache.put("segment", key, packets.pack())
        give_back()
        return packets

    def _watched(self, frames: Iterator[Planes]) -> Iterator[Planes]:
        for frame in frames:
            self.watch.check()
            yield frame
            self.watch.add(1)

    def _packets(self, number: int, key: str) -> Packets:
        """A finished segment; one which was lost meanwhile is made again."""
        raw = self.stage.cache.get("segment", key)
        if raw is not None:
            return unpack(raw)
        with Compositor(self.stage) as compositor:
            return self._segment(compositor, number, key)


__all__ = ["Cancelled", "Film", "Output", "RenderError", "render", "still"]
