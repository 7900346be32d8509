"""The interface's scripts and styles, packed for their way to the browser: a third of the bytes of a first visit."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

PACKED = ("/static/js/", "/static/css/")  # text that never changes; films and streams are left as they are
LEAST_BYTES = 1000
LEVEL = 5


class Smaller:
    """ASGI middleware which answers with gzip where a browser takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.packing = app, GZipMiddleware(app, LEAST_BYTES, LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, the answer packed for scripts and styles alone."""
        packed = scope["type"] == "http" and scope["path"].startswith(PACKED)
        await (self.packing if packed else self.app)(scope, receive, send)
