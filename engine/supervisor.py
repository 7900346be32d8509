"""Starts the worker as a child process, starts it again when it dies, and ends it with its whole family."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRACE_S = 1.0
LONG_ENOUGH_S = 10.0
LONGEST_PAUSE_S = 10.0
log = logging.getLogger(__name__)


class Supervisor:
    """One worker child. It is given a pipe which closes with this process, so that it never outlives it."""

    def __init__(self) -> None:
        self.process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the worker and watch it; returns at once."""
        self._watch = asyncio.create_task(self._keep_running(), name="worker supervisor")

    async def stop(self) -> None:
        """End the worker within about a second: its jobs are durable, the next worker goes on with them."""
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self.process is None or self.process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), GRACE_S)
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self.process.wait()

    async def _keep_running(self) -> None:
        pause = 0.2
        while True:
            started = time.monotonic()
            self.process = await self._spawn()
            code = await self.process.wait()
            self._signal(signal.SIGKILL)  # whatever it had started itself
            lived = time.monotonic() - started
            pause = 0.2 if lived > LONG_ENOUGH_S else min(LONGEST_PAUSE_S, pause * 2)
            log.warning("The worker ended with code %s after %.0f s; starting it again in %.1f s.", code, lived, pause)
            await asyncio.sleep(pause)

    async def _spawn(self) -> asyncio.subprocess.Process:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "engine", "worker", "--child"),
            stdin=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )

    def _signal(self, number: int) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)
