"""The chat: a message becomes a durable turn, whose events are streamed from the job database."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine import adk, jobs, projects, store, turns, whatif
from engine.errors import BadRequest, SessionNotFound
from engine.http import body_of, calling, ok, own_session, text_of
from engine.lifetime import Stream, until_closing
from engine.settings import settings

LONGEST_MESSAGE = 50_000
"""Characters: a pasted article, not a book."""
LONGEST_DEFAULTS = 4000
"""Characters of JSON: a few names and colours."""


async def run_sse(request: Request) -> Response:
    """One message; the answer is a stream of events. The same `Idempotency-Key` again reads the same turn again."""
    body = await body_of(request)
    try:
        turn_id = await run_in_threadpool(_accept, request, body)
    except SessionNotFound as error:
        named = text_of(body, "session_id")
        answer = {"code": error.code, "message": str(error), "detail": f"Session not found: {named}"}
        return JSONResponse(answer, error.status)
    return _stream(turn_id)


def _accept(request: Request, body: dict[str, Any]) -> str:
    who = calling(request, "write")
    session = projects.session(who.id, text_of(body, "session_id"))
    message = _message(body)
    language = text_of(body, "language") or session["language"]
    key = request.headers.get("idempotency-key")
    defaults = _defaults(body)
    turn_id, _ = turns.create(who.id, session["id"], message, language, key, defaults=defaults)
    turns.enqueue(turn_id)
    return turn_id


def _defaults(body: dict[str, Any]) -> dict[str, Any] | None:
    """How the user's videos usually look and sound; what of it makes sense is the director's to say."""
    given = body.get("defaults")
    if given is None:
        return None
    if not isinstance(given, dict) or len(json.dumps(given)) > LONGEST_DEFAULTS:
        raise BadRequest("“defaults” is a small object: voices, looks, colours, font, logo. Nothing was changed.")
    return given


def _message(body: dict[str, Any]) -> str:
    new = body.get("new_message")
    parts = new.get("parts") if isinstance(new, dict) else None
    texts = [text_of(part, "text") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    message = "\n".join(texts).strip()
    if not message:
        raise BadRequest("The message is empty. Say what you want to see; nothing was changed.")
    if len(message) > LONGEST_MESSAGE:
        raise BadRequest(f"The message is longer than {LONGEST_MESSAGE:,} characters. Please shorten it.")
    return message


def replay(request: Request) -> Response:
    """A turn's events again from the first, and on as they come: for a client which lost its stream."""
    session = own_session(request, "read")
    turn = turns.read(request.path_params["turn"])
    if turn is None or turn["session"] != session["id"]:
        raise SessionNotFound("This answer was not found; it may have been deleted with its project.")
    return _stream(turn["id"])


def stop(request: Request) -> Response:
    """Stop the turn in work: nothing of it is kept."""
    session = own_session(request, "write")
    turn = turns.active(session["id"])
    if turn:
        turns.finish(turn["id"], "cancelled")
    return ok({"turn": turn["id"] if turn else None})


def _stream(turn_id: str) -> Response:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Turn-Id": turn_id}
    return Stream(_frames(turn_id), media_type="text/event-stream", headers=headers)


async def _frames(turn_id: str) -> AsyncIterator[bytes]:
    try:
        async for event in until_closing(jobs.events(turn_id, settings().heartbeat_s)):
            yield adk.HEARTBEAT if event is None else adk.frame(event)
    except jobs.LostError:
        sentence = "This message could not be carried out. The project is unchanged; please send it again."
        yield adk.frame(adk.Script(turn_id).error("LOST", sentence)[0])


async def operations(request: Request) -> Response:
    """Apply typed operations as one version, in turn with the chat; with `keep` false only tell what that would be."""
    body = await body_of(request)
    if body.get("keep") is False:
        return await _derived(request, body)
    turn_id = await run_in_threadpool(_accept_operations, request, body)
    outcome = await jobs.result(turn_id)
    if "error" in outcome:
        raise BadRequest(outcome["error"])
    return ok(outcome)


def _accept_operations(request: Request, body: dict[str, Any]) -> str:
    session = own_session(request, "write")
    wanted = _operations_of(body)
    key = request.headers.get("idempotency-key")
    turn_id, _ = turns.create(session["owner"], session["id"], "", session["language"], key, wanted)
    turns.enqueue(turn_id)
    return turn_id


def _operations_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = body.get("operations")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(item, dict) for item in wanted):
        raise BadRequest("Send {“operations”: [{…}]} with at least one operation; nothing was changed.")
    return wanted


async def _derived(request: Request, body: dict[str, Any]) -> Response:
    """The draft which the operations make of a version, and what changed in words; the project stays as it is."""
    session = await run_in_threadpool(own_session, request, "read")
    number = body.get("version")
    if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
        raise BadRequest("“version” is the number of a version; leave it out for the newest. Nothing was changed.")
    return ok(await whatif.asked(session, number, _operations_of(body), text_of(body, "language")))


async def ideas(request: Request) -> Response:
    """Other openings and calls to action for the newest draft, from its own facts."""
    session = await run_in_threadpool(own_session, request, "read")
    return ok(await whatif.asked(session, None, None, ""))


def versions(request: Request) -> Response:
    """Every version of the draft: number, time, what changed; without the drafts."""
    session = own_session(request, "read")
    table = store.versions
    columns = (table.c.number, table.c.summary, table.c.restores, table.c.created_ms)
    rows = store.every(sa.select(*columns).where(table.c.session == session["id"]).order_by(table.c.number))
    return ok({"versions": rows})


def version(request: Request) -> Response:
    """One version with its draft."""
    session = own_session(request, "read")
    row = projects.version(session["id"], request.path_params["number"])
    if row is None:
        raise SessionNotFound("This version was not found; the list of versions shows which there are.")
    return ok({key: row[key] for key in ("number", "summary", "restores", "created_ms", "draft")})


ROUTES = [
    Route("/run_sse", run_sse, methods=["POST"]),
    Route("/api/turns/nemo_agent/{user}/{session}/stop", stop, methods=["POST"]),
    Route("/api/turns/nemo_agent/{user}/{session}/{turn}", replay, methods=["GET"]),
    Route("/api/operations/nemo_agent/{user}/{session}", operations, methods=["POST"]),
    Route("/api/ideas/nemo_agent/{user}/{session}", ideas, methods=["GET"]),
    Route("/api/versions/nemo_agent/{user}/{session}", versions, methods=["GET"]),
    Route("/api/versions/nemo_agent/{user}/{session}/{number:int}", version, methods=["GET"]),
]
