"""What the apps a film may be posted in would cover of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import projects
from engine.http import ok, own_session
from nemo.draft import Draft


def covers(request: Request) -> Response:
    """For each app the part of the newest draft's frame that it covers, and the texts which lie there."""
    from engine.render.covered import covered

    session = own_session(request, "read")
    latest = projects.latest(session["id"])
    return ok({"apps": [app.wire() for app in covered(Draft.read(latest["draft"] if latest else {}))]})


ROUTES = [Route("/api/covers/nemo_agent/{user}/{session}", covers, methods=["GET"])]
