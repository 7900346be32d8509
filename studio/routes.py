"""The studio's own routes beside the pages: fonts, uploads, pictures and films.

Every one checks that the browser's cookie owns what it asks for. `SameSite=Lax` keeps other sites from writing.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from nemo import errors
from studio import backend, batch_routes, films, preferences, projects, renders, share_routes, uploads, variants, zips
from studio.identity import owner_of
from studio.tables import Project, Upload

STATIC = Path(__file__).parent.parent / "static"
PIECE_LIMIT = 16 * 1024 * 1024
SAMPLE_LENGTH = 200  # what the engine speaks of a text to be heard
SUBTITLES = {"srt": "application/x-subrip", "vtt": "text/vtt"}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "sandbox",
}


async def announce_upload(request: Request) -> Response:
    """`POST /studio/uploads/<project>` `{"name", "size", "mark"}` → `{"id", "received"}`; one begun earlier goes on."""
    project = await _project(request)
    body = await request.json()
    name, size, mark = str(body["name"]), int(body["size"]), str(body.get("mark", ""))[:64]
    try:
        made = await run_in_threadpool(uploads.announce, project.id, name, size, mark)
    except uploads.TooLargeError:
        raise HTTPException(413) from None
    return JSONResponse({"id": made.id, "received": uploads.received(made)})


async def order_uploads(request: Request) -> Response:
    """`PUT /studio/uploads/<project>/order` `{"ids": […]}`: the order in which the files will be used."""
    project = await _project(request)
    ids = [str(one) for one in (await request.json())["ids"]]
    await run_in_threadpool(uploads.order, project.id, ids)
    return Response(status_code=204)


async def put_piece(request: Request) -> Response:
    """`PUT /studio/upload/<id>?offset=<bytes>` with raw bytes → `{"received"}`; 409 tells where to go on."""
    upload = await _upload(request)
    piece = await _body(request, PIECE_LIMIT)
    try:
        received = await run_in_threadpool(uploads.append, upload, int(request.query_params.get("offset", 0)), piece)
    except uploads.OutOfStepError as gap:
        await run_in_threadpool(uploads.arrived, upload)
        return JSONResponse({"received": gap.received}, status_code=409)
    except uploads.TooLargeError:
        raise HTTPException(413) from None
    await run_in_threadpool(uploads.arrived, upload)
    return JSONResponse({"received": received})


async def upload_status(request: Request) -> Response:
    """`GET /studio/upload/<id>` → how much has arrived, so that a broken upload goes on where it stopped."""
    upload = await _upload(request)
    return JSONResponse({"received": uploads.received(upload), "state": upload.state})


async def upload_file(request: Request) -> Response:
    """`GET /studio/upload/<id>/file`: what was uploaded, for the browser which did, until it goes with a message."""
    upload = await _upload(request)
    kind = films.MEDIA_TYPES.get(upload.name.rpartition(".")[2].lower().replace("jpeg", "jpg"))
    if upload.state != "waiting" or kind is None or not uploads.path(upload).exists():
        raise HTTPException(404)
    return FileResponse(uploads.path(upload), media_type=kind, headers=SAFE)


async def drop_upload(request: Request) -> Response:
    """`DELETE /studio/upload/<id>`: the user took the file back."""
    await run_in_threadpool(uploads.forget, await _upload(request))
    return Response(status_code=204)


async def film(request: Request) -> Response:
    """`GET /app/static/film/<export id>/<name>`: the finished file, with Range; `?download=1` saves it."""
    found = await run_in_threadpool(films.owned, _owner(request), request.path_params["export"])
    if not found or not films.path(found.id).exists():
        raise HTTPException(404)
    kind = "attachment" if request.query_params.get("download") else "inline"
    media_type = films.media_type(found)
    return FileResponse(
        films.path(found.id), media_type=media_type, filename=found.name, content_disposition_type=kind, headers=SAFE
    )


async def frame(request: Request) -> Response:
    """`GET /app/static/frame/<export id>/<ms>.jpg`: the picture of a proxy at a moment."""
    found = await run_in_threadpool(films.owned, _owner(request), request.path_params["export"])
    if not found:
        raise HTTPException(404)
    picture = await run_in_threadpool(films.frame, found.id, request.path_params["ms"])
    if picture is None:
        raise HTTPException(404)
    return Response(picture, media_type="image/jpeg", headers=SAFE)


async def subtitle_file(request: Request) -> Response:
    """`GET /app/static/subtitles/<project>.<srt or vtt>`: the captions of the project's draft, to be saved."""
    project, ending = await _project(request), request.path_params["ending"]
    if ending not in SUBTITLES or not project.session_id:
        raise HTTPException(404)
    try:
        text = await run_in_threadpool(backend.subtitles, project, ending)
    except errors.NemoError as error:
        return PlainTextResponse(error.sentence(project.language), 502, headers=SAFE)
    saved = f"attachment; filename*=UTF-8''{quote(renders.stem(project))}.{ending}"
    fresh = {**SAFE, "Cache-Control": "no-store", "Content-Disposition": saved}
    return Response(text, media_type=SUBTITLES[ending], headers=fresh)


