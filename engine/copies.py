"""A copy of a project: the same uploads and the newest draft as its first version; from then on two projects.

The copy's files are its own: on this disk they share their bytes with the original's, elsewhere they are written again.
Deleting either project takes its own names away and leaves the other whole.
"""

from __future__ import annotations

import contextlib
import secrets
from typing import Any

import sqlalchemy as sa

from engine import accounts, projects, store
from engine.errors import SessionNotFound
from engine.media import files

UNFINISHED_MS = 3_600_000
"""A copy which is not whole after an hour was killed, and nobody asked for it again."""


def copy(owner: str, source_id: str, name: str = "", key: str | None = None) -> store.Row:
    """A new session of the same owner with the uploads and the newest draft of this one. Raises SessionNotFound.

    `key` is the caller's own name for the request: the same key again is the same copy, whole or finished now.
    """
    source = projects.session(owner, source_id)
    latest, records = projects.latest(source_id), projects.asset_records(source_id)
    made = _announced(source, name, key)
    if not made["copying"]:
        return made
    names = {record["id"]: _twin(made["id"], record["id"]) for record in records}
    try:
        for old, new in names.items():
            files.share(f"assets/{source_id}/{old}", f"assets/{made['id']}/{new}")
    except OSError as error:
        _forget(made["id"])
        if isinstance(error, FileNotFoundError):
            raise SessionNotFound from error
        raise
    with contextlib.suppress(OSError):  # only for speed: what is missing is rendered again
        files.share_tree(projects.cache_of(source_id), projects.cache_of(made["id"]))
    _finish(made["id"], source, latest, renamed(records, names | {source_id: made["id"]}), names)
    return {**made, "copying": None}


def renamed(value: Any, names: dict[str, str]) -> Any:
    """JSON with every text which is one of our ids, or a media key built of them, under its new name."""
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if not isinstance(value, str):
        return value
    if value.startswith("assets/"):
        return "/".join(names.get(part, part) for part in value.split("/"))
    return names.get(value, value)


def sweep() -> None:
    """Remove what is left of copies whose making was killed."""
    table = store.sessions
    where = (table.c.copying.is_not(None), table.c.created_ms < store.now() - UNFINISHED_MS)
    for row in store.every(sa.select(table.c.id).where(*where)):
        _forget(row["id"])


def _announced(source: store.Row, name: str, key: str | None) -> store.Row:
    """The row of the copy, made before its files are, so that none of them is ever without an owner."""
    ident = accounts.digest(f"{source['id']}:copy:{key}")[:32] if key else secrets.token_hex(16)
    made: store.Row = {key: source[key] for key in ("owner", "language", "skill")}
    made |= {"id": f"ses_{ident}", "task": f"task_{ident[:24]}", "name": name[:200] or source["name"]}
    made |= {"created_ms": store.now(), "copying": source["id"]}
    gone = store.one(sa.select(store.deleted).where(store.deleted.c.session == made["id"]))
    if gone:
        raise SessionNotFound("This copy was made and has been deleted since; ask for another one.")
    store.add(store.sessions, **made)
    return store.one(sa.select(store.sessions).where(store.sessions.c.id == made["id"])) or made


def _twin(session_id: str, asset_id: str) -> str:
    """The id of an upload's copy: the same however often the copy is begun."""
    return f"a_{accounts.digest(f'{session_id} {asset_id}')[:16]}"


def _finish(
    session_id: str,
    source: store.Row,
    latest: store.Row | None,
    records: list[dict[str, Any]],
    names: dict[str, str],
) -> None:
    """Everything the tables know of the copy, at once; whoever comes second adds nothing."""
    here = store.sessions.c.id == session_id
    places = projects.places(len(records))
    with store.writing() as write:
        under_way = sa.select(store.sessions.c.copying).where(here).with_for_update()
        if not write.scalar(under_way):
            return
        for record, place in zip(records, places, strict=True):
            values = {"id": record["id"], "session": session_id, "record": record, "place": place}
            write.execute(sa.insert(store.assets).values(**values, created_ms=store.now()))
        if latest:
            values = _first_version(session_id, latest, names)
            write.execute(sa.insert(store.versions).values(values))
        context = renamed(source["context"], names) if source["context"] else None
        write.execute(sa.update(store.sessions).where(here).values(copying=None, context=context))


def _first_version(session_id: str, latest: store.Row, names: dict[str, str]) -> store.Row:
    draft = renamed(latest["draft"], names)
    draft |= {"m": (draft.get("m") or {}) | {"version": 1}}
    values: store.Row = {"session": session_id, "number": 1, "turn": f"copy_{session_id}", "restores": None}
    return values | {"summary": latest["summary"], "draft": draft, "created_ms": store.now()}


def _forget(session_id: str) -> None:
    """Take a copy which did not become whole away again; the same key may make it anew."""
    store.remove(store.sessions, store.sessions.c.id == session_id, store.sessions.c.copying.is_not(None))
    projects.remove_files(session_id)
