"""The pages that guests open: everything under one key, nothing of the project beside it, no cookie asked or given."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from studio import calendars, facts, films, posts, share_page, shares
from studio.identity import owner_of
from studio.shares import Shown
from studio.tables import Export
from studio.words import best_language

HEADERS = {**share_page.HEADERS, "Content-Security-Policy": "sandbox"}


async def page(request: Request) -> Response:
    """`GET /s/<key>`: the page; 410 with a kind word where there is none any more."""
    found = await run_in_threadpool(shares.shown, request.path_params["key"])
    if found is None:
        language = best_language(request.headers.get("accept-language", "").split(",")[0])
        return Response(share_page.gone(language), 410, share_page.HEADERS, "text/html")
    known = await run_in_threadpool(facts.of, found.export)
    site = share_page.Site(f"{request.url.scheme}://{request.url.netloc}")
    return Response(share_page.page(found, known, site), 200, share_page.HEADERS, "text/html")


async def film(request: Request) -> Response:
    """`GET /s/<key>/film/<name>`: the film, with Range."""
    found = await _open(request)
    return FileResponse(films.path(found.export.id), media_type=films.media_type(found.export), headers=HEADERS)


async def poster(request: Request) -> Response:
    """`GET /s/<key>/poster.jpg`: the picture that stands for the film."""
    found = await _open(request)
    known = await run_in_threadpool(facts.of, found.export)
    picture = await run_in_threadpool(films.poster, found.export, known.poster_ms)
    if picture is None:
        raise HTTPException(404)
    return Response(picture, media_type="image/jpeg", headers=HEADERS)


async def calendar(request: Request) -> Response:
    """`GET /s/<key>/calendar.ics`: the functions of an invitation for the guest's calendar."""
    return await run_in_threadpool(invitation, (await _open(request)).export)


def invitation(export: Export) -> Response:
    """The calendar file of a film. Raises HTTPException 404 where no day is known."""
    made = export.finished or export.created
    file = calendars.calendar_file(facts.of(export), export.project, made, export.version)
    if file is None:
        raise HTTPException(404)
    head = {**HEADERS, "Content-Disposition": 'attachment; filename="invitation.ics"'}
    return Response(file, media_type="text/calendar", headers=head)


async def own_calendar(request: Request) -> Response:
    """`GET /app/static/calendar/<export>.ics`: the same file for the browser which made the film."""
    owner = owner_of(request.cookies)
    export = await run_in_threadpool(films.owned, owner, request.path_params["export"]) if owner else None
    if export is None:
        raise HTTPException(404)
    return await run_in_threadpool(invitation, export)


async def cover(request: Request) -> Response:
    """`GET /app/static/cover/<export>/<place>.jpg`: the film's poster in the size which a place wants, to be saved."""
    owner, place = owner_of(request.cookies), posts.BY_KEY.get(request.path_params["place"])
    export = await run_in_threadpool(films.owned, owner, request.path_params["export"]) if owner else None
    known = await run_in_threadpool(facts.of, export) if export and place else None
    picture = await run_in_threadpool(films.poster, export, known.poster_ms) if export and known else None
    if place is None or picture is None:
        raise HTTPException(404)
    made = await run_in_threadpool(films.cover, picture, *place.cover)
    head = {**HEADERS, "Content-Disposition": f'attachment; filename="cover-{place.key}.jpg"'}
    return Response(made, media_type="image/jpeg", headers=head)


async def _open(request: Request) -> Shown:
    found = await run_in_threadpool(shares.shown, request.path_params["key"])
    if found is None:
        raise HTTPException(410)
    return found


routes: list[BaseRoute] = [
    Route("/s/{key}", page),
    Route("/s/{key}/film/{name}", film),
    Route("/s/{key}/poster.jpg", poster),
    Route("/s/{key}/calendar.ics", calendar),
    Route("/app/static/calendar/{export}.ics", own_calendar),
    Route("/app/static/cover/{export}/{place}.jpg", cover),
]
