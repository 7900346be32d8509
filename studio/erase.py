"""Deleting a project for good: its words, files, films and what the backend holds of it."""

from __future__ import annotations

import contextlib

from sqlalchemy import delete, select

from nemo import errors
from studio import backend, renders, uploads
from studio.tables import BatchRow, Entry, Export, Project, Upload, Variant, VariantSet, session


def deleted(owner: str) -> list[Project]:
    """The projects this browser put away, the latest first."""
    wanted = select(Project).where(Project.owner == owner, Project.deleted.is_not(None))
    with session() as db:
        return list(db.scalars(wanted.order_by(Project.deleted.desc())))


def erase(owner: str, project: str) -> None:
    """Remove every trace of a project that was put away. Raises NemoError when the backend cannot be reached."""
    gone = next((one for one in deleted(owner) if one.id == project), None)
    if gone is None:
        return
    if gone.task_id:
        with contextlib.suppress(errors.NotThere):
            backend.client(gone).delete_project(gone.task_id)
    for upload in uploads.of(project):
        uploads.forget(upload)
    with session() as db:
        films = list(db.scalars(select(Export.id).where(Export.project == project)))
    for film in films:
        renders.forget(film)
    with session() as db:
        for table in (BatchRow, Entry, Export, Upload, Variant, VariantSet):
            db.execute(delete(table).where(table.project == project))
        db.execute(delete(Project).where(Project.id == project))
