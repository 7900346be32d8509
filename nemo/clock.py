"""Time, as the client sees it; tests pass one of their own."""

from __future__ import annotations

import queue
import time
from threading import Event
from typing import Any

STOP_LOOKS = 0.05  # how often a wait looks whether the user pressed Stop, in seconds


class Clock:
    """The real time."""

    def now(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float, stop: Event | None = None) -> None:
        """Wait, or less if `stop` is set meanwhile."""
        if stop is None:
            time.sleep(seconds)
        else:
            stop.wait(seconds)

    def next(self, items: queue.Queue[Any], seconds: float, stop: Event | None = None) -> Any:
        """The next item of a queue; None after `seconds`, or as soon as `stop` is set."""
        end = self.now() + seconds
        while True:
            left = end - self.now()
            try:
                return items.get(timeout=max(0.0, min(left, STOP_LOOKS) if stop else left))
            except queue.Empty:
                if left <= 0 or (stop and stop.is_set()):
                    return None
