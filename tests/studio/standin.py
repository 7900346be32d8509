"""A small cloud for the studio's tests: the Nemo API's wire over real HTTP, with a director of few words.

It is the only thing these tests fake. `hold` keeps every turn open until it is set, so that a test can look at a turn
in the middle; `says` is what the next turns answer.
"""

from __future__ import annotations

import asyncio
import copy
import io
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import av
import numpy as np
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

WORDS = "Here is your promo: three photos, a title and music."


def draft(version: int = 1, title: str = "Wake up to better coffee") -> dict[str, Any]:
    """A draft of 6 s: three photos, a title, music."""
    names = [{"id": f"p{n}", "name": f"photo {n + 1}", "kind": "photo", "asset": f"a_{n}"} for n in range(3)]
    photos = [{"d": 2000, "m": name} for name in names]
    return {
        "d": 6000,
        "m": {"width": 1080, "height": 1920, "version": version},
        "t": [
            {"tt": 0, "m": {"role": "main"}, "sg": photos},
            {"tt": 7, "m": {"role": "title"}, "sg": [{"d": 2000, "m": {"id": "t0", "text": title, "start": 0}}]},
            {"tt": 1, "m": {"role": "music"}, "sg": [{"d": 6000, "m": {"id": "m0", "mood": "upbeat", "volume": 0.35}}]},
        ],
    }


def film(seconds: float = 1.0) -> bytes:
    """A real MP4 with a moving picture and a tone."""
    into = io.BytesIO()
    with av.open(into, "w", format="mp4") as out:
        picture, sound = out.add_stream("libx264", rate=10), out.add_stream("aac", rate=48000)
        picture.width, picture.height, picture.pix_fmt = 72, 128, "yuv420p"
        for number in range(round(seconds * 10)):
            shade = np.full((128, 72, 3), 20 * number % 256, np.uint8)
            out.mux(picture.encode(av.VideoFrame.from_ndarray(shade, "rgb24")))
        tone = np.sin(np.arange(round(48000 * seconds)) / 20, dtype=np.float32)[None, :].repeat(2, 0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(tone), "fltp", "stereo")
        frame.sample_rate = 48000
        out.mux(sound.encode(frame))
        out.mux(picture.encode(None))
        out.mux(sound.encode(None))
    return into.getvalue()


