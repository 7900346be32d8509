"""The Nemo API as an ASGI application: under `/nemo` in the app, at the root in `python -m engine serve`."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine.errors import EngineError
from engine.http import failed, not_found
from engine.routes import accounts, chat, covers, exports, llms, media, voices


def health(_: Request) -> Response:
    """That this process serves."""
    return JSONResponse({"status": "ok"})


PARTS = (accounts, chat, media, exports, voices, covers, llms)
ROUTES = [Route("/health", health), *(route for part in PARTS for route in part.ROUTES)]


def application(lifespan: Any = None) -> Starlette:
    """The API; mounted in another application it leaves `lifespan` to that one."""
    handlers: dict[Any, Any] = {EngineError: failed, 404: not_found, 405: not_found, Exception: failed}
    return Starlette(routes=ROUTES, exception_handlers=handlers, lifespan=lifespan)
