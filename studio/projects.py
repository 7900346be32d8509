"""Projects and their transcripts: what a browser made, found again after a reload, a restart or a year."""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from typing import Any

from sqlalchemy import select, update

from studio.tables import Browser, Entry, Project, insert_once, session

_merging = threading.Lock()  # what is put beside other things is read before, by one thread after the other


def browser(owner: str) -> Browser:
    """The record of this browser, made at its first visit with a client id of its own."""
    with session() as db:
        found = db.get(Browser, owner)
    made = Browser(owner=owner, client_id=str(uuid.uuid4()), preferences={})
    if found is None and insert_once(made):
        return made
    return found or browser(owner)


def prefer(owner: str, **choices: Any) -> None:
    """Keep choices of this browser (language, brand, …) beside those it made before."""
    browser(owner)
    with _merging, session() as db:
        found = db.get_one(Browser, owner)
        found.preferences = {**found.preferences, **choices}


def create(owner: str, language: str = "en", skill: str = "affiliate") -> Project:
    """A new, empty project of this browser. Its id is short, unguessable and no secret: every use checks the owner."""
    with session() as db:
        made = Project(
            id=secrets.token_urlsafe(9),
            owner=owner,
            language=language,
            skill=skill,
            draft={},
            forms={},
        )
        db.add(made)
        return made


def get(owner: str, project: str) -> Project | None:
    """The project of this id, if this browser owns it and has not deleted it."""
    with session() as db:
        found = db.get(Project, project)
    return found if found and found.owner == owner and found.deleted is None else None


def latest(owner: str) -> Project | None:
    """The project this browser worked on last."""
    return next(iter(mine(owner)), None)


def mine(owner: str, search: str = "") -> list[Project]:
    """This browser's projects, the latest first; `search` looks into their names."""
    wanted = select(Project).where(Project.owner == owner, Project.deleted.is_(None)).order_by(Project.updated.desc())
    with session() as db:
        found = list(db.scalars(wanted))
    return [one for one in found if search.casefold() in one.name.casefold()]


def change(project: str, **fields: Any) -> None:
    """Set fields of a project and note the time."""
    with session() as db:
        db.execute(update(Project).where(Project.id == project).values(**fields, updated=time.time()))


def keep_form(project: str, name: str, values: dict[str, Any]) -> None:
    """Keep a half-filled form as it is typed."""
    with _merging, session() as db:
        found = db.get_one(Project, project)
        if found.forms.get(name) != values:
            found.forms = {**found.forms, name: values}


def read(project: str) -> Project:
    """The project as it is now."""
    with session() as db:
        return db.get_one(Project, project)


def delete(project: str) -> None:
    """Put a project away; `restore` brings it back."""
    change(project, deleted=time.time())


def restore(project: str) -> None:
    """Bring a deleted project back."""
    change(project, deleted=None)


def entries(project: str) -> list[Entry]:
    """The transcript, oldest first."""
    with session() as db:
        return list(db.scalars(select(Entry).where(Entry.project == project).order_by(Entry.id)))


def line(entry: int) -> Entry:
    """One line of a transcript as it is now."""
    with session() as db:
        return db.get_one(Entry, entry)


def last_entry(project: str) -> Entry | None:
    """The newest line of the transcript."""
    with session() as db:
        return db.scalars(select(Entry).where(Entry.project == project).order_by(Entry.id.desc()).limit(1)).first()


def say(project: str, role: str, text: str, state: str = "done", **data: Any) -> Entry:
    """Add a line to the transcript."""
    with session() as db:
        made = Entry(project=project, role=role, text=text, state=state, data=data)
        db.add(made)
        db.execute(update(Project).where(Project.id == project).values(updated=time.time()))
    return made


def note(entry: int, **data: Any) -> None:
    """Keep something about a line, beside what is known of it."""
    with session() as db:
        found = db.get_one(Entry, entry)
        found.data = {**found.data, **data}


def settle(entry: int, text: str, state: str, **data: Any) -> None:
    """Write the final text, state and data of a line which was running."""
    with session() as db:
        found = db.get_one(Entry, entry)
        found.text, found.state, found.data = text, state, {**found.data, **data}
