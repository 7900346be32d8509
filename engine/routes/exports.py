"""Exports: submit, status, cancel, download."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from engine import exports, projects
from engine.errors import BadRequest, BlockedExport, NotFound
from engine.http import SAFE, body_of, calling, is_signed, text_of
from engine.media import files
from engine.store import Row
from nemo.draft import Draft

ATTRIBUTION = ("x-skill-source", "x-skill-version", "x-skill-platform")
RENDER_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


async def submit(request: Request) -> Response:
    """Accept a render of a draft."""
    body = await body_of(request)
    row = await run_in_threadpool(_submit, request, body)
    return JSONResponse(exports.shown(request, row))


def _submit(request: Request, body: dict[str, Any]) -> Row:
    who = calling(request, "render")
    if not all(request.headers.get(name, "").strip() for name in ATTRIBUTION):
        raise BlockedExport
    session = projects.session(who.id, text_of(body, "sessionId"))
    render_id, draft = text_of(body, "id"), body.get("draft")
    if not RENDER_ID.fullmatch(render_id):
        raise BadRequest("The render needs an id of letters, digits, “.”, “_” or “-”; nothing was started.")
    if not isinstance(draft, dict) or not Draft.read(draft).ready_for_export:
        raise BadRequest("There is nothing to export yet. Make a video first: say what you want to see.")
    return exports.submit(who.id, session["id"], render_id, draft, _wanted(body.get("output")))


def _wanted(output: Any) -> exports.Wanted:
    try:
        return exports.Wanted.model_validate(output or {})
    except ValidationError as error:
        named = ", ".join(str(detail["loc"][0]) for detail in error.errors() if detail["loc"]) or "output"
        raise BadRequest(f"These output settings cannot be used: {named}. Nothing was started.") from error


def status(request: Request) -> Response:
    """How far a render is."""
    return JSONResponse(exports.shown(request, _own(request, "read")))


def cancel(request: Request) -> Response:
    """Stop a render; one that has ended stays as it is."""
    row = _own(request, "render")
    exports.end(row["uid"], "cancelled")
    return JSONResponse(exports.shown(request, exports.read(row["uid"]) or row))


def download(request: Request) -> Response:
    """The finished file, whole or in ranges; opened by the key in the address or by the caller's token."""
    row = _signed(request) or _own(request, "read")
    if row["status"] != "completed" or not row["file"]:
        raise NotFound("This export is not finished yet; ask again when its status is “completed”.")
    try:
        path = files.local(row["file"])
    except FileNotFoundError as error:
        raise NotFound("The file of this export is gone. Export again: the project is kept.") from error
    kind = "inline" if "inline" in request.query_params else "attachment"
    name = f"reelwright-{row['id']}{path.suffix}"
    return FileResponse(path, filename=name, content_disposition_type=kind, headers=SAFE)


def _own(request: Request, scope: str) -> Row:
    row = exports.find(calling(request, scope).id, request.path_params["render"])
    if row is None:
        raise NotFound("This export was not found; it may have been deleted with its project.")
    return row


def _signed(request: Request) -> Row | None:
    rows = exports.named(request.path_params["render"]) if "key" in request.query_params else []
    return next((row for row in rows if is_signed(request, row["uid"])), None)


ROUTES = [
    Route("/api/render/proxy/lambda", submit, methods=["POST"]),
    Route("/api/render/proxy/lambda/{render}", status, methods=["GET"]),
    Route("/api/render/proxy/lambda/{render}", cancel, methods=["DELETE"]),
    Route("/api/render/proxy/lambda/{render}/cancel", cancel, methods=["POST"]),
    Route("/api/render/proxy/{render}/download", download, methods=["GET"]),
]
