"""The voices, and how each sounds."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from engine import hearing, jobs
from engine.errors import BadRequest, NotFound, SoundError
from engine.http import SAFE, calling, ok
from engine.media import files


def listed(request: Request) -> Response:
    """The voices there are, the best of each language first; `?language=` names one."""
    calling(request, "read")
    return ok({"voices": hearing.known(request.query_params.get("language") or None)})


async def sample(request: Request) -> Response:
    """A WAV of the voice saying `?text=` (at most 200 characters), or a sentence of its own without one."""
    key, job = await run_in_threadpool(_asked, request)
    if job:
        answer = await jobs.result(job)
        if "error" in answer:
            raise SoundError(answer["error"])
    path = await run_in_threadpool(files.local, key)
    return FileResponse(path, media_type="audio/wav", headers=SAFE)


def _asked(request: Request) -> tuple[str, str | None]:
    """The sample's file, and the job which speaks it now unless it is there: a caller's jobs follow one another."""
    owner = calling(request, "read").id
    name = request.path_params["voice"]
    voice = next((one for one in hearing.known() if one["id"] == name), None)
    if voice is None:
        raise NotFound("There is no such voice here; the list of voices shows which there are.")
    text = " ".join(request.query_params.get("text", "").split())
    if len(text) > hearing.LONGEST:
        raise BadRequest(f"A sample is at most {hearing.LONGEST} characters long; choose one sentence to hear.")
    text = text or hearing.SENTENCES.get(voice["language"], hearing.SENTENCES["en"])
    key = hearing.key_of(name, text)
    if files.exists(key):
        return key, None
    job = hearing.job_for(key)
    turn_of = f"samples_{owner}"
    jobs.submit("turns", job, key, name, text, voice["language"], partition=turn_of, priority=1, workflow="samples")
    return key, job


ROUTES = [
    Route("/api/voices", listed, methods=["GET"]),
    Route("/api/voices/{voice}/sample", sample, methods=["GET"]),
]
