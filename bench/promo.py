"""The main job through the real engine, over HTTP: `python -m bench promo`.

Three 12-megapixel photos in, the promo's sentence, an edit, a preview and an export: for each the wall time a user
waits, and the peak memory of the engine's two processes (VmHWM, MB).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.media.samples import SCENES, jpeg, picture
from nemo.answer import Listener
from nemo.client import NemoClient
from nemo.errors import NemoError

SENTENCE = "create a 30-second promo video with voiceover and call-to-action for my affiliate product"
LONG_SIDE = 4000
"""Pixels; 4000 × 3000 is what a phone's camera makes."""


class FirstWords(Listener):
    """Notes when the first text of an answer arrived."""

    def __init__(self) -> None:
        self.at = 0.0

    def on_text(self, text: str) -> None:
        """Called with the text so far."""
        self.at = self.at or time.perf_counter()


def benches() -> Iterator[dict[str, Any]]:
    """One row: what a newcomer waits for, in seconds, from a cold engine on."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"bench": "promo", **_measured(Path(folder))}


def _measured(folder: Path) -> dict[str, float]:
    port = free_port()
    command = [sys.executable, "-m", "engine", "serve", "--port", str(port), "--data", str(folder / "data")]
    began = time.perf_counter()
    serving = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client = NemoClient(f"http://127.0.0.1:{port}", client_id="5f0c3f9e-6a5b-4f0e-9d0a-2f6f3c1d7b11")
        session = first_session(client).session_id
        row = {"start_s": time.perf_counter() - began, **_made(client, session, _photos(folder))}
        row |= _memory(serving.pid)
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=20)
    return {name: round(value, 2) for name, value in row.items()}


def _made(client: NemoClient, session: str, photos: list[Path]) -> dict[str, float]:
    row = {"upload_s": _timed(lambda: client.upload(session, photos))}
    for name, text in (("promo", SENTENCE), ("edit", "make it 28 seconds")):
        words, began = FirstWords(), time.perf_counter()
        row[f"{name}_answer_s"] = _timed(lambda text=text, words=words: client.chat(session, text, words))
        row[f"{name}_first_words_s"] = words.at - began
    for name, options in (("preview", {"purpose": "preview", "quality": "draft"}), ("export", {"quality": "standard"})):
        row[f"{name}_s"] = _timed(lambda options=options: client.export(session, **options))
    return row


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def first_session(client: NemoClient) -> Any:
    deadline = time.monotonic() + 60
    while True:
        try:
            return client.new_session()
        except NemoError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _photos(folder: Path) -> list[Path]:
    made = []
    for scene in SCENES["affiliate"]:
        file = folder / scene.name
        file.write_bytes(jpeg(picture(scene.name, LONG_SIDE)))
        made.append(file)
    return made


def _memory(pid: int) -> dict[str, float]:
    worker = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    return {"web_peak_mb": _peak_mb(pid), "worker_peak_mb": _peak_mb(worker), "load": os.getloadavg()[0]}


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
