"""Uploads, the state of a project, and the pictures of its uploads."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from engine import exports, jobs, projects, turns
from engine.accounts import digest
from engine.errors import BadRequest, EngineError, MediaError, NotFound, TooLarge
from engine.http import SAFE, body_of, is_signed, ok, own_session, signed
from engine.media import files
from engine.refusals import told
from engine.settings import settings
from engine.store import Row
from engine.uploads import receive
from nemo.draft import Draft

MOST_URLS = 20
FEATURES = [
    "versions",
    "operations",
    "derive",
    "stop",
    "replay",
    "cancel",
    "preview",
    "thumbs",
    "peaks",
    "delete",
    "keys",
    "subtitles",
    *(["editable"] if find_spec("opentimelineio") else []),
    "voices",
    "defaults",
    "llm",
    "copies",
    "covers",
]

FRESH = {**SAFE, "Cache-Control": "no-store"}  # the next message may change the words
SUBTITLES = {"srt": "application/x-subrip", "vtt": "text/vtt"}


async def upload(request: Request) -> Response:
    """Files (multipart `files` or `file`) or addresses (`urls`) become assets; the answer comes when all are ready.

    The same `Idempotency-Key` again is answered with the same assets.
    """
    session = await run_in_threadpool(own_session, request, "upload")
    if request.headers.get("content-type", "").startswith("application/json"):
        sources = await _addresses(request)
    else:
        sources = await _files(request, session["id"])
    for source, place in zip(sources, projects.places(len(sources)), strict=True):
        source["place"] = place
    key = request.headers.get("idempotency-key")
    names = [_asset_id(f"{session['id']}:{key}:{place}" if key else None) for place in range(len(sources))]
    found = zip(names, sources, strict=True)
    results = await asyncio.gather(*(_ingest(session["id"], name, source) for name, source in found))
    good = [_shown(request, session["id"], result) for result in results if "error" not in result]
    bad = [_in_words(result, session["language"]) for result in results if "error" in result]
    if bad and not good:
        raise _refusal(bad[0])
    return ok({"files": good, "failed": [{"name": result["name"], **result["error"]} for result in bad]})


async def _addresses(request: Request) -> list[Row]:
    body = await body_of(request)
    urls = body.get("urls")
    if not isinstance(urls, list) or not urls or not all(isinstance(url, str) for url in urls):
        raise BadRequest("Send {“urls”: [“https://…”], “source_type”: “url”}; nothing was added.")
    if len(urls) > MOST_URLS:
        raise BadRequest(f"At most {MOST_URLS} addresses at once; nothing was added.")
    return [{"name": url[-200:], "url": url} for url in urls]


async def _files(request: Request, session_id: str) -> list[Row]:
    folder = await run_in_threadpool(files.scratch, "upload")
    try:
        received = await receive(request, folder, settings().max_upload)
        if not received:
            raise BadRequest("The upload holds no file. Send files in the field “files”; nothing was added.")
        return await run_in_threadpool(_hand_over, received, session_id)
    finally:
        await run_in_threadpool(shutil.rmtree, folder, True)


def _hand_over(received: list[Any], session_id: str) -> list[Row]:
    """Put the received files where a worker on any machine finds them."""
    sources: list[Row] = []
    for file in received:
        source: Row = {"name": file.name}
        if file.too_large:
            limit = f"“{file.name}” is larger than {settings().max_upload_mb} MB."
            source["error"] = {"code": TooLarge.code, "message": f"{limit} Compress or trim it and upload it again."}
        elif not file.size:
            empty = f"“{file.name}” is empty (0 bytes). Choose the file again; the project is unchanged."
            source["error"] = {"code": MediaError.code, "message": empty}
        else:
            source["key"] = f"incoming/{session_id}/{secrets.token_hex(12)}"
            files.put(file.path, source["key"])
        sources.append(source)
    return sources


def _asset_id(key: str | None) -> str:
    return f"a_{digest(key)[:16] if key else secrets.token_hex(8)}"


async def _ingest(session_id: str, asset_id: str, source: Row) -> Row:
    if "error" in source:
        return source
    await run_in_threadpool(jobs.submit, "ingests", asset_id, session_id, asset_id, source)
    found = await jobs.result(asset_id)
    if "key" in source:  # one which had come before was not taken in again
        await run_in_threadpool(files.delete, source["key"])
    return {"name": source["name"], **found}


def _in_words(result: Row, language: str) -> Row:
    """A refused file, its reason in the language of the session."""
    error = result["error"]
    return {**result, "error": {**error, "message": told(error["message"], language)}}


def _refusal(result: Row) -> EngineError:
    code, message = result["error"]["code"], result["error"]["message"]
    known = {kind.code: kind for kind in (MediaError, TooLarge)}
    return known.get(code, MediaError)(message)


def _shown(request: Request, session_id: str, record: Row) -> Row:
    """What a client may know of an asset."""
    names = ("id", "name", "kind", "width", "height", "duration_ms", "fps", "has_audio", "palette", "notes")
    shown = {name: record[name] for name in names if name in record} | {"asset_id": record["id"]}
    address = f"/api/asset/{session_id}/{record['id']}"
    if record["kind"] != "audio":
        shown["thumb"] = signed(request, f"{address}/thumb", f"asset:{session_id}:{record['id']}")
    if record["has_audio"] or record["kind"] == "audio":
        shown["peaks"] = signed(request, f"{address}/peaks", f"asset:{session_id}:{record['id']}")
    return shown


def state(request: Request) -> Response:
    """The newest draft and everything around it."""
    session = own_session(request, "read")
    latest = projects.latest(session["id"])
    draft = latest["draft"] if latest else None
    meta = (draft or {}).get("m") or {}
    turn = turns.active(session["id"])
    answer = {
        "draft": draft,
        "video_infos": [_shown(request, session["id"], record) for record in projects.asset_records(session["id"])],
        "canvas_config": {key: meta[key] for key in ("width", "height", "fps") if key in meta},
        "generated_media": [exports.shown(request, row) for row in exports.completed(session["id"])],
    }
    engine = {"name": "reelwright", "features": FEATURES, "turn": turn["id"] if turn else None}
    version = latest["number"] if latest else 0
    # `engine` and `version` stand in `data` beside `state`: what the cloud sends stays as it is.
    return ok({"state": answer, "version": version, "user_id": session["owner"], "engine": engine})


def subtitle_file(request: Request) -> Response:
    """The captions of the newest draft as a file for other players: `?format=srt` or `vtt`, UTF-8."""
    from engine.sound import subtitles

    session = own_session(request, "read")
    wanted = request.query_params.get("format", "srt")
    if wanted not in SUBTITLES:
        raise BadRequest("Subtitles come as “srt” or “vtt”; ask for one of them.")
    latest = projects.latest(session["id"])
    write = subtitles.srt if wanted == "srt" else subtitles.vtt
    words = write(Draft.read(latest["draft"] if latest else {}))
    return Response(words, media_type=SUBTITLES[wanted], headers=FRESH)


def thumb(request: Request) -> Response:
    """A small JPEG of an upload."""
    return _part(request, "thumb.jpg", "image/jpeg")


def peaks(request: Request) -> Response:
    """The loudness of an upload's sound over its length: JSON `{"peaks": [0 … 1, …], "ms": length}`."""
    return _part(request, "peaks.json", "application/json")


def _part(request: Request, name: str, media_type: str) -> Response:
    session_id, asset_id = request.path_params["session"], request.path_params["asset"]
    if not is_signed(request, f"asset:{session_id}:{asset_id}"):
        own_session(request, "read")
    return FileResponse(
        _local(f"assets/{session_id}/{asset_id}/{name}"),
        media_type=media_type,
        headers=SAFE,
    )


def _local(key: str) -> Path:
    try:
        return files.local(key)
    except (FileNotFoundError, ValueError) as error:
        raise NotFound("This upload was not found; it may have been deleted.") from error


ROUTES = [
    Route("/api/upload-video/nemo_agent/{user}/{session}", upload, methods=["POST"]),
    Route("/api/state/nemo_agent/{user}/{session}/latest", state, methods=["GET"]),
    Route("/api/subtitles/nemo_agent/{user}/{session}", subtitle_file, methods=["GET"]),
    Route("/api/asset/{session}/{asset}/thumb", thumb, methods=["GET"]),
    Route("/api/asset/{session}/{asset}/peaks", peaks, methods=["GET"]),
]
