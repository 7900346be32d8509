"""One row of a batch from its cells to its film, in steps which can be taken again: nothing is made or sent twice.

The project of a row is kept with the row before anything is sent for it; copies, pictures, edits and exports go under
keys of their own; of a message it is written down before that it shall leave. So a row of a stopped process goes on.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import update

from nemo import errors
from nemo.draft import Draft
from studio import backend, briefs, copies, projects, renders, templates, turns, uploads
from studio.orders import is_address
from studio.tables import Batch, BatchRow, Project, Upload, session
from studio.words import words

log = logging.getLogger(__name__)
LOOK_S = 0.3
PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Between the attempts at a backend which cannot be reached: a minute, in which it may start again."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
T = TypeVar("T")


class RowError(Exception):
    """A row cannot be made; the text is a sentence for its user."""


class CancelledError(Exception):
    """Its user cancelled the batch."""


def make(batch: Batch, row: BatchRow) -> None:
    """Carry a row to its end, and write down which one it was."""
    say = words(batch.language)
    try:
        note(row, state="working", error="")
        _film(batch, row, _video(batch, row))
        note(row, state="done", step="")
    except (CancelledError, errors.Stopped):
        note(row, state="cancelled", step="")
    except errors.NemoError as error:
        note(row, state="failed", step="", error=error.sentence(batch.language))
    except RowError as error:
        note(row, state="failed", step="", error=str(error))
    except Exception as error:
        log.error("a row of a batch failed: %s", type(error).__name__)
        note(row, state="failed", step="", error=say("batch.failed"))


def note(row: BatchRow, **fields: Any) -> None:
    """Keep something about a row, here and in the database."""
    for name, value in fields.items():
        setattr(row, name, value)
    where = (BatchRow.batch == row.batch, BatchRow.number == row.number)
    with session() as db:
        db.execute(update(BatchRow).where(*where).values(**fields))


def message(batch: Batch, row: BatchRow) -> str:
    """The request that is sent for a row, composed as the form of the job does it: in Chinese where the row is."""
    values = row.asked["values"]
    told = f"{values.get('product', '')} {values.get('benefits', '')}"
    return briefs.compose("affiliate", values, words("zh" if CHINESE.search(told) else batch.language))


def _video(batch: Batch, row: BatchRow) -> Project:
    """The project of the row with its finished draft."""
    project = _project(batch, row)
    if Draft.read(project.draft).ready_for_export and not (batch.template and project.version < templates.FILLED):
        return project
    return _from_template(batch, row, project) if batch.template else _from_message(batch, row, project)


def _project(batch: Batch, row: BatchRow) -> Project:
    """The project of the row: made once, and again only when its user has deleted it since. It has no name, and so is
    in nobody's list, until it is noted."""
    with session() as db:
        found = db.get(Project, row.project)
    if found is None or found.deleted is not None:
        found = projects.create(batch.owner, batch.language, "affiliate")
        note(row, project=found.id, files={}, messages=0)
    if not found.name:
        projects.change(found.id, name=row.name)
    return projects.read(found.id)


def _from_message(batch: Batch, row: BatchRow, project: Project) -> Project:
    project = _patiently(batch, lambda: backend.refreshed(backend.connected(project.id))[0])
    note(row, step="pictures")
    _fetch_pictures(batch, row, project)
    note(row, step="video")
    answers = [one for one in projects.entries(project.id) if one.role == "assistant"]
    if not row.messages:
        note(row, messages=len(answers) + 1)
    if len(answers) < row.messages:  # the line of the answer is written before the message leaves
        turns.send(project, message(batch, row), (), batch.language)
    _until(batch, lambda: turns.current(project.id, batch.language) is None, lambda: turns.stop(project.id))
    made = projects.read(project.id)
    if not Draft.read(made.draft).ready_for_export:
        raise RowError(_why(batch, made))
    return made


def _why(batch: Batch, project: Project) -> str:
    """Why an answer came without a video: what went wrong, or what was asked back."""
    last = projects.entries(project.id)[-1]
    if last.data.get("error"):
        return str(last.data["error"])
    return words(batch.language)("batch.asked", text=" ".join(last.text.split())[:300])


