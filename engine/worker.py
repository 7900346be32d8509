"""The worker: one process which carries out the jobs, on this machine or on many.

It goes on with what a killed worker of the same name left, submits again what was accepted and never queued, takes
over from workers which were not heard of for a minute, and removes the records of old jobs.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import IO, Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig
from dbos._dbos import _get_dbos_instance

from engine import copies, exports, hearing, jobs, projects, store, turns
from engine.settings import settings

log = logging.getLogger(__name__)
BEAT_S = 5.0
LOST_S = 60.0
TIDY_S = 3600.0
KEEP_S = 30.0


def run(child: bool = False) -> None:
    """Work until told to end. `child`: end also when standard input closes, that is with the parent process."""
    _end_with(child)
    with _alone():
        _launch()
        beats = 0
        while True:
            _care(tidy=beats % int(TIDY_S / BEAT_S) == 0)
            beats += 1
            time.sleep(BEAT_S)


def _end_with(child: bool) -> None:
    """Jobs are durable, so the end is at once: the next worker goes on with them."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    if child:
        threading.Thread(target=_end_with_parent, args=(sys.stdin,), daemon=True).start()


def _end_with_parent(pipe: IO[str]) -> None:
    pipe.read()
    os._exit(0)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other worker of this name runs on this data folder."""
    file = settings().data / f"worker-{settings().worker_id}.lock"
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _launch() -> None:
    from engine import flows  # its jobs register themselves

    jobs.client()
    config: DBOSConfig = {
        "name": jobs.APPLICATION,
        "application_version": jobs.VERSION,
        "executor_id": settings().worker_id,
        "log_level": "WARNING",
        "run_migrations": False,
        "max_executor_threads": 2 * settings().turns + settings().renders + settings().ingests + 16,
    }
    engine = jobs.database()
    if engine is not None:
        config["system_database_engine"] = engine
    else:
        config["system_database_url"] = jobs.postgres_url()
    DBOS(config=config)
    threading.Thread(target=flows.warm, daemon=True, name="warm").start()
    DBOS.launch()
    _rest_when_idle()
    _open_queues()


def _rest_when_idle() -> None:
    """At every look into a queue DBOS reads its settings anew, then builds and runs a large query. The settings,
    which nobody changes, are read now and then, and whether anything waits at all is asked first, cheaply.

    This reaches into DBOS 3.4, which requirements.txt pins; a test measures that it works.
    """
    system = _get_dbos_instance()._sys_db
    status = system.tables.workflow_status
    in_flight = status.c.status.in_(["ENQUEUED", "PENDING"])  # names the partial index
    waits = status.c.status == "ENQUEUED", status.c.queue_name == sa.bindparam("queue"), in_flight
    asked = sa.select(sa.literal(1)).select_from(status).where(*waits).limit(1)

    def scopes(queue: str) -> list[str | None]:
        with system.engine.connect() as connection:
            return [None] if connection.scalar(asked, {"queue": queue}) else []

    kept: dict[str, tuple[float, Any]] = {}
    read = system.get_queue

    def known(name: str, **more: Any) -> Any:
        read_at, queue = kept.get(name, (-KEEP_S, None))
        if more or queue is None or time.monotonic() - read_at > KEEP_S:
            queue = read(name, **more)
            kept[name] = time.monotonic(), queue
        return queue

    system.dequeue_scopes = scopes  # type: ignore[method-assign, assignment]
    system.get_queue = known  # type: ignore[method-assign]


def _open_queues() -> None:
    given = settings()
    limits: dict[jobs.Queue, tuple[int, bool]] = {
        "turns": (given.turns, True),
        "derivations": (given.turns, False),
        "ingests": (given.ingests, False),
        "renders": (given.renders, True),
        "previews": (given.renders, True),
    }
    for name, (at_once, partitioned) in limits.items():
        DBOS.register_queue(
            name,
            worker_concurrency=at_once,
            partition_concurrency=1 if partitioned else None,
            polling_interval_sec=jobs.POLL_S[name],
            on_conflict="always_update",
        )


def _care(tidy: bool) -> None:
    """Everything a worker does beside the jobs; trouble with it is told and tried again later."""
    try:
        _beat()
        _submit_again()
        _take_over()
        _give_up()
        projects.sweep_deleted()
        if tidy:
            _tidy()
    except Exception:
        log.exception("The worker's housekeeping failed; it will be tried again.")


def _beat() -> None:
    if not store.add(store.workers, id=settings().worker_id, seen_ms=store.now()):
        store.change(store.workers, store.workers.c.id == settings().worker_id, seen_ms=store.now())


def _submit_again() -> None:
    """What was accepted and, by a kill at the wrong moment, never queued."""
    old = store.now() - 5000
    waiting = store.turns.c.status == "queued", store.turns.c.created_ms < old
    for row in store.every(sa.select(store.turns).where(*waiting)):
        turns.enqueue(row["id"])
    pending = exports.renders.c.status == "pending", exports.renders.c.created_ms < old
    for row in store.every(sa.select(exports.renders).where(*pending)):
        exports.enqueue(row)


def _take_over() -> None:
    """Jobs of workers which are gone for good go back to their queues."""
    alive = store.workers.c.seen_ms > store.now() - LOST_S * 1000
    known = {row["id"] for row in store.every(sa.select(store.workers).where(alive))}
    for job in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False):
        if job.executor_id and job.executor_id not in known:
            log.warning("Worker %s is gone; taking over its job %s.", job.executor_id, job.workflow_id)
            DBOS.resume_workflow(job.workflow_id, queue_name=job.queue_name)


def _give_up() -> None:
    """Jobs which broke, or took a worker down again and again, end as failed."""
    running = [row["id"] for row in store.every(sa.select(store.turns.c.id).where(store.turns.c.status == "running"))]
    active = exports.renders.c.status.in_(exports.ACTIVE)
    running += [row["uid"] for row in store.every(sa.select(exports.renders.c.uid).where(active))]
    broken = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
    for job in DBOS.list_workflows(workflow_ids=running, status=broken) if running else []:
        turns.finish(job.workflow_id, "failed")
        sentence = "The export stopped the worker several times. The project is untouched; try a smaller size."
        exports.end(job.workflow_id, "failed", error=sentence, error_code=500)


def _tidy() -> None:
    old = datetime.now(UTC) - timedelta(days=settings().keep_jobs_days)
    ended: list[Any] = DBOS.list_workflows(
        completed_before=old.isoformat(), limit=5000, load_input=False, load_output=False
    )
    if ended:
        hearing.forget([job.workflow_id for job in ended])
        DBOS.delete_workflows([job.workflow_id for job in ended])
    projects.sweep()
    copies.sweep()
