"""Tokens, sessions, claim links, credits."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import accounts, copies, jobs, projects, store, whatif
from engine.errors import MissingClientId, SessionNotFound
from engine.http import body_of, calling, ok, own_session, text_of


def anonymous_token(request: Request) -> Response:
    """A token for a new anonymous account; the same `Idempotency-Key` again is answered with the same token."""
    client = request.headers.get("x-client-id", "").strip()
    if not client:
        raise MissingClientId
    ip, key = request.client.host if request.client else "", request.headers.get("idempotency-key")
    token, user = accounts.anonymous(client[:200], ip, key)
    expires = datetime.fromtimestamp(user["expires_ms"] / 1000, UTC).isoformat(timespec="seconds")
    free = user["credits"] - user["frozen"]
    return ok({"token": token, "user_id": user["id"], "credits": free, "expires_at": expires})


async def new_session(request: Request) -> Response:
    """A new project of the caller."""
    body = await body_of(request)
    return await run_in_threadpool(_new_session, request, body)


def _new_session(request: Request, body: dict[str, object]) -> Response:
    who = calling(request, "write")
    skill = request.headers.get("x-skill-source", "")
    row = projects.create(who.id, text_of(body, "task_name", "project"), text_of(body, "language", "en"), skill)
    return ok({"task_id": row["task"], "session_id": row["id"], "user_id": who.id})


async def copy(request: Request) -> Response:
    """A new project of the same owner with the same uploads and the newest draft as its first version."""
    body = await body_of(request)
    return await run_in_threadpool(_copy, request, body)


def _copy(request: Request, body: dict[str, object]) -> Response:
    session, key = own_session(request, "write"), request.headers.get("idempotency-key")
    made = copies.copy(session["owner"], session["id"], text_of(body, "task_name"), key)
    answer = {"task_id": made["task"], "session_id": made["id"], "user_id": made["owner"]}
    return ok(answer | {"version": projects.latest_number(made["id"])})


async def claim(request: Request) -> Response:
    """A token with which a browser may take over a session."""
    body = await body_of(request)
    return await run_in_threadpool(_claim, request, body)


def _claim(request: Request, body: dict[str, object]) -> Response:
    who = calling(request, "read")
    session = projects.session(who.id, text_of(body, "session_id"))
    if session["task"] != text_of(body, "task_id", session["task"]):
        raise SessionNotFound
    return ok(accounts.claim(session["id"]))


def credits(request: Request) -> Response:
    """The caller's balance."""
    return ok(accounts.balance(calling(request, "read").id))


def delete(request: Request) -> Response:
    """Delete a project, named by its task or session id, and every trace of it."""
    who = calling(request, "write")
    sessions, name = store.sessions, request.path_params["task"]
    mine = sa.select(sessions).where(sessions.c.owner == who.id, sa.or_(sessions.c.task == name, sessions.c.id == name))
    row = store.one(mine)
    if row is None:
        raise SessionNotFound
    jobs.forget([*projects.delete(row["id"]), *jobs.beginning(whatif.prefix(row["id"]))])
    return ok({"task_id": row["task"], "session_id": row["id"]})


ROUTES = [
    Route("/api/auth/anonymous-token", anonymous_token, methods=["POST"]),
    Route("/api/auth/claim-token", claim, methods=["POST"]),
    Route("/api/tasks/me/with-session/nemo_agent", new_session, methods=["POST"]),
    Route("/api/copies/nemo_agent/{user}/{session}", copy, methods=["POST"]),
    Route("/api/tasks/me/{task}", delete, methods=["DELETE"]),
    Route("/api/credits/balance/simple", credits, methods=["GET"]),
]
