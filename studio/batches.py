"""Batches: a table of products becomes a video each, one after the other, in a thread which outlives the page.

Everything a thread needs is in the database, so a batch of a stopped process goes on at the next start.
"""

from __future__ import annotations

import csv
import io
import logging
import secrets
import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete as deletion
from sqlalchemy import or_, select, update

from studio import batch_rows, filenames, films, projects, uploads
from studio.orders import Order
from studio.tables import Batch, BatchRow, Export, session
from studio.variants_work import checksum
from studio.words import words
from studio.zips import Entry

log = logging.getLogger(__name__)
OPEN = ("waiting", "working")
ENDED = ("failed", "cancelled")
# A batch that was cancelled ends with the row in work: a process may have been stopped in between.
_UNENDED = select(Batch.id).where(
    or_(Batch.state == "running", Batch.id.in_(select(BatchRow.batch).where(BatchRow.state.in_(OPEN))))
)
_running: set[str] = set()
_lock = threading.Lock()


def create(
    owner: str,
    name: str,
    orders: Sequence[Order],
    output: dict[str, Any],
    language: str,
    template: str = "",
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> Batch:
    """Keep the good orders as a batch and begin to make them. `pictures` are those which the rows name, by name."""
    made = Batch(id=secrets.token_urlsafe(9), owner=owner, name=name[:80], template=template, language=language)
    made.output, made.state = output, "running"
    rows = [
        BatchRow(batch=made.id, number=one.number, name=one.name, asked={"values": one.values, "files": one.files})
        for one in orders
        if one.good
    ]
    for row in rows:
        _keep_pictures(made, row, pictures)
    with session() as db:
        db.add_all([made, *rows])
    start(made.id)
    return made


def _keep_pictures(batch: Batch, row: BatchRow, pictures: Mapping[str, bytes]) -> None:
    """Pictures from the visitor's disk wait in the row's project, as if they had been added there: they go with it."""
    named = [name for _, name in row.asked["files"] if name in pictures]
    if not named:
        return
    row.project = projects.create(batch.owner, batch.language).id
    projects.change(row.project, name=row.name)
    for name in dict.fromkeys(named):
        uploads.keep(row.project, name, pictures[name])


def of(owner: str) -> list[Batch]:
    """The batches of this browser, the latest first."""
    with session() as db:
        return list(db.scalars(select(Batch).where(Batch.owner == owner).order_by(Batch.created.desc())))


def get(owner: str, batch: str) -> Batch | None:
    """The batch of this id, if it is this browser's. One that a stopped process left behind is taken up again."""
    with session() as db:
        found = db.get(Batch, batch)
        left = found is not None and db.scalar(select(_UNENDED.where(Batch.id == batch).exists()))
    if found is None or found.owner != owner:
        return None
    if left:
        start(found.id)
    return found


def rows(batch: str) -> list[BatchRow]:
    """The rows of a batch in their order."""
    with session() as db:
        return list(db.scalars(select(BatchRow).where(BatchRow.batch == batch).order_by(BatchRow.number)))


def start(batch: str) -> None:
    """Make what a batch still lacks, in a thread; nothing happens while one is at it."""
    with _lock:
        if batch in _running:
            return
        _running.add(batch)
    threading.Thread(target=_run, args=(batch,), name=f"batch-{batch}", daemon=True).start()


def take_up() -> None:
    """Go on with every batch that a stopped process left behind."""
    with session() as db:
        left = list(db.scalars(_UNENDED))
    for batch in left:
        start(batch)


def cancel(batch: str) -> None:
    """Stop: the row in work ends without a film, what is finished stays."""
    with session() as db:
        db.execute(update(Batch).where(Batch.id == batch, Batch.state == "running").values(state="cancelled"))
        waiting = (BatchRow.batch == batch, BatchRow.state == "waiting")
        db.execute(update(BatchRow).where(*waiting).values(state="cancelled"))


def retry(batch: str, number: int | None = None) -> None:
    """Make a row again which failed or was cancelled, or all of them; what of it is there already is used."""
    where = [BatchRow.batch == batch, BatchRow.state.in_(ENDED)]
    where += [BatchRow.number == number] if number is not None else []
    anew = {"state": "waiting", "step": "", "error": "", "messages": 0, "attempt": BatchRow.attempt + 1}
    with session() as db:
        db.execute(update(BatchRow).where(*where).values(**anew))
        db.execute(update(Batch).where(Batch.id == batch).values(state="running"))
    start(batch)


def remove(owner: str, batch: str) -> None:
    """Forget a batch; its videos stay among the projects."""
    if get(owner, batch) is None:
        return
    cancel(batch)
    with session() as db:
        db.execute(deletion(BatchRow).where(BatchRow.batch == batch))
        db.execute(deletion(Batch).where(Batch.id == batch))


def finished(batch: str) -> dict[int, Export]:
    """The finished exports of a batch whose files are still here, by the number of their row."""
    wanted = select(BatchRow.number, Export).where(BatchRow.batch == batch, BatchRow.state == "done")
    with session() as db:
        found = list(db.execute(wanted.where(Export.id == BatchRow.export).order_by(BatchRow.number)))
    return {number: export for number, export in found if films.path(export.id).exists()}


def file_names(listed: Sequence[BatchRow], made: dict[int, Export]) -> dict[int, str]:
    """What the finished files are called: the number of the row, so that they stand in its order, and its name."""
    wide = len(str(max((row.number for row in listed), default=0)))
    parts = {row.number: [f"{row.number:0{wide}d}", filenames.slug(row.name)] for row in listed}
    stems = ["-".join(filter(None, parts[number])) for number in made]
    return {number: f"{stem}.{made[number].output['format']}" for number, stem in zip(made, stems, strict=True)}


def entries(batch: str) -> list[Entry]:
    """The finished files as a zip has them."""
    made = finished(batch)
    names = file_names(rows(batch), made)
    found = []
    for number, name in names.items():
        place = films.path(made[number].id)
        size, since = place.stat().st_size, made[number].finished or made[number].created
        found.append(Entry(name, place, size, checksum(place), since))
    return found


def report(batch: Batch) -> bytes:
    """How each row ended, as a table for a spreadsheet: UTF-8 with its mark, so that Excel reads it."""
    say, listed = words(batch.language), rows(batch.id)
    names = file_names(listed, finished(batch.id))
    into = io.StringIO()
    table = csv.writer(into)
    table.writerow([say(f"batch.column_{one}") for one in ("row", "name", "state", "file", "error")])
    for row in listed:
        told = " ".join(filter(None, [row.error, *map(str, row.notes)]))
        state = say(f"batch.state_{row.state}")
        table.writerow([row.number, *map(harmless, (row.name, state, names.get(row.number, ""), told))])
    return into.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A text which no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _run(batch: str) -> None:
    try:
        while found := _next(batch):
            batch_rows.make(*found)
    except Exception as error:
        log.error("a batch stopped: %s", type(error).__name__)
        with _lock:
            _running.discard(batch)


def _next(batch: str) -> tuple[Batch, BatchRow] | None:
    """The batch and its next row; without one the batch is done and its thread at its end, both at once."""
    wanted = select(BatchRow).where(BatchRow.batch == batch, BatchRow.state.in_(OPEN))
    with _lock:
        with session() as db:
            found = db.get(Batch, batch)
            row = db.scalars(wanted.order_by(BatchRow.state.desc(), BatchRow.number).limit(1)).first()
            if found and found.state == "running" and row:
                return found, row
            if found and found.state == "running":
                found.state = "done"
            elif row:
                db.execute(
                    update(BatchRow).where(BatchRow.batch == batch, BatchRow.state.in_(OPEN)).values(state="cancelled")
                )
        _running.discard(batch)
    return None
