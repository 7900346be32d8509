"""The language model of an account: what it is, another one, none."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import llms
from engine.accounts import is_this_machine
from engine.errors import Forbidden
from engine.http import body_of, calling, ok, text_of
from engine.settings import settings

PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def shown(request: Request) -> Response:
    """Which model answers the caller's messages; never its key."""
    owner = calling(request, "read").id
    return ok({**llms.shown(owner), "may_choose": _may_choose(request)})


async def choose(request: Request) -> Response:
    """Keep `{url, model, key}` once the model has answered; without `key`, the one kept for the address stays."""
    body = await body_of(request)
    return await run_in_threadpool(_choose, request, body)


def _choose(request: Request, body: dict[str, Any]) -> Response:
    owner = calling(request, "write").id
    if not _may_choose(request):
        raise Forbidden("Models are chosen by the operator of this engine. Nothing was changed.")
    key = body.get("key")
    llms.choose(owner, text_of(body, "url"), text_of(body, "model"), key if isinstance(key, str) else None)
    return ok(llms.shown(owner))


def drop(request: Request) -> Response:
    """Forget the caller's model and its key."""
    owner = calling(request, "write").id
    llms.drop(owner)
    return ok(llms.shown(owner))


def _may_choose(request: Request) -> bool:
    """An address which a caller names is one that this machine calls: usually only its own programs may name one."""
    rule = settings().llm_choice
    if rule in ("any", "none"):
        return rule == "any"
    here = request.client is not None and is_this_machine(request.client.host)
    asked = request.url.hostname or ""  # a page of elsewhere which leads here asks under a name of its own
    ours = asked == "localhost" or is_this_machine(asked)
    return here and ours and not any(name in request.headers for name in PASSED_ON)


ROUTES = [
    Route("/api/account/llm", shown, methods=["GET"]),
    Route("/api/account/llm", choose, methods=["PUT"]),
    Route("/api/account/llm", drop, methods=["DELETE"]),
]
