"""An upload comes in: `normalise` turns a stranger's file into files we made ourselves, or says in a sentence why not.

Decoding happens in a limited child process (`nursery.py`, `lockdown.py`); this side only waits for its answer.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from engine.errors import MediaError, TooLarge
from engine.media.assets import Asset
from engine.media.lockdown import Limits
from engine.media.sniff import sniff

LARGEST_BYTES = 500 * 1024 * 1024
NAME_LETTERS = 200
PHOTO_LIMITS = Limits(memory_bytes=3 << 30, cpu_s=60, wall_s=60, file_bytes=256 << 20)
FILM_LIMITS = Limits(memory_bytes=4 << 30, cpu_s=3600, wall_s=1800, file_bytes=8 << 30)
GRACE_S = 10
PATIENCE_S = 5
ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


class Nursery:
    """One helper process per process of ours, started at the first upload and again if it ever dies."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def run(self, job: dict[str, Any], wall_s: float) -> dict[str, Any]:
        """Hand `job` to a fresh child and wait for its answer; {} when there is none."""
        line = self._line()
        with line:
            line.settimeout(wall_s)
            try:
                line.sendall(json.dumps(job).encode() + b"\n")
                with line.makefile("r", encoding="utf-8") as answers:
                    return dict(json.loads(answers.readline() or "{}"))
            except OSError:
                return {}

    def warm(self) -> None:
        """Start the helper now, so that the first upload need not wait for it."""
        with self._lock:
            self._started()

    def close(self) -> None:
        """End the helper and whatever it is doing."""
        with self._lock:
            self._stop()

    def _line(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for attempt in range(2):
                control = self._started()
                try:
                    socket.send_fds(control, [b"j"], [theirs.fileno()])
                    break
                except OSError:
                    self._stop()
                    if attempt:
                        raise
        return ours

    def _started(self) -> socket.socket:
        if self._process and self._control and self._process.poll() is None:
            return self._control
        self._stop()
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "engine.media.nursery", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                env=_clean_environment(),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control = ours
        return ours

    def _stop(self) -> None:
        if self._control:
            self._control.close()
        if self._process:
            try:
                self._process.wait(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = self._control = None


def _clean_environment() -> dict[str, str]:
    """No secret of ours reaches the decoders: they get the paths they need and one thread for linear algebra."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "LANG") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}


nursery = Nursery()


def normalise(source: Path, name: str, into: Path) -> Asset:
    """Make the asset of the upload at `source`: new files in `into`, named by content; `source` is left alone.

    `name` is the user's own name of the file, kept as words. Raises MediaError (4001) for a file that cannot be used
    and TooLarge (4002) for one over a limit; nothing is left in `into` then.
    """
    limits = _limits(source)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".intake-", dir=into) as room:
        job = {"source": str(source.resolve()), "name": plain_name(name), "into": room, "limits": limits}
        answer = nursery.run(job, limits["wall_s"] + GRACE_S)
        if "asset" not in answer:
            raise _reason(answer)
        made = Asset.model_validate(answer["asset"])
        for path in made.files():
            (Path(room) / path.name).replace(into / path.name)
    return made.moved(into)


def _limits(source: Path) -> Limits:
    if source.stat().st_size > LARGEST_BYTES:
        raise TooLarge("The file is larger than 500 MB; please compress or trim it and upload it again.")
    return PHOTO_LIMITS if sniff(source).kind == "photo" else FILM_LIMITS


def plain_name(name: str) -> str:
    """A file name as words to show: no folders, no control characters, of a sensible length."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:NAME_LETTERS].strip() or "untitled"


def _reason(answer: dict[str, Any]) -> MediaError:
    if "error" in answer:
        kind = TooLarge if answer.get("code") == TooLarge.code else MediaError
        return kind(str(answer["error"]))
    died = answer.get("died")
    if died in (signal.SIGALRM, signal.SIGXCPU):
        return TooLarge("The file takes too long to read; please trim it or make it smaller and upload it again.")
    if died == signal.SIGXFSZ or "memory" in answer:
        return TooLarge("The file unpacks to more than can be handled; please make it smaller and upload it again.")
    log.warning("intake gave up: %s", answer.get("bug") or f"signal {died}")
    return MediaError(
        "The file could not be read: it is damaged or of an unusual kind; please export it again as MP4 or JPG."
    )
