"""Intake: how long an upload takes to become an asset, and a page to be read. Medians of wall time; CPU as well."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from PIL import Image

from engine.media.intake import FILM_LIMITS, PHOTO_LIMITS, Nursery
from engine.media.pages import parse

PAGES = Path(__file__).resolve().parents[1] / "tests" / "data" / "pages"
ROUNDS = 7


def benches() -> Iterator[dict[str, Any]]:
    """A 12-megapixel photo, ten seconds of 1080p, ten seconds of 4K HEVC, a second of sound; two pages."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        yield from _uploads(room)
    for page in ("shop", "news"):
        body = (PAGES / f"{page}.html").read_bytes()
        parse(body, "https://site.test/")
        yield {"bench": f"page_{page}", "wall_s": _median(lambda body=body: parse(body, "https://site.test/"))}


def _uploads(room: Path) -> Iterator[dict[str, Any]]:
    photo = room / "photo.jpg"
    _picture(4000, 3000).save(photo, quality=92)
    yield _take("intake_photo_12mp", photo, room, PHOTO_LIMITS, ROUNDS)
    fast = {"preset": "ultrafast"}
    yield _take("intake_1080p_10s", _film(room / "hd.mp4", 1920, 1080, 300, "libx264", fast), room, FILM_LIMITS, 3)
    calm = {**fast, "x265-params": "log-level=none"}
    yield _take("intake_4k_hevc_2s", _film(room / "uhd.mp4", 3840, 2160, 60, "libx265", calm), room, FILM_LIMITS, 1)


def _take(name: str, source: Path, room: Path, limits: Any, rounds: int) -> dict[str, Any]:
    """Wall time of one upload with the helper warm; CPU of one, without the helper's own start."""
    job = {"source": str(source), "name": "x", "into": str(room), "limits": limits}
    nothing = {**job, "source": "/nowhere"}
    start = time.perf_counter()
    idle = _cpu_of(lambda nursery: nursery.run(nothing, 60))
    cold = time.perf_counter() - start
    walls: list[float] = []

    def work(nursery: Nursery) -> None:
        nursery.run(nothing, 60)
        for _ in range(rounds):
            begun = time.perf_counter()
            assert "asset" in nursery.run(job, 600)
            walls.append(time.perf_counter() - begun)

    cpu = (_cpu_of(work) - idle) / rounds
    rounded = {"wall_s": statistics.median(walls), "cpu_s": cpu, "helper_start_s": cold}
    return {"bench": name, **{key: round(value, 3) for key, value in rounded.items()}}


def _cpu_of(work: Callable[[Nursery], Any]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    nursery = Nursery()
    work(nursery)
    nursery.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _median(work: Callable[[], Any]) -> float:
    walls = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        walls.append(time.perf_counter() - begun)
    return round(statistics.median(walls), 4)


def _picture(width: int, height: int) -> Image.Image:
    """Soft noise: as much detail as a photograph of middling sharpness."""
    noise = np.random.default_rng(1).integers(0, 255, (height // 10, width // 10, 3), dtype=np.uint8)
    return Image.fromarray(np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8))


def _film(path: Path, width: int, height: int, frames: int, codec: str, options: dict[str, str]) -> Path:
    """A slow pan over `_picture`."""
    backdrop = np.asarray(_picture(width + 320, height + 160))
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=30, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(frames):
            view = np.ascontiguousarray(backdrop[index // 2 : index // 2 + height, index : index + width])
            frame = av.VideoFrame.from_ndarray(view, format="rgb24").reformat(format="yuv420p")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
