"""The durable jobs as the web process sees them: queues, submitting, waiting, and reading a turn's events.

A job is a DBOS workflow, named by the id of the turn, upload or render it carries out, so submitting it twice is
submitting it once. This process only writes and reads the job database; a worker runs the jobs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa
from dbos import DBOS, DBOSClient
from dbos._error import DBOSNonExistentWorkflowError, DBOSStreamTimeoutError

from engine.adk import END
from engine.settings import settings

VERSION = "1"
"""Names the shape of the jobs, not of the code: it changes only when new code cannot finish the jobs under way."""
APPLICATION = "reelwright"
STREAM = "events"
Queue = Literal["turns", "derivations", "ingests", "renders", "previews"]
POLL_S: dict[Queue, float] = {"turns": 0.06, "derivations": 0.06, "ingests": 0.15, "renders": 0.3, "previews": 0.15}
"""How often a worker looks for new jobs: a turn must show its first words within 0.3 s, and an idle worker rest."""
FIRST_S, NEXT_S, IDLE_S = 0.02, 0.06, 0.2
"""How often a stream is read: for its first event (for 2 s), for the next ones, after 15 s of silence."""


class LostError(Exception):
    """A job ended without its result: it was deleted, or given up after taking workers down."""


@cache
def database() -> sa.Engine | None:
    """SQLite's job database with write-ahead logging; None for PostgreSQL, where DBOS makes its own connections."""
    url = settings().jobs_url
    if not url.startswith("sqlite"):
        return None
    engine = sa.create_engine(url, pool_size=20, max_overflow=20, pool_timeout=30)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # A job must not be lost with a killed process: NORMAL keeps that; only a power cut may cost the last moment,
    # and what was accepted stands in our own tables, from which a starting worker submits it again.
    connection.isolation_level = "IMMEDIATE"
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def postgres_url() -> str:
    """The job database's address as DBOS reads it."""
    url = sa.make_url(settings().jobs_url)
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@cache
def client() -> DBOSClient:
    """The one client of this process; the job database is made first if need be."""
    engine = database()
    if engine is None:
        DBOS.migrate(postgres_url())
        return DBOSClient(
            system_database_url=postgres_url(),
            system_database_pool_size=10,
            use_listen_notify=True,
            application_name=APPLICATION,
        )
    engine.connect().close()
    DBOS.migrate(settings().jobs_url)
    return DBOSClient(
        system_database_engine=engine, system_database_polling_concurrency=8, application_name=APPLICATION
    )


def submit(
    queue: Queue,
    job_id: str,
    *args: Any,
    partition: str | None = None,
    priority: int | None = None,
    workflow: str | None = None,
) -> None:
    """Put a job in its queue; the same id again changes nothing. A queue is named after its usual workflow."""
    options: dict[str, Any] = {
        "workflow_name": workflow or ("renders" if queue == "previews" else queue),
        "queue_name": queue,
        "workflow_id": job_id,
    }
    options |= {"app_version": VERSION}
    if partition is not None:
        options["queue_partition_key"] = partition
    if priority is not None:
        options["priority"] = priority
    client().enqueue(options, *args)  # type: ignore[arg-type]


async def result(job_id: str) -> Any:
    """What the job answered, once it has; raises what it raised."""
    handle: Any = await client().retrieve_workflow_async(job_id)
    return await handle.get_result(polling_interval_sec=0.03)


def forget(job_ids: list[str]) -> None:
    """Stop these jobs and remove what is recorded of them."""
    known = [job.workflow_id for job in client().list_workflows(workflow_ids=job_ids)] if job_ids else []
    if known:
        client().cancel_workflows(known)
        client().delete_workflows(known)


def beginning(prefix: str) -> list[str]:
    """The ids of the jobs whose names begin so."""
    found = client().list_workflows(workflow_id_prefix=prefix, load_input=False, load_output=False)
    return [job.workflow_id for job in found]


async def events(turn_id: str, silence_s: float) -> AsyncIterator[str | None]:
    """A turn's events from its first; None after each `silence_s` without one. Raises LostError for a dead job's."""
    offset, idle, silent = 0, 0.0, 0.0
    while True:
        pause = FIRST_S if not offset and idle <= 2 else NEXT_S if idle <= 15 else IDLE_S
        wait = min(1.0 if idle <= 2 else 5.0, silence_s - silent)
        reader = client().read_stream_async(
            turn_id, STREAM, offset=offset, polling_interval_sec=pause, timeout_seconds=wait
        )
        try:
            async for event in reader:
                offset, idle, silent = offset + 1, 0.0, 0.0
                if event == END:
                    return
                yield event
            raise LostError(turn_id)
        except DBOSNonExistentWorkflowError as error:
            raise LostError(turn_id) from error
        except DBOSStreamTimeoutError:
            idle, silent = idle + wait, silent + wait
        finally:
            await reader.aclose()
        if silent >= silence_s:
            silent = 0.0
            yield None
