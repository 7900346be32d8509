"""The thread which makes the films of a set: derive, submit, follow, fetch, two at a time at the backend.

Everything it needs stands in the database, so it is taken up again after a restart, by whoever looks at the set or by
the start of the app. A film has the same name at the backend however often it is asked for, so none is made twice.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from nemo import errors
from studio import backend, facts, films, renders
from studio.renders import ACTIVE
from studio.tables import Export, Project, Variant, VariantSet, session

log = logging.getLogger(__name__)
AHEAD = 2
"""Films asked for at a time: one is rendered while the next waits its turn, so that the backend never rests."""
PATIENCE = 40
"""Looks in a row at a backend which does not answer, before what is left is given up."""
PAUSE_S = 3.0
"""Between two of them."""
KEPT_DRAFTS = 32
_TROUBLE = (errors.ConnectionTrouble, errors.ServiceTrouble, errors.RateLimited)
_running: set[str] = set()
_lock = threading.Lock()


def start(set_id: str) -> None:
    """Make what a set still lacks, in a thread; nothing happens while one is at it."""
    if not any(export.state in ACTIVE for _, export in rows(set_id)):
        return
    with _lock:
        if set_id in _running:
            return
        _running.add(set_id)
    threading.Thread(target=_run, args=(set_id,), name=f"variants-{set_id}", daemon=True).start()


def take_up() -> None:
    """Go on with every set that a stopped process left behind."""
    with session() as db:
        active = select(Export.id).where(Export.purpose == "variant", Export.state.in_(ACTIVE))
        left = set(db.scalars(select(Variant.set_id).where(Variant.id.in_(active))))
    for set_id in left:
        start(set_id)


def rows(set_id: str) -> list[tuple[Variant, Export]]:
    """The films of a set in their order, each with how far it is."""
    wanted = select(Variant, Export).where(Variant.set_id == set_id, Export.id == Variant.id).order_by(Variant.number)
    with session() as db:
        return [(variant, export) for variant, export in db.execute(wanted)]


def _run(set_id: str) -> None:
    try:
        _make(set_id)
    except Exception as error:
        log.error("making a set of films failed: %s", type(error).__name__)
        _give_up(set_id, errors.RenderFailed())
    finally:
        with _lock:
            _running.discard(set_id)
    start(set_id)  # what was asked for again just as the thread ended


def _make(set_id: str) -> None:
    patience = PATIENCE
    maker: Maker | None = None
    while left := [(variant, export) for variant, export in rows(set_id) if export.state in ACTIVE]:
        project, base = _base(set_id)
        if project is None or base is None:
            return
        maker = maker or Maker(base)
        try:
            for variant, export in left[:AHEAD]:
                maker.step(project, variant, export)
            patience = PATIENCE
        except _TROUBLE as trouble:
            patience -= 1
            if not patience:
                _give_up(set_id, trouble)
                return
        time.sleep(backend.poll_seconds(project) if patience == PATIENCE else PAUSE_S)


def _base(set_id: str) -> tuple[Project | None, VariantSet | None]:
    with session() as db:
        found = db.get(VariantSet, set_id)
        return (db.get(Project, found.project) if found else None), found


@dataclass
class Maker:
    """Carries the films of one set on; keeps the drafts it was told, which the shapes share."""

    base: VariantSet
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def step(self, project: Project, variant: Variant, export: Export) -> None:
        """One look at a film: ask for it, see how far it is, fetch it. Raises what may pass by waiting."""
        try:
            remote = export.remote or self._submit(project, variant, export)
            self._look(project, export.id, remote)
        except _TROUBLE:
            raise
        except errors.NemoError as error:
            note(export.id, state="failed", error=error.sentence(project.language), finished=time.time())

    def _submit(self, project: Project, variant: Variant, export: Export) -> str:
        draft = self._draft(project, variant.operations)
        facts.keep(export.id, draft)
        name = f"{variant.id}_{backend.moment(export)}_{variant.attempt}"
        remote = backend.submit_draft(project, draft, export.output, name)
        if not note(export.id, remote=remote):
            backend.cancel(project, remote)
            if renders.get(export.id) is None:  # removed meanwhile: nothing of it stays
                renders.forget(export.id)
        return remote

    def _draft(self, project: Project, operations: list[dict[str, Any]]) -> dict[str, Any]:
        if not operations:
            return self.base.draft
        key = json.dumps(operations, sort_keys=True)
        if key not in self.drafts:
            while len(self.drafts) >= KEPT_DRAFTS:
                self.drafts.pop(next(iter(self.drafts)))
            self.drafts[key] = backend.derive(project, operations, self.base.version)
        return self.drafts[key]

    def _look(self, project: Project, film: str, remote: str) -> None:
        now = backend.progress(project, remote)
        if now.state in ACTIVE:
            note(film, state=now.state, progress=now.part, remaining_s=now.remaining_s, position=now.position)
            return
        if now.state == "completed":
            place = films.path(film)
            backend.download(project, remote, now.url, place)
            if not _keep(film, place, list(now.notes)):
                place.unlink(missing_ok=True)
            return
        note(film, state=now.state, error=now.error, finished=time.time())


def note(film: str, **fields: Any) -> bool:
    """Keep how far a film is, unless it was cancelled or removed meanwhile; says whether it did."""
    with session() as db:
        found = db.get(Export, film)
        if found is None or found.state not in ACTIVE:
            return False
        for key, value in fields.items():
            setattr(found, key, value)
    return True


def _keep(film: str, place: Path, notes: list[str]) -> bool:
    """Note that a film is there, with what a zip must know of it before it is read again."""
    file = {"size": place.stat().st_size, "crc": checksum(place)}
    with session() as db:
        export, variant = db.get(Export, film), db.get(Variant, film)
        if export is None or variant is None or export.state not in ACTIVE:
            return False
        variant.file, export.output = file, {**export.output, "notes": notes}
        export.state, export.progress, export.finished = "completed", 1.0, time.time()
    return True


def checksum(place: Path) -> int:
    """The CRC-32 of a file."""
    found = 0
    with place.open("rb") as file:
        while block := file.read(1 << 20):
            found = zlib.crc32(block, found)
    return found


def _give_up(set_id: str, error: errors.NemoError) -> None:
    project, _ = _base(set_id)
    sentence = error.sentence(project.language if project else "en")
    for _, export in rows(set_id):
        note(export.id, state="failed", error=sentence, finished=time.time())
