"""Renders: submitted once per id, one at a time for each user, users served fairly."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel
from starlette.requests import Request

from engine import accounts, jobs, store
from engine.http import signed

renders = store.renders
ACTIVE = ("pending", "processing")
TELL_S = 0.3


class Wanted(BaseModel):
    """The wire's `output`: what the file shall be. None leaves it to the draft."""

    format: str = "mp4"
    quality: str = "standard"
    width: int | None = None
    height: int | None = None
    fps: int | None = None
    max_bytes: int | None = None
    purpose: Literal["export", "preview"] = "export"


def submit(owner: str, session_id: str, render_id: str, draft: dict[str, Any], wanted: Wanted) -> store.Row:
    """Accept a render; the same id of the same user again is the same render, whatever became of it."""
    uid = f"render_{accounts.digest(f'{owner}:{render_id}')[:32]}"
    values: store.Row = {"uid": uid, "id": render_id, "owner": owner, "session": session_id, "purpose": wanted.purpose}
    values |= {
        "status": "pending",
        "draft": draft,
        "output": wanted.model_dump(exclude_none=True),
        "created_ms": store.now(),
    }
    with store.writing() as write:
        if not write.scalar(sa.select(renders.c.uid).where(renders.c.uid == uid)):
            place = store.next_place(write, renders, "owner", owner)
            write.execute(sa.insert(renders).values(**values, place=place))
    row = read(uid)
    if row and row["status"] in ACTIVE:
        enqueue(row)
    return row or values


def enqueue(row: store.Row) -> None:
    """Put an accepted render in its queue, behind its user's others. A worker picks a user, then that user's next."""
    queue: jobs.Queue = "previews" if row["purpose"] == "preview" else "renders"
    jobs.submit(queue, row["uid"], row["uid"], partition=row["owner"], priority=row["place"])


def read(uid: str) -> store.Row | None:
    """A render by our own id."""
    return store.one(sa.select(renders).where(renders.c.uid == uid))


def find(owner: str, render_id: str) -> store.Row | None:
    """A user's render by the id it was submitted under."""
    return store.one(sa.select(renders).where(renders.c.owner == owner, renders.c.id == render_id))


def named(render_id: str) -> list[store.Row]:
    """All users' renders submitted under this id."""
    return store.every(sa.select(renders).where(renders.c.id == render_id))


def completed(session_id: str) -> list[store.Row]:
    """The session's finished exports, newest first."""
    where = (renders.c.session == session_id, renders.c.status == "completed", renders.c.purpose == "export")
    return store.every(sa.select(renders).where(*where).order_by(renders.c.created_ms.desc()).limit(50))


def note(row: store.Row, notes: list[str]) -> None:
    """Keep what its user should know about a render; it goes along with every answer from now on."""
    store.change(renders, renders.c.uid == row["uid"], output={**row["output"], "notes": notes})


def end(uid: str, status: str, **values: Any) -> bool:
    """Move an active render to its end; False when it had ended before."""
    where = (renders.c.uid == uid, renders.c.status.in_(ACTIVE))
    return bool(store.change(renders, *where, status=status, ended_ms=store.now(), **values))


class Watch:
    """What a running render asks and tells: whether it was cancelled, and how far it is, a few times a second.

    A render which was killed goes on with what was left: its share of the work is scaled into what remains.
    """

    def __init__(self, row: store.Row) -> None:
        self.uid, self.before = row["uid"], row["progress"]
        self._told = self._asked = 0.0
        self._stop = False
        store.change(
            renders,
            renders.c.uid == self.uid,
            renders.c.status.in_(ACTIVE),
            status="processing",
            started_ms=store.now(),
        )

    def progress(self, fraction: float) -> None:
        """`fraction` of the work which was left at the start is done."""
        if time.monotonic() - self._told < TELL_S:
            return
        self._told = time.monotonic()
        done = self.before + (1 - self.before) * min(1.0, max(0.0, fraction))
        store.change(renders, renders.c.uid == self.uid, renders.c.status == "processing", progress=done)

    def cancelled(self) -> bool:
        """Whether the render was cancelled, or its project deleted."""
        if not self._stop and time.monotonic() - self._asked > TELL_S:
            self._asked = time.monotonic()
            row = read(self.uid)
            self._stop = row is None or row["status"] not in ACTIVE
        return self._stop


def shown(request: Request, row: store.Row) -> store.Row:
    """A render as the wire has it: `status` and `output` stand at the top level."""
    answer = {"id": row["id"], "status": row["status"], "progress": round(row["progress"], 4)}
    output = {key: row["output"][key] for key in ("format", "quality", "purpose") if key in row["output"]}
    if row["status"] == "completed":
        output["url"] = signed(request, f"/api/render/proxy/{row['id']}/download", row["uid"])
    if row["status"] == "pending":
        answer["position"] = _position(row)
    if row["status"] == "processing" and row["progress"] > 0.02 and row["started_ms"]:
        spent = (store.now() - row["started_ms"]) / 1000
        answer["remaining_s"] = round(spent * (1 - row["progress"]) / row["progress"], 1)
    if row["error"]:
        answer |= {"error": row["error"], "code": row["error_code"]}
    return answer | {"output": output, "notes": row["output"].get("notes", [])}


def _position(row: store.Row) -> int:
    """The place in a round of users: behind the user's own earlier renders, and as many of everybody else's."""
    same = (renders.c.status.in_(ACTIVE), renders.c.purpose == row["purpose"])
    waiting = store.every(sa.select(renders.c.owner, renders.c.place).where(*same))
    mine = sum(one["owner"] == row["owner"] and one["place"] <= row["place"] for one in waiting)
    others = Counter(one["owner"] for one in waiting if one["owner"] != row["owner"])
    return mine + sum(min(count, mine) for count in others.values())
