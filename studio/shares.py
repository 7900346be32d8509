"""Private pages of single exports: closed until opened, under a link that cannot be guessed, and not for ever."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from studio import films
from studio.tables import Export, Project, Sent, Share, session

DAYS = (7, 30, 90)
USUAL_DAYS = 30
_DAY_S = 24 * 3600


@dataclass(frozen=True)
class Shown:
    """What an open page shows."""

    share: Share
    export: Export
    project: Project


def path(share: Share) -> str:
    """Where the page stands on this site."""
    return f"/s/{share.key}"


def of(export: str) -> Share | None:
    """The open page of an export, if it has one."""
    wanted = select(Share).where(Share.export == export, Share.ended.is_(None), Share.until > time.time())
    with session() as db:
        return db.scalars(wanted.order_by(Share.begun.desc()).limit(1)).first()


def begin(export: str, days: int = USUAL_DAYS) -> Share:
    """Open a page for an export; one that is open already gets this many days from now. Raises ValueError."""
    if days not in DAYS:
        raise ValueError("a page stays open for one of the offered numbers of days")
    now, found = time.time(), of(export)
    key = found.key if found else secrets.token_urlsafe(24)
    with session() as db:
        return db.merge(Share(key=key, export=export, begun=now, until=now + days * _DAY_S, ended=None))


def end(export: str) -> None:
    """Close the page of an export for good: opened again it has another link."""
    closing = update(Share).where(Share.export == export, Share.ended.is_(None)).values(ended=time.time())
    with session() as db:
        db.execute(closing)


def forget(export: str) -> None:
    """Leave no trace of what went out with an export."""
    with session() as db:
        for table in (Share, Sent):
            db.execute(delete(table).where(table.export == export))


def days_of(share: Share) -> int:
    """For how many days the page was opened."""
    return round((share.until - share.begun) / _DAY_S)


def shown(key: str) -> Shown | None:
    """What the page of this key shows; None for one which is closed, over, or never was."""
    with session() as db:
        share = db.get(Share, key)
        export = db.get(Export, share.export) if share else None
        project = db.get(Project, export.project) if export else None
    if not share or not export or not project or share.ended is not None or share.until <= time.time():
        return None
    there = project.deleted is None and export.state == "completed" and films.path(export.id).exists()
    return Shown(share, export, project) if there else None
