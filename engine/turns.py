"""A turn: one message, or one set of operations, which makes at most one version, exactly once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import accounts, jobs, store
from engine.settings import settings

ACTIVE = ("queued", "running")
turns = store.turns


def create(
    owner: str,
    session_id: str,
    message: str,
    language: str,
    key: str | None = None,
    operations: list[dict[str, Any]] | None = None,
    defaults: dict[str, Any] | None = None,
) -> tuple[str, bool]:
    """Accept a turn and set its credits aside; returns its id and whether it is new.

    `defaults` is how the user's videos usually look and sound (`engine.director.taste`). `key` is the caller's own name
    for the request: the same key again is the same turn. Raises NoCredits.
    """
    name = accounts.digest(f"{session_id}:{key}")[:32] if key else secrets.token_hex(16)
    turn_id = f"turn_{name}"
    cost = 0 if operations else settings().turn_credits
    with store.writing() as write:
        if write.scalar(sa.select(turns.c.id).where(turns.c.id == turn_id)):
            return turn_id, False
        accounts.reserve(write, owner, cost)
        values = {"id": turn_id, "session": session_id, "message": message, "language": language, "cost": cost}
        values |= {"operations": operations, "defaults": defaults, "status": "queued", "created_ms": store.now()}
        values["place"] = store.next_place(write, turns, "session", session_id)
        write.execute(sa.insert(turns).values(values))
    return turn_id, True


def enqueue(turn_id: str) -> None:
    """Put an accepted turn in its queue, in its place behind the others of its project; again changes nothing."""
    if row := read(turn_id):
        jobs.submit("turns", turn_id, turn_id, partition=row["session"], priority=row["place"])


def read(turn_id: str) -> store.Row | None:
    """The turn; None once its project is deleted."""
    return store.one(sa.select(turns).where(turns.c.id == turn_id))


def active(session_id: str) -> store.Row | None:
    """The turn in work in this session, or else the first one waiting."""
    where = (turns.c.session == session_id, turns.c.status.in_(ACTIVE))
    return store.one(sa.select(turns).where(*where).order_by(turns.c.place).limit(1))


def start(turn_id: str) -> None:
    """Mark the turn as being worked on."""
    store.change(turns, turns.c.id == turn_id, turns.c.status == "queued", status="running")


def is_stopped(turn_id: str) -> bool:
    """Whether its user stopped the turn, or deleted its project."""
    row = store.one(sa.select(turns.c.status).where(turns.c.id == turn_id))
    return row is None or row["status"] == "cancelled"


@dataclass(frozen=True)
class Outcome:
    """What a turn leaves behind: the draft if it changed, what changed in words, and what the next turn must know."""

    draft: dict[str, Any] | None = None
    summary: str = ""
    restores: int | None = None
    context: dict[str, Any] | None = None


def finish(turn_id: str, status: str, outcome: Outcome | None = None) -> int | None:
    """End the turn: keep its draft as the next version, settle its credits; all of it once, together, or not at all.

    Returns the number of the version which this turn made, also when it had ended before.
    """
    versions = store.versions
    outcome = outcome or Outcome()
    with store.writing() as write:
        turn = write.execute(sa.select(turns).where(turns.c.id == turn_id)).mappings().first()
        ended = sa.update(turns).where(turns.c.id == turn_id, turns.c.status.in_(ACTIVE)).values(status=status)
        if turn is None or not write.execute(ended).rowcount:
            return write.scalar(sa.select(versions.c.number).where(versions.c.turn == turn_id))
        session = store.sessions.c.id == turn["session"]
        owner = write.scalar(sa.select(store.sessions.c.owner).where(session))
        accounts.settle(write, owner or "", turn["cost"], used=outcome.draft is not None)
        if outcome.context is not None:
            write.execute(sa.update(store.sessions).where(session).values(context=outcome.context))
        return _keep_version(write, turn["session"], turn_id, outcome) if outcome.draft is not None else None


def _keep_version(write: sa.Connection, session_id: str, turn_id: str, outcome: Outcome) -> int:
    versions, draft = store.versions, outcome.draft or {}
    number = (write.scalar(sa.select(sa.func.max(versions.c.number)).where(versions.c.session == session_id)) or 0) + 1
    values = {"session": session_id, "number": number, "turn": turn_id, "created_ms": store.now()}
    values |= {"summary": outcome.summary, "restores": outcome.restores}
    values["draft"] = draft | {"m": (draft.get("m") or {}) | {"version": number}}
    write.execute(sa.insert(versions).values(values))
    return number