def _from_template(batch: Batch, row: BatchRow, project: Project) -> Project:
    say, template = words(batch.language), templates.get(batch.owner, batch.template)
    if template is None:
        raise RowError(say("batch.template_gone"))
    kept = templates.as_project(template)
    project = _patiently(batch, lambda: copies.filled(kept, project))
    note(row, step="pictures")
    _fetch_pictures(batch, row, project)
    note(row, step="video")
    values = {**row.asked["values"], **{key: row.files[address] for key, address in row.asked["files"]}}
    key = f"{project.id}-fill-{row.attempt}"
    made, left = _patiently(batch, lambda: templates.fill(project, template, values, batch.language, key))
    if left:
        note(row, notes=[say("templates.left", names=", ".join(left))])
    return made


def _fetch_pictures(batch: Batch, row: BatchRow, project: Project) -> None:
    """Let the backend fetch the row's pictures. One which cannot be had is told; a place of a template needs its own,
    and where none can be had there is nothing to show."""
    lost: list[errors.NemoError] = []
    for number, (key, address) in enumerate(row.asked["files"]):
        if address in row.files:
            _let_go(project, address)
            continue
        _stop_if_asked(batch)
        try:
            name = f"{project.id}-{row.attempt}-{number}"
            taken = _patiently(batch, lambda address=address, name=name: _picture(project, address, name))  # type: ignore[misc]
        except errors.FileTrouble as trouble:
            trouble.values.setdefault("name", address)
            lost.append(trouble)
            if key:
                raise
        else:
            note(row, files={**row.files, address: taken})
            _let_go(project, address)
    if lost and not row.files:
        raise lost[0]
    note(row, notes=[one.sentence(batch.language) for one in lost])


def _picture(project: Project, address: str, key: str) -> str:
    """The id of an upload: fetched from its address, or handed over from the files which wait in the project."""
    if is_address(address):
        return copies.fetch(project, address, key)
    waiting = _waiting(project, address)
    if waiting is None:
        raise errors.MissingFile(name=address)
    return copies.give(project, waiting.name, uploads.path(waiting).read_bytes(), key)


def _waiting(project: Project, name: str) -> Upload | None:
    return next((one for one in uploads.of(project.id, "waiting") if one.name == uploads.plain_name(name)), None)


def _let_go(project: Project, address: str) -> None:
    """Forget a file of ours which the backend has."""
    waiting = None if is_address(address) else _waiting(project, address)
    if waiting:
        uploads.forget(waiting)


def _film(batch: Batch, row: BatchRow, project: Project) -> None:
    """Export the project's draft and wait until its file is here."""
    name = f"render_{batch.id}-{row.number}-{row.attempt}"
    note(row, step="export", export=name)
    _patiently(batch, lambda: backend.refreshed(project))
    renders.export(project, dict(batch.output), render=name)
    ended = lambda: (found := renders.get(name)) is None or found.state not in renders.ACTIVE  # noqa: E731
    _until(batch, ended, lambda: renders.cancel(project, name))
    made = renders.get(name)
    if made is None or made.state == "cancelled":
        raise CancelledError
    if made.state == "failed":
        raise RowError(made.error)


def _patiently(batch: Batch, attempt: Callable[[], T]) -> T:
    """What an attempt gives, which may be made again as often as the backend cannot be reached."""
    for pause in PAUSES_S:
        try:
            return attempt()
        except errors.ConnectionTrouble:
            end = time.monotonic() + pause
            _until(batch, lambda end=end: time.monotonic() > end)  # type: ignore[misc]
    return attempt()


def _until(batch: Batch, ended: Callable[[], bool], give_up: Callable[[], None] | None = None) -> None:
    """Wait. When the batch is cancelled meanwhile, `give_up`, wait for that, and raise CancelledError."""
    asked = False
    while not ended():
        if not asked and _is_cancelled(batch):
            asked = True
            if give_up is None:
                break
            give_up()
        time.sleep(LOOK_S)
    if asked:
        raise CancelledError


def _stop_if_asked(batch: Batch) -> None:
    if _is_cancelled(batch):
        raise CancelledError


def _is_cancelled(batch: Batch) -> bool:
    with session() as db:
        found = db.get(Batch, batch.id)
    return found is None or found.state == "cancelled"