async def voice_sample(request: Request) -> Response:
    """`GET /app/static/voice/<project>/<voice>.wav?text=…`: a voice saying a few words, before a video is made."""
    project, voice = await _project(request), request.path_params["voice"]
    text = request.query_params.get("text", "")[:SAMPLE_LENGTH]
    try:
        sound = await run_in_threadpool(backend.sample, project, voice, text)
    except errors.NotThere:
        raise HTTPException(404) from None
    except errors.NemoError as error:
        return PlainTextResponse(error.sentence(project.language), 502, headers=SAFE)
    return Response(sound, media_type="audio/wav", headers=SAFE)


async def put_logo(request: Request) -> Response:
    """`PUT /studio/brand/logo` with the bytes of a picture: the logo of the browser which sends it."""
    owner = _owner(request)
    content = await _body(request, preferences.LARGEST_LOGO)
    try:
        await run_in_threadpool(preferences.keep_logo, owner, content)
    except preferences.LogoError:
        raise HTTPException(415) from None
    return Response(status_code=204)


async def logo(request: Request) -> Response:
    """`GET /app/static/brand/<name>`: the logo of the browser which asks."""
    owner = _owner(request)
    kept = await run_in_threadpool(preferences.of, owner)
    if not kept.logo:
        raise HTTPException(404)
    kind = films.MEDIA_TYPES[kept.logo.rpartition(".")[2]]
    return FileResponse(preferences.logo_path(owner), media_type=kind, headers={**SAFE, "Cache-Control": "no-store"})


async def variants_zip(request: Request) -> Response:
    """`GET /app/static/zip/<set>/<name>.zip`: the finished films of a set, to be saved."""
    found = await run_in_threadpool(variants.owned, _owner(request), request.path_params["set"])
    files = await run_in_threadpool(variants.finished, found.id) if found else []
    if not files:
        raise HTTPException(404)
    saved = f"attachment; filename*=UTF-8''{quote(request.path_params['name'])}"
    size = str(zips.length(files))
    fresh = {**SAFE, "Cache-Control": "no-store", "Content-Disposition": saved, "Content-Length": size}
    return StreamingResponse(zips.written(files), media_type="application/zip", headers=fresh)


async def _body(request: Request, most: int) -> bytes:
    """What was sent, read no further than its limit. Raises HTTPException 413."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most:
            raise HTTPException(413)
    return bytes(content)


def _owner(request: Request) -> str:
    owner = owner_of(request.cookies)
    if owner is None:
        raise HTTPException(403)
    return owner


async def _project(request: Request) -> Project:
    found = await run_in_threadpool(projects.get, _owner(request), request.path_params["project"])
    if found is None:
        raise HTTPException(404)
    return found


async def _upload(request: Request) -> Upload:
    found = await run_in_threadpool(uploads.owned, _owner(request), request.path_params["upload"])
    if found is None:
        raise HTTPException(404)
    return found


routes: list[BaseRoute] = [
    Route("/studio/uploads/{project}", announce_upload, methods=["POST"]),
    Route("/studio/uploads/{project}/order", order_uploads, methods=["PUT"]),
    Route("/studio/upload/{upload}", put_piece, methods=["PUT"]),
    Route("/studio/upload/{upload}/file", upload_file, methods=["GET"]),
    Route("/studio/upload/{upload}", upload_status, methods=["GET"]),
    Route("/studio/upload/{upload}", drop_upload, methods=["DELETE"]),
    Route("/app/static/film/{export}/{name}", film),
    Route("/app/static/subtitles/{project}.{ending}", subtitle_file),
    Route("/app/static/voice/{project}/{voice}.wav", voice_sample),
    Route("/studio/brand/logo", put_logo, methods=["PUT"]),
    Route("/app/static/brand/{name}", logo),
    Route("/app/static/zip/{set}/{name}", variants_zip),
    *batch_routes.routes,
    Route("/app/static/frame/{export}/{ms:int}.jpg", frame),
    *share_routes.routes,
    Mount("/app/static/ui", StaticFiles(directory=STATIC), name="ui"),
]
