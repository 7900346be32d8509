"""Which browser is this: a random cookie that scripts cannot read, kept on the server as a hash alone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "reelwright_browser"
GUESTS = "/s/"  # pages of films that were shared: whoever opens one is given nothing to be known by
MAX_AGE_S = 180 * 24 * 3600


def owner_of(cookies: Mapping[str, str]) -> str | None:
    """The owner's name in our tables: the sha256 of the cookie, or None for a browser without one."""
    value = cookies.get(COOKIE, "")
    return hashlib.sha256(value.encode()).hexdigest() if len(value) >= 32 else None


class BrowserIdentity:
    """ASGI middleware which gives a browser its cookie when it first opens a page.

    Only navigations (a GET that accepts HTML) are answered with a cookie: an API client never gets one. Every page
    view renews its age of 180 days.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, adding `Set-Cookie` to the answer of a navigation."""
        if scope["type"] != "http" or not _is_navigation(HTTPConnection(scope)):
            await self.app(scope, receive, send)
            return
        value = HTTPConnection(scope).cookies.get(COOKIE, "")
        cookie = _cookie(value if len(value) >= 32 else secrets.token_urlsafe(32), scope["scheme"] == "https")

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def _is_navigation(request: HTTPConnection) -> bool:
    guest = request.scope["path"].startswith(GUESTS)
    return request.scope["method"] == "GET" and not guest and "text/html" in request.headers.get("accept", "")


def _cookie(value: str, secure: bool) -> str:
    parts = [f"{COOKIE}={value}", "Path=/", f"Max-Age={MAX_AGE_S}", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*parts, "Secure"] if secure else parts)
