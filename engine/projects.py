"""Sessions and what belongs to them: uploads and versions of the draft; and their end, which leaves nothing behind."""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine import store
from engine.errors import SessionNotFound
from engine.media import files
from engine.media.assets import Asset
from engine.settings import MEGABYTE, settings

MEDIA_FOLDERS = ("assets", "incoming", "renders")
REMEMBER_DELETED_MS = 86_400_000


def create(owner: str, name: str, language: str, skill: str) -> store.Row:
    """A new session of this user."""
    row: store.Row = {"id": f"ses_{secrets.token_hex(16)}", "task": f"task_{secrets.token_hex(12)}", "owner": owner}
    row |= {"name": name[:200] or "project", "language": language[:16] or "en"}
    row |= {"skill": skill[:64], "created_ms": store.now()}
    store.add(store.sessions, **row)
    return row


def session(owner: str, session_id: str) -> store.Row:
    """The session, if it is this user's own. Raises SessionNotFound."""
    sessions = store.sessions
    row = store.one(sa.select(sessions).where(sessions.c.id == session_id, sessions.c.owner == owner))
    if row is None:
        raise SessionNotFound
    return row


def cache_of(session_id: str) -> Path:
    """The folder of what the renderer may make again for this session."""
    return settings().cache / "projects" / session_id


def any_session(session_id: str) -> store.Row | None:
    """The session, whoever owns it: for the jobs, which run on its behalf."""
    return store.one(sa.select(store.sessions).where(store.sessions.c.id == session_id))


def places(count: int) -> list[int]:
    """Places for uploads which come in now, in the order they were sent, however long each takes to be made ready."""
    first = time.time_ns() // 1000
    return [first + number for number in range(count)]


def add_asset(session_id: str, asset: Asset, parts: list[Path], place: int) -> None:
    """Keep a normalised upload: its files and `parts` move to the media folder, its record to the table."""
    keys = {}
    for field in ("path", "audio_path", "alpha_path"):
        if (path := getattr(asset, field)) is not None:
            keys[field] = f"assets/{session_id}/{asset.id}/{path.name}"
    for path in [*asset.files(), *parts]:
        files.put(path, f"assets/{session_id}/{asset.id}/{path.name}")
    record = asset.model_dump(mode="json") | keys
    store.add(store.assets, id=asset.id, session=session_id, record=record, place=place, created_ms=store.now())


def asset(session_id: str, asset_id: str) -> Asset | None:
    """One upload of the session with its files on this disk; None when there is no such upload."""
    return assets(session_id, [asset_id]).get(asset_id)


def asset_records(session_id: str) -> list[dict[str, Any]]:
    """The records of the session's uploads as stored (paths are media keys), in order of upload."""
    table = store.assets
    rows = store.every(sa.select(table.c.record).where(table.c.session == session_id).order_by(table.c.place))
    return [row["record"] for row in rows]


def assets(session_id: str, only: list[str] | None = None) -> dict[str, Asset]:
    """The session's uploads by id, in order of upload, with their files on this disk."""
    found = {}
    for record in asset_records(session_id):
        if only is not None and record["id"] not in only:
            continue
        paths = {key: files.local(record[key]) for key in ("path", "audio_path", "alpha_path") if record.get(key)}
        found[record["id"]] = Asset.model_validate(record | paths)
    return found


def latest(session_id: str) -> store.Row | None:
    """The newest version: number, draft, summary."""
    table = store.versions
    return store.one(sa.select(table).where(table.c.session == session_id).order_by(table.c.number.desc()).limit(1))


def latest_number(session_id: str) -> int:
    """The number of the newest version; 0 before the first."""
    table = store.versions
    row = store.one(sa.select(sa.func.max(table.c.number).label("n")).where(table.c.session == session_id))
    return (row["n"] if row else None) or 0


def version(session_id: str, number: int) -> store.Row | None:
    """One version by its number."""
    table = store.versions
    return store.one(sa.select(table).where(table.c.session == session_id, table.c.number == number))


def versions(session_id: str, up_to: int | None = None) -> list[store.Row]:
    """Number, summary and `restores` of all versions up to a number, oldest first; the drafts stay where they are."""
    table = store.versions
    query = sa.select(table.c.number, table.c.summary, table.c.restores).where(table.c.session == session_id)
    query = query.order_by(table.c.number)
    return store.every(query if up_to is None else query.where(table.c.number <= up_to))


def delete(session_id: str) -> list[str]:
    """Remove every trace of a session here; returns the ids of its jobs, whose records are the caller's to remove."""
    jobs: list[str] = []
    with store.writing() as write:
        for table, key in ((store.turns, "id"), (store.renders, "uid"), (store.assets, "id")):
            where = table.c.session == session_id
            jobs += write.scalars(sa.select(table.c[key]).where(where)).all()
            write.execute(sa.delete(table).where(where))
        for table in (store.versions, store.claims):
            write.execute(sa.delete(table).where(table.c.session == session_id))
        write.execute(sa.delete(store.sessions).where(store.sessions.c.id == session_id))
    store.add(store.deleted, session=session_id, at_ms=store.now())
    remove_files(session_id)
    return jobs


def remove_files(session_id: str) -> None:
    """Remove every file of a session: uploads, exports, what can be made again."""
    for folder in MEDIA_FOLDERS:
        files.delete(f"{folder}/{session_id}")
    shutil.rmtree(cache_of(session_id), ignore_errors=True)


def sweep_deleted() -> None:
    """Remove again what work under way wrote after its project was deleted, and this machine's own copies of it."""
    store.remove(store.deleted, store.deleted.c.at_ms < store.now() - REMEMBER_DELETED_MS)
    for row in store.every(sa.select(store.deleted.c.session)):
        remove_files(row["session"])


def sweep() -> None:
    """Remove what killed jobs left in the scratch folder a day ago, and what the cache holds beyond its limit."""
    for folder in files.leftovers(older_than_s=86_400):
        shutil.rmtree(folder, ignore_errors=True)
    found = [(path, path.stat()) for path in settings().cache.rglob("*") if path.is_file()]
    excess = sum(stat.st_size for _, stat in found) - settings().cache_mb * MEGABYTE
    for path, stat in sorted(found, key=lambda entry: entry[1].st_mtime):
        if excess <= 0:
            break
        path.unlink(missing_ok=True)
        excess -= stat.st_size
