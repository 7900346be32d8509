"""Templates: a project kept as it is at this moment, with places which are filled anew each time it is used.

A template has a session of its own at the backend, so neither later edits nor the end of its project touch it.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from nemo import errors
from nemo.draft import Draft
from studio import backend, backends, copies, films, projects, renders, slots
from studio.settings import settings
from studio.slots import Slot
from studio.tables import Project, Template, session
from studio.words import words

MOST_MB = 50  # of a picture or clip put into the form
FILLED = 2  # the version of a copy whose places are filled; 1 is the template's own
WHOLE_MS = 1500  # the first scene has faded in by then


def of(owner: str) -> list[Template]:
    """The templates of this browser, the latest first."""
    with session() as db:
        return list(db.scalars(select(Template).where(Template.owner == owner).order_by(Template.created.desc())))


def get(owner: str, template: str) -> Template | None:
    """The template of this id, if it is this browser's."""
    with session() as db:
        found = db.get(Template, template)
    return found if found and found.owner == owner else None


def save(project: Project, name: str, chosen: list[Slot]) -> Template:
    """Keep a project as it is now, with these places open. Raises NemoError, keeping nothing."""
    project, draft = backend.refreshed(project)
    if not draft.ready_for_export:
        raise errors.NothingToExport
    made = Template(id=secrets.token_urlsafe(9), owner=project.owner, name=name.strip()[:80] or project.name)
    kept = copies.copied(project, made.name, made.id)
    made.session_id, made.task_id, made.api_url = kept.session_id, kept.task_id or "", backends.of(project)
    made.skill, made.language, made.draft = project.skill, project.language, project.draft
    made.slots = [slot.json() for slot in chosen]
    _keep_pictures(project, made, draft, chosen)
    with session() as db:
        db.add(made)
    return made


def rename(template: str, name: str) -> None:
    """Give a template another name."""
    with session() as db:
        db.get_one(Template, template).name = name[:80]


def delete(owner: str, template: str) -> None:
    """Remove a template and all that is kept for it. Videos made of it stay. Raises NemoError."""
    found = get(owner, template)
    if found is None:
        return
    with contextlib.suppress(errors.NotThere):
        backend.client(as_project(found)).delete_project(found.task_id)
    shutil.rmtree(_folder(found.id), ignore_errors=True)
    with session() as db:
        db.delete(db.get_one(Template, template))


def as_project(template: Template) -> Project:
    """The template as the backend knows it: a project without a line in our own list."""
    kept = Project(id=template.id, owner=template.owner, name=template.name, skill=template.skill)
    kept.language, kept.api_url, kept.draft, kept.version = template.language, template.api_url, template.draft, 1
    kept.session_id, kept.task_id, kept.forms = template.session_id, template.task_id, {}
    return kept


def use(
    template: Template, name: str, texts: Mapping[str, str], files: Mapping[str, tuple[str, bytes]], language: str
) -> tuple[Project, list[str]]:
    """A new project made of a template, with these texts and files (name, content) in its places, by their keys.

    Places without a value stay as they are. Returns the project and the names of those which could not be filled.
    Raises NemoError, leaving nothing in the list of projects.
    """
    made = copies.opened(as_project(template), name)
    try:
        taken = {key: copies.give(made, *file, f"{made.id}-{key}") for key, file in files.items()}
        return fill(made, template, {**texts, **taken}, language, f"{made.id}-fill")
    except errors.NemoError:
        projects.delete(made.id)
        raise


def fill(
    project: Project, template: Template, values: dict[str, str], language: str, key: str
) -> tuple[Project, list[str]]:
    """Put values into a copy of a template, once for a `key`. Raises NemoError."""
    before, places = Draft.read(template.draft), slots.read(template.slots)
    edits, changes = slots.operations(before, places, values), list[str]()
    if edits and project.version < FILLED:
        project, changes = copies.edit(project, edits, key)
    if not projects.entries(project.id):
        line = words(language)("templates.made", name=template.name)
        projects.say(project.id, "assistant", line, version=project.version, changes=changes)
    left = slots.unfilled(before, copies.draft_of(project), places, values) if edits else []
    return project, left


def picture(template: str, slot: str = "whole") -> bytes | None:
    """What a template, or a picture in it, looks like as a JPEG; None where there was no preview to take it from."""
    place = _folder(template) / f"{slot}.jpg"
    return place.read_bytes() if place.exists() else None


def _keep_pictures(project: Project, made: Template, draft: Draft, chosen: list[Slot]) -> None:
    film = renders.latest_preview(project.id)
    if film is None:
        return
    middles = {one.meta.id: one.start + one.duration // 2 for one in draft.segments("main")}
    wanted = {"whole": WHOLE_MS} | {one.key: middles.get(one.segments[0], 0) for one in chosen if one.kind == "photo"}
    _folder(made.id).mkdir(parents=True, exist_ok=True)
    for slot, ms in wanted.items():
        shot = films.frame(film.id, ms)
        if shot and slot.replace("-", "").isalnum():
            (_folder(made.id) / f"{slot}.jpg").write_bytes(shot)


def _folder(template: str) -> Path:
    if not template.replace("_", "").replace("-", "").isalnum():
        raise ValueError("a template's id is letters, digits, - and _")
    return settings().data / "studio" / "templates" / template
