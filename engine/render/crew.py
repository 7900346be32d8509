"""Work in threads which can be watched and stopped: one for each core, each taking a stretch of neighbouring jobs."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from engine.errors import Cancelled

Job = TypeVar("Job")
_LOOK_S = 0.1  # how often the watcher looks: stopping takes about this long and one frame


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Watch:
    """What the user sees of the work, and how the user stops it. The callbacks run in the caller's thread."""

    def __init__(self, progress: Callable[[float], Any] | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._total, self._done, self._told = 1.0, 0.0, -1.0

    def expect(self, units: float) -> None:
        """How much there is to do."""
        self._total, self._done = max(units, 1e-9), 0.0

    def add(self, units: float) -> None:
        """So much was done."""
        with self._lock:
            self._done += units

    def stop(self) -> None:
        """Tell every worker to end."""
        self._stop.set()

    def check(self) -> None:
        """Raise Cancelled when the work shall end; workers ask at every frame."""
        if self._stop.is_set():
            raise Cancelled

    def look(self) -> None:
        """Tell progress and ask for a stop, from the caller's thread. Raises Cancelled."""
        if self._cancelled and self._cancelled():
            self.stop()
        self.check()
        self.tell(min(0.99, self._done / self._total))

    def tell(self, fraction: float) -> None:
        """Say how far it is, never less than before."""
        if self._progress and fraction > self._told:
            self._told = fraction
            self._progress(fraction)


class Stretches(Generic[Job]):
    """Jobs in order, dealt as one stretch a worker; who is done takes over half of the longest stretch left.

    Neighbours stay together, since a worker that goes on where it stopped need not seek in the sources.
    """

    def __init__(self, jobs: Sequence[Job], workers: int) -> None:
        ends = [round(len(jobs) * n / workers) for n in range(workers + 1)]
        self._left = [list(jobs[a:b]) for a, b in itertools.pairwise(ends)]
        self._lock = threading.Lock()

    def take(self, worker: int) -> Job | None:
        """The next job of a worker; None when all are taken."""
        with self._lock:
            own = self._left[worker]
            if not own:
                longest = max(self._left, key=len)
                half = (len(longest) + 1) // 2
                own[:], longest[len(longest) - half :] = longest[len(longest) - half :], []
            return own.pop(0) if own else None


class Task(threading.Thread):
    """A thread which keeps what its function returned or raised."""

    def __init__(self, run: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._work = run
        self.error: BaseException | None = None
        self.result: Any = None
        self.start()

    def run(self) -> None:
        """Called by the thread itself."""
        try:
            self.result = self._work()
        except BaseException as error:
            self.error = error


def finish(tasks: Sequence[Task], watch: Watch) -> None:
    """Wait for the tasks, watching; the first error stops all and is raised."""
    waiting = list(tasks)
    try:
        while waiting:
            waiting[0].join(_LOOK_S)
            watch.look()
            for task in [one for one in waiting if not one.is_alive()]:
                waiting.remove(task)
                if task.error is not None:
                    raise task.error
    except BaseException:
        watch.stop()
        raise


def spread(jobs: Sequence[Job], work: Callable[[Callable[[], Job | None]], None], workers: int) -> list[Task]:
    """Start up to `workers` tasks; each calls `work` with a function giving its next job."""
    count = max(1, min(workers, len(jobs)))
    left = Stretches(jobs, count)

    def task(worker: int) -> Task:
        return Task(lambda: work(lambda: left.take(worker)))

    return [task(worker) for worker in range(count if jobs else 0)]
