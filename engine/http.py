"""What the routes share: who calls, envelopes, errors as answers, and signed addresses for browsers."""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine import accounts, projects
from engine.accounts import Caller
from engine.errors import BadRequest, BadToken, EngineError, NotFound
from engine.settings import settings
from engine.store import Row

log = logging.getLogger(__name__)
SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
"""Headers of a file a browser loads: it is what we say it is, and nobody else's."""
MOST_JSON = 8 * 1024 * 1024
"""Bytes of the largest JSON body: a draft of a thousand segments is under 1 MB."""


def ok(data: Any, **more: Any) -> JSONResponse:
    """The envelope of a success."""
    return JSONResponse({"code": 0, "message": "success", "data": data, **more})


def failed(_: Request, error: Exception) -> Response:
    """The envelope of an error: a sentence and a code. `detail` is what the chat framework's own clients read."""
    known = error if isinstance(error, EngineError) else EngineError(_storage(error))
    if known.status >= 500:
        log.error("A request failed", exc_info=error)
    body = {"code": known.code, "message": str(known), "detail": str(known)}
    return JSONResponse(body, known.status)


def _storage(error: Exception) -> str | None:
    full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    return "The disk of this machine is full; nothing was lost. Make room and try again." if full else None


def not_found(request: Request, _: Exception) -> Response:
    """No such route, or not with this method."""
    return failed(request, NotFound("There is nothing at this address."))


def calling(request: Request, scope: str) -> Caller:
    """The owner of the request's token. Raises BadToken, Forbidden."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise BadToken
    who = accounts.caller(token.strip())
    who.must(scope)
    return who


def own_session(request: Request, scope: str) -> Row:
    """The session named in the path, which must be the caller's. Raises SessionNotFound beside `calling`'s."""
    who = calling(request, scope)
    if request.path_params.get("user", "me") not in ("me", who.id):
        raise NotFound
    return projects.session(who.id, request.path_params["session"])


async def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object. Raises BadRequest."""
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        if (size := size + len(part)) > MOST_JSON:
            raise BadRequest("This request is too large; nothing was changed.")
    try:
        value = json.loads(b"".join(parts) or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise BadRequest("The request must be a JSON object; nothing was changed.")
    return value


def signature(what: str) -> str:
    """The key which opens `what` without a token: unguessable, and good for nothing else."""
    return hmac.new(settings().secret, what.encode(), hashlib.sha256).hexdigest()[:40]


def is_signed(request: Request, what: str) -> bool:
    """Whether the request carries the key of `what`."""
    return hmac.compare_digest(request.query_params.get("key", ""), signature(what))


def signed(request: Request, path: str, what: str) -> str:
    """An absolute address a browser may load: it holds the key of `what`, never a token."""
    base = settings().public_url or f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"
    return f"{base}{path}?key={signature(what)}"


def text_of(body: dict[str, Any], name: str, default: str = "") -> str:
    """A string of the body; anything else counts as missing."""
    value = body.get(name)
    return value if isinstance(value, str) else default


Endpoint = Callable[[Request], Any]
