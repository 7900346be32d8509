"""The finished files of a batch as one zip."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from studio import batches, zips
from studio.identity import owner_of

HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": "sandbox"}


async def files(request: Request) -> Response:
    """`GET /app/static/batch/<batch>/<name>.zip`: what is finished by now, to be saved."""
    owner = owner_of(request.cookies)
    if owner is None:
        raise HTTPException(403)
    found = await run_in_threadpool(batches.get, owner, request.path_params["batch"])
    made = await run_in_threadpool(batches.entries, found.id) if found else []
    if not made:
        raise HTTPException(404)
    name = f"attachment; filename*=UTF-8''{quote(request.path_params['name'])}"
    headers = {**HEADERS, "Content-Disposition": name, "Content-Length": str(zips.length(made))}
    return StreamingResponse(zips.written(made), media_type="application/zip", headers=headers)


routes: list[BaseRoute] = [Route("/app/static/batch/{batch}/{name}", files)]
