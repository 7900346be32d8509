"""A clock for tests. It stands still until a test advances it, or, once it runs, jumps to whatever is waited for."""

from __future__ import annotations

import queue
import threading
import time
from threading import Event
from typing import Any

from nemo.clock import Clock


class TimeMachine(Clock):
    """`naps` are the sleeps asked for; a sleep takes no real time."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.naps: list[float] = []
        self.running = self._idle = False
        self._bytes_seen = self._bytes_awaited = 0
        self._changed = threading.Condition()

    def now(self) -> float:
        with self._changed:
            if threading.current_thread().name == "nemo-stream":
                self._bytes_seen += 1
                self._changed.notify_all()
            return self.time

    def sleep(self, seconds: float, stop: Event | None = None) -> None:
        with self._changed:
            self.naps.append(seconds)
            self.time += seconds

    def next(self, items: queue.Queue[Any], seconds: float, stop: Event | None = None) -> Any:
        end = self.time + seconds
        while True:
            try:
                item = items.get(timeout=0.02 if self.running else 0.002)
                self._idle = False
                return item
            except queue.Empty:
                self._idle = True
                if stop is not None and stop.is_set():
                    return None
                with self._changed:
                    if self.running:
                        self.time = max(self.time, end)
                    if self.time >= end:
                        self._idle = False
                        return None

    def advance(self, seconds: float) -> None:
        """Time passes."""
        with self._changed:
            self._bytes_awaited = self._bytes_seen
            self.time += seconds
            self._idle = False  # whoever waits has to look at the clock once more

    def heard(self) -> None:
        """Wait, in real time, until the client has dealt with what was sent since time last passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._bytes_seen > self._bytes_awaited, timeout=5)
        time.sleep(0.004)
        for _ in range(1000):
            if self._idle:
                return
            time.sleep(0.002)

    def run(self) -> None:
        """From now on nobody advances the clock: every wait ends at once."""
        self.running = True