class Cloud:
    """The stand-in's memory, which a test may read and change."""

    def __init__(self) -> None:
        self.draft: dict[str, Any] | None = None
        self.version = 0
        self.messages: list[str] = []
        self.files: list[str] = []
        self.renders: dict[str, dict[str, Any]] = {}
        self.drafts: dict[str, dict[str, Any]] = {}  # what each render was asked to show
        self.derived: list[list[str]] = []
        self.tokens = 0
        self.says = WORDS
        self.extras: dict[str, Any] = {}
        self.hold = threading.Event()
        self.hold.set()
        self.finish_renders = True
        self.url = ""
        self.covers: list[Any] = []  # what apps cover of the draft, for those who ask
        self.asked_covers = 0
        self.features: list[str] = []  # with "keys", a message is known again, as only the embedded engine can
        self.can_copy = True
        self.copies: dict[str, str] = {}
        self.edits: dict[str, list[dict[str, Any]]] = {}
        self.fetched: dict[str, list[str]] = {}
        self.deleted: list[str] = []
        self._known: set[str] = set()
        self.voices: list[dict[str, str]] = []
        self.defaults: list[dict[str, Any] | None] = []  # what went along with each message
        self.model: dict[str, Any] = {}  # what was put as the account's language model
        self.bearers: list[str] = []  # who asked for credits and sessions
        self._film = film()

    def routes(self) -> list[Route]:
        """The wire."""
        return [
            Route("/api/auth/anonymous-token", self.token, methods=["POST"]),
            Route("/api/tasks/me/with-session/nemo_agent", self.session, methods=["POST"]),
            Route("/api/upload-video/nemo_agent/me/{sid}", self.upload, methods=["POST"]),
            Route("/api/copies/nemo_agent/me/{sid}", self.copy, methods=["POST"]),
            Route("/api/operations/nemo_agent/me/{sid}", self.operate, methods=["POST"]),
            Route("/api/tasks/me/{task}", self.delete, methods=["DELETE"]),
            Route("/run_sse", self.chat, methods=["POST"]),
            Route("/api/subtitles/nemo_agent/me/{sid}", self.subtitles),
            Route("/api/covers/nemo_agent/me/{sid}", self.covered),
            Route("/api/ideas/nemo_agent/me/{sid}", self.ideas),
            Route("/api/state/nemo_agent/me/{sid}/latest", self.state),
            Route("/api/credits/balance/simple", self.credits),
            Route("/api/voices", self.list_voices),
            Route("/api/account/llm", self.llm, methods=["GET", "PUT", "DELETE"]),
            Route("/api/voices/{voice}/sample", self.voice_sample),
            Route("/api/render/proxy/lambda", self.submit, methods=["POST"]),
            Route("/api/render/proxy/lambda/{id}", self.status, methods=["GET"]),
            Route("/api/render/proxy/lambda/{id}", self.cancel, methods=["DELETE"]),
            Route("/api/render/proxy/{id}/download", self.download),
        ]

    async def token(self, request: Request) -> Response:
        self.tokens += 1
        return _ok({"token": f"nmv_usr_secret{self.tokens}", "user_id": "anon_1", "credits": 100})

    async def session(self, request: Request) -> Response:
        self.bearers.append(request.headers["authorization"])
        return _ok({"session_id": "s1", "task_id": "k1"})

    async def copy(self, request: Request) -> Response:
        if not self.can_copy:
            return JSONResponse({"detail": "Not Found"}, 404)
        name = self.copies.setdefault(request.headers["idempotency-key"], f"c{len(self.copies) + 1}")
        return _ok({"session_id": name, "task_id": f"task-{name}", "version": 1})

    async def operate(self, request: Request) -> Response:
        if (await request.json()).get("keep") is False:
            return await self.derive(request)
        key = request.headers["idempotency-key"]
        if key not in self.edits:
            self.edits[key] = (await request.json())["operations"]
            self.version += 1
            self.draft = _edited(self.draft or {}, self.edits[key])
        return _ok({"version": self.version, "summary": "done"})

    async def delete(self, request: Request) -> Response:
        self.deleted.append(request.path_params["task"])
        return _ok({})

    async def upload(self, request: Request) -> Response:
        if request.headers["content-type"] == "application/json":
            return self._fetch((await request.json())["urls"], request.headers.get("idempotency-key", ""))
        form = await request.form()
        for _, file in form.multi_items():
            content = await file.read()  # type: ignore[union-attr]
            if content.startswith(b"text"):
                return JSONResponse({"code": 4001, "message": "unsupported"})
            self.files.append(file.filename)  # type: ignore[union-attr]
        return _ok({"files": self.files})

    def _fetch(self, urls: list[str], key: str) -> Response:
        if any("missing" in url for url in urls):
            return JSONResponse({"code": 4001, "message": "This address has no picture."}, 415)
        if key not in self.fetched:
            self.fetched[key] = urls
            self.files += urls
        return _ok({"files": [{"asset_id": f"a_{url}", "name": url} for url in urls], "failed": []})

    async def chat(self, request: Request) -> Response:
        body = await request.json()
        message = body["new_message"]["parts"][0]["text"]
        key = request.headers.get("idempotency-key", "")
        if "keys" in self.features and key in self._known:
            return StreamingResponse(self._tell("nothing new"), media_type="text/event-stream")
        self._known.add(key)
        self.messages.append(message)
        self.defaults.append(body.get("defaults"))
        return StreamingResponse(self._tell(message), media_type="text/event-stream")

    async def covered(self, request: Request) -> Response:
        self.asked_covers += 1
        return _ok({"apps": self.covers}) if "covers" in self.features else JSONResponse({"code": 404}, 404)

    async def subtitles(self, request: Request) -> Response:
        return Response(f"the words as {request.query_params['format']}")

    async def derive(self, request: Request) -> Response:
        """Another title for another opening; without the feature there is no such call, as in the cloud."""
        if "derive" not in self.features:
            return JSONResponse({}, 404)
        body = await request.json()
        texts = [one.get("text") or one["look"] for one in body["operations"]]
        self.derived.append(texts)
        if "refuse me" in texts:
            return JSONResponse({"code": 422, "message": "That cannot be said here."}, 422)
        return _ok({"draft": draft(body["version"], " + ".join(texts)), "summary": "", "version": body["version"]})

    async def ideas(self, request: Request) -> Response:
        words = {"opening": "Wake up", "call": "", "hooks": ["Sleep later", "Coffee first"], "calls": ["Tap the link"]}
        return _ok(words) if "derive" in self.features else JSONResponse({}, 404)

    async def _tell(self, message: str) -> AsyncIterator[bytes]:
        yield _frame({"content": {"role": "model", "parts": [{"functionCall": {"name": "set_title", "args": {}}}]}})
        half = len(self.says) // 2
        yield _text(self.says[:half], partial=True)
        while not self.hold.is_set():
            await asyncio.sleep(0.02)
        if "nothing" not in message:
            self.version += 1
            self.draft = draft(self.version, "Undone" if message == "undo" else "Wake up to better coffee")
        yield _text(self.says[half:], partial=True)
        yield _text(self.says, partial=False)
        yield _frame({"actions": {"stateDelta": {"reelwright": self.extras}}} if self.extras else {"id": "end"})

    async def state(self, request: Request) -> Response:
        more = {"engine": {"name": "reelwright", "features": self.features}} if self.features else {}
        return _ok({"state": {"draft": self.draft}, "version": self.version, **more})

    async def llm(self, request: Request) -> Response:
        """A model named "silent" does not answer; nothing here tells a key."""
        if request.method == "PUT" and (await request.json())["model"] == "silent":
            return JSONResponse({"code": 422, "message": "The model does not answer."}, 422)
        if request.method != "GET":
            self.model = await request.json() if request.method == "PUT" else {}
        told = {key: self.model[key] for key in ("url", "model") if key in self.model}
        return _ok({**told, "from": "account" if told else None, "has_key": "key" in self.model, "may_choose": True})

    async def list_voices(self, request: Request) -> Response:
        return _ok({"voices": self.voices})

    async def voice_sample(self, request: Request) -> Response:
        if request.path_params["voice"] not in [one["id"] for one in self.voices]:
            return JSONResponse({"code": 404, "message": "no such voice"}, 404)
        spoken = f"RIFF {request.path_params['voice']}: {request.query_params.get('text', '')}"
        return Response(spoken.encode(), media_type="audio/wav")

    async def credits(self, request: Request) -> Response:
        self.bearers.append(request.headers["authorization"])
        return _ok({"available": 90, "frozen": 2, "total": 100})

    async def submit(self, request: Request) -> Response:
        body = await request.json()
        made = {"id": body["id"], "status": "processing", "progress": 0.5, "output": body["output"]}
        self.drafts.setdefault(body["id"], body["draft"])
        return JSONResponse(self.renders.setdefault(body["id"], made))  # as the engine does, whatever became of it

    async def status(self, request: Request) -> Response:
        render = self.renders[request.path_params["id"]]
        if self.finish_renders and render["status"] == "processing":
            render |= {"status": "completed", "progress": 1.0}
            render["output"]["url"] = f"{self.url}/api/render/proxy/{render['id']}/download"
        return JSONResponse(render)

    async def cancel(self, request: Request) -> Response:
        self.renders[request.path_params["id"]]["status"] = "cancelled"
        return JSONResponse(self.renders[request.path_params["id"]])

    async def download(self, request: Request) -> Response:
        return Response(self._film, media_type="video/mp4")


@contextmanager
def running() -> Iterator[Cloud]:
    """The stand-in on a free port of this machine."""
    cloud = Cloud()
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=cloud.routes()), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for(lambda: server.started)
    cloud.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield cloud
    cloud.hold.set()
    server.should_exit = server.force_exit = True
    thread.join(5)


def wait_for(ready: Any, seconds: float = 20) -> None:
    """Look until `ready()` is true; fails the test after a while."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def _edited(draft: dict[str, Any], operations: list[dict[str, Any]]) -> dict[str, Any]:
    """The draft with other words and pictures, as the engine's operations would leave it."""
    after = copy.deepcopy(draft)
    for one in operations:
        for track in after["t"]:
            for segment in track["sg"]:
                if segment["m"]["id"] in one.get("segments", []):
                    segment["m"] |= {key: one[key] for key in ("text", "asset") if key in one}
    return after


def _ok(data: dict[str, Any]) -> Response:
    return JSONResponse({"code": 0, "message": "ok", "data": data})


def _text(text: str, partial: bool) -> bytes:
    return _frame({"content": {"role": "model", "parts": [{"text": text}]}, "partial": partial, "author": "nemo_agent"})


def _frame(event: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(event).encode() + b"\n\n"
