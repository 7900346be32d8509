"""What each further film of a set costs, of the first one's time: `python -m bench variants`.

A promo of three 12-megapixel photos with other openings, calls to action and shapes; an invitation of a minute with a
card for each guest. Derived, rendered and downloaded through the real engine over HTTP, one after the other, as the
studio does it. `cpu_ratio` is of the worker's CPU seconds, which other work on the machine does not touch.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import Any

from bench.promo import LONG_SIDE, first_session, free_port
from engine.media.samples import SCENES, jpeg, picture
from nemo.client import NemoClient

PROMO = (
    "Product: HydroFlow bottle\nBenefits: keeps drinks cold for a day; never leaks; weighs next to nothing\n"
    "Price: $24.99\nCreate a 30-second promo video with voiceover and call-to-action for my affiliate product"
)
INVITATION = (
    "create a 60-second wedding invitation video for Anna & Ben, who are getting married on 12 June 2027 at 4 pm "
    "at the Old Mill, with romantic background music"
)
HOOKS = ("Cold water, all day long", "The last bottle you will buy", "Your bag stays dry")
CALLS = ("Order yours today", "See the colours")
SHAPES = {"1x1": (1080, 1080), "16x9": (1920, 1080), "4x5": (1080, 1350)}
GUESTS = ("Dear Aunt Mei,", "Dear Zoë O’Neill,", "亲爱的美玲阿姨：", "Dear Łukasz,", "Dear neighbours of number 12,")


def benches() -> Iterator[dict[str, Any]]:
    """A row for each kind of film of a set."""
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as (client, worker):
        films = Films(client, worker, Path(name))
        yield from _openings(films)
        yield from _guests(films)


def _openings(films: Films) -> Iterator[dict[str, Any]]:
    session = films.project("affiliate", PROMO)
    first = films.make(session, [])
    yield _row("variants_first", [first], first)
    hooks = [films.make(session, [_hook(text)]) for text in HOOKS]
    yield _row("variants_hook", hooks, first)
    calls = [films.make(session, [_call(text)]) for text in CALLS]
    yield _row("variants_call", calls, first)
    both = [films.make(session, [_hook(hook), _call(call)]) for hook in HOOKS for call in CALLS]
    yield _row("variants_hook_and_call", both, first)
    shapes = [films.make(session, [], width=width, height=height) for width, height in SHAPES.values()]
    yield _row("variants_first_of_a_shape", shapes, first)
    shaped = [
        films.make(session, [_hook(text)], width=width, height=height)
        for text in HOOKS[:2]
        for width, height in SHAPES.values()
    ]
    yield _row("variants_hook_of_a_shape", shaped, first)
    yield _row("variants_all", [*hooks, *calls, *both, *shapes, *shaped], first)


def _guests(films: Films) -> Iterator[dict[str, Any]]:
    session = films.project("wedding", INVITATION)
    longest = max(GUESTS, key=len)
    made = [films.make(session, [{"op": "greet", "text": name, "longest": longest}]) for name in GUESTS]
    yield _row("guests_first", made[:1], made[0])
    yield _row("guests_more", made[1:], made[0])


def _hook(text: str) -> dict[str, str]:
    return {"op": "set_hook", "text": text}


def _call(text: str) -> dict[str, str]:
    return {"op": "set_call", "text": text}


def _row(bench: str, made: list[tuple[float, float]], first: tuple[float, float]) -> dict[str, Any]:
    wall, cpu = [one[0] for one in made], [one[1] for one in made]
    return {
        "bench": bench,
        "films": len(made),
        "wall_s": round(mean(wall), 2),
        "cpu_s": round(mean(cpu), 2),
        "ratio": round(mean(wall) / first[0], 3),
        "worst_ratio": round(max(wall) / first[0], 3),
        "cpu_ratio": round(mean(cpu) / first[1], 3),
    }


class Films:
    """Makes films of derived drafts and tells what each took: wall seconds of all of it, CPU seconds of the worker."""

    def __init__(self, client: NemoClient, worker: int, folder: Path) -> None:
        self.client, self.worker, self.folder = client, worker, folder

    def project(self, kind: str, message: str) -> str:
        """A project with the sample photos of a kind and its first draft."""
        session = self.client.new_session().session_id
        photos = [self.folder / scene.name for scene in SCENES[kind]]
        for file in photos:
            file.write_bytes(jpeg(picture(file.name, LONG_SIDE)))
        self.client.upload(session, photos)
        self.client.chat(session, message)
        return session

    def make(self, session: str, operations: list[dict[str, str]], **size: int) -> tuple[float, float]:
        """Derive, render, download."""
        wall, cpu = time.perf_counter(), self._cpu()
        draft = self.client.derive(session, operations).draft if operations else self.client.state(session).raw_draft
        render = self.client.submit_render(session, draft, **size)
        while not render.done:
            time.sleep(0.05)
            render = self.client.render_status(render.id)
        self.client.download(render, self.folder / "film.mp4")
        return time.perf_counter() - wall, self._cpu() - cpu

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(folder: Path) -> Iterator[tuple[NemoClient, int]]:
    """An engine with an empty data folder, a client of it, and its worker's process id."""
    port = free_port()
    command = [sys.executable, "-m", "engine", "serve", "--port", str(port), "--data", str(folder / "data")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client = NemoClient(f"http://127.0.0.1:{port}", client_id="5f0c3f9e-6a5b-4f0e-9d0a-2f6f3c1d7b12")
        first_session(client)
        yield client, int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
