"""Copies of projects: made at the backend in one piece, and changed there by typed edits."""

from __future__ import annotations

import io
import shutil

from nemo import errors
from nemo.answer import Session, Upload
from nemo.draft import Draft
from studio import backend, backends, projects, uploads
from studio.tables import Project, session
from studio.words import words

NAME_LENGTH = 80


def duplicate(source: Project, language: str) -> Project:
    """A copy of a project with its files, forms and newest draft. Raises NemoError, leaving nothing."""
    say = words(language)
    name = say("projects.copy_name", name=source.name)[:NAME_LENGTH]
    made = opened(source, name)
    projects.change(made.id, forms=source.forms)
    _copy_waiting(source, made)
    line = say("projects.copied", name=source.name)
    projects.say(made.id, "assistant", line, version=made.version or None)
    return made


def opened(source: Project, name: str) -> Project:
    """A new project with a copy of what another one holds at the backend. Raises NemoError, leaving nothing."""
    made = projects.create(source.owner, source.language, source.skill)
    projects.change(made.id, name=name)
    try:
        return filled(source, projects.read(made.id))
    except errors.NemoError:
        with session() as db:
            db.delete(db.get_one(Project, made.id))
        raise


def filled(source: Project, into: Project) -> Project:
    """Give a project a session of its own with a copy of another's; done again it changes nothing. Raises NemoError."""
    if not source.session_id:
        return into
    if not into.session_id:
        backend.renewed(into, copied(source, into.name, into.id), backends.of(source))
    return backend.refreshed(projects.read(into.id))[0]


def copied(source: Project, name: str, key: str) -> Session:
    """A copy of a project's session; the same key is the same copy. Raises NemoError: CannotCopy where none is made."""
    api = backend.client(source)
    try:
        return api.copy_session(source.session_id, name, key)
    except errors.ConnectionTrouble:  # it may have been made: the key tells
        return api.copy_session(source.session_id, name, key)


def edit(project: Project, operations: list[dict[str, object]], key: str) -> tuple[Project, list[str]]:
    """The project after typed edits, which the same key makes once, and what changed, in words. Raises NemoError."""
    told = backend.client(project).operate(project.session_id, operations, key)
    return backend.refreshed(project)[0], told.splitlines()


def fetch(project: Project, address: str, key: str) -> str:
    """Let the backend fetch a picture; returns the id of the upload. Raises NemoError."""
    (one,) = backend.client(project).upload_urls(project.session_id, [address], key)
    return _taken(one)


def give(project: Project, name: str, content: bytes, key: str) -> str:
    """Hand a small file to the backend; returns the id of the upload. Raises NemoError."""
    (one,) = backend.client(project).upload(project.session_id, [(name, io.BytesIO(content))], key=key)
    return _taken(one)


def draft_of(project: Project) -> Draft:
    """The project's draft as it was last seen."""
    return Draft.read(project.draft)


def _taken(one: Upload) -> str:
    if one.error:
        raise one.error
    return str(one.raw.get("asset_id") or one.raw.get("id") or "")


def _copy_waiting(source: Project, made: Project) -> None:
    """Files which were chosen and not yet sent wait in the copy as well."""
    for one in uploads.of(source.id, "waiting"):
        twin = uploads.announce(made.id, one.name, one.size)
        shutil.copyfile(uploads.path(one), uploads.path(twin))
        uploads.mark(twin.id, "waiting")
