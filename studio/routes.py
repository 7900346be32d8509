"""The studio's own routes beside the pages: fonts, uploads, pictures and films."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent.parent / "static"

routes: list[BaseRoute] = [
    Mount("/app/static/ui", StaticFiles(directory=STATIC), name="ui"),
]
