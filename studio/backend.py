"""The one place where the studio calls a backend: clients, sessions, files, drafts and renders of its projects."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nemo import errors
from nemo.answer import Account as Granted
from nemo.answer import Answer, ProjectState, Render, Session
from nemo.changes import stages
from nemo.client import NemoClient
from nemo.config import from_environment
from nemo.draft import Draft
from nemo.llms import Llm
from nemo.skills import skills
from nemo.variants import Ideas
from nemo.voices import Voice
from studio import backends, projects, uploads, vault
from studio.settings import settings
from studio.tables import Account, Export, Project, Upload, session

_connecting = threading.Lock()
RECOVERY_LOOKS = 5
_features: dict[str, frozenset[str]] = {}  # what a backend offers, as its last state said
_voices: dict[str, tuple[list[Voice], float]] = {}  # of each service, and until when they are believed
VOICES_KEPT_S, TROUBLE_KEPT_S = 300.0, 20.0
STATES = ("pending", "processing", "completed", "failed", "cancelled")


@dataclass(frozen=True)
class Progress:
    """How far a render is: `part` is 0 … 1, `position` its place in the queue where the backend tells."""

    state: str
    part: float = 0.0
    remaining_s: float | None = None
    position: int | None = None
    url: str = ""
    error: str = ""
    notes: tuple[str, ...] = ()


def client(project: Project) -> NemoClient:
    """The client of the browser which owns the project, with the project's skill in its headers."""
    return at(backends.of(project), project)


def at(backend: str, project: Project) -> NemoClient:
    """The client of the project's browser at a service, which may be another than the project's."""
    return _client(backend, project.owner, project.skill, project.language, *_access(backend, project.owner))


def tried(backend: str, project: Project, token: str) -> tuple[int, int, int]:
    """Whether a service answers, with this token if there is one: its credits. Raises NemoError; nothing is kept."""
    known = (token, None, False) if token else _access(backend, project.owner)
    left = _made(backend, project.owner, project.skill, project.language, *known).credits()
    return int(left.available), int(left.frozen), int(left.total)


def connected(project: str) -> Project:
    """The project with a session at the backend, opened now if it has none. Raises NemoError."""
    with _connecting:
        found = projects.read(project)
        if not found.session_id:
            backend = backends.of(found)
            renewed(found, at(backend, found).new_session(found.name or "project"), backend)
    return projects.read(project)


def renewed(project: Project, opened: Session, backend: str | None = None) -> None:
    """Keep the session which a service opened for a project, and which service that is."""
    holder = backend or backends.of(project)
    projects.change(project.id, session_id=opened.session_id, task_id=opened.task_id or "", api_url=holder)


def deliver(project: Project, upload: Upload, stop: threading.Event | None = None) -> None:
    """Hand a file on. Raises FileTrouble for one that the backend does not take."""
    if not upload.size:
        raise errors.EmptyFile(name=upload.name)
    with uploads.path(upload).open("rb") as file:
        client(project).upload(project.session_id, [(upload.name, file)], stop=stop, key=upload.id)


def credits(project: Project) -> tuple[int, int, int]:
    """What the browser's account has left: available, frozen, total."""
    left = client(project).credits()
    return int(left.available), int(left.frozen), int(left.total)


def keep(project: Project, state: ProjectState) -> Project:
    """Keep the draft that the backend holds now."""
    _features[backends.of(project)] = state.features
    raw = state.raw_draft or {}
    if raw != project.draft:
        version = state.version if state.version is not None else project.version + 1
        projects.change(project.id, draft=raw, version=version)
    return projects.read(project.id)


def refreshed(project: Project) -> tuple[Project, Draft]:
    """The project after a look at the backend, and its draft."""
    if not project.session_id:
        return project, Draft.read({})
    state = client(project).state(project.session_id)
    return keep(project, state), state.draft


def offers(project: Project, feature: str) -> bool:
    """Whether the backend has something that not every one has. Asked of it once in the life of this process."""
    backend = backends.of(project)
    if backend not in _features and project.session_id:
        with contextlib.suppress(errors.NemoError):
            _features[backend] = client(project).state(project.session_id).features
    return feature in _features.get(backend, ())


def voices(project: Project) -> list[Voice]:
    """The voices of the service which makes the project; none where it has no list of them or does not answer."""
    backend = backends.of(project)
    known, until = _voices.get(backend, ([], 0.0))
    if time.monotonic() < until or backends.kind(backend) == "cloud":
        return known
    try:
        known, keep_s = at(backend, project).voices(), VOICES_KEPT_S
    except errors.NotThere:
        known, keep_s = [], VOICES_KEPT_S
    except errors.NemoError:
        keep_s = TROUBLE_KEPT_S
    _voices[backend] = known, time.monotonic() + keep_s
    return known


def sample(project: Project, voice: str, text: str) -> bytes:
    """A WAV of a voice saying a few words. Raises NemoError."""
    return client(project).voice_sample(voice, text)


def llm(project: Project) -> Llm | None:
    """The model which answers the browser's messages at the service it chose; None where that is not told."""
    chosen = backends.chosen(project.owner)
    if backends.kind(chosen) == "cloud":
        return None
    with contextlib.suppress(errors.NemoError):
        return at(chosen, project).llm()
    return None


def choose_llm(project: Project, url: str, model: str, key: str | None) -> None:
    """Let another model answer, once it has answered the service. Raises NemoError; BadRequest when it did not."""
    at(backends.chosen(project.owner), project).choose_llm(url, model, key)


def drop_llm(project: Project) -> None:
    """Let the service's own way of answering do again. Raises NemoError."""
    at(backends.chosen(project.owner), project).drop_llm()


def subtitles(project: Project, format: str) -> str:
    """The captions of the project's draft as a file, `srt` or `vtt`. Raises NemoError."""
    return client(project).subtitles(project.session_id, format)


def covers(project: Project) -> list[dict[str, Any]]:
    """What apps cover of the project's draft, and which texts lie there. Raises NemoError."""
    return client(project).covers(project.session_id)


def submit(project: Project, export: Export) -> str:
    """Ask for a render of the project's draft; returns the backend's id for it.

    An export goes under its own id, which the embedded engine knows again, so that it is made once whatever happens to
    this process. A preview keeps its id when it is tried again, so it goes without.
    """
    if look := export.output.get("look"):
        draft = derive(project, [{"op": "set_look", "look": look}], export.version)
        return submit_draft(project, draft, export.output, f"{export.id}_{moment(export)}")
    return submit_draft(project, project.draft, export.output, export.id if export.purpose == "export" else None)


def moment(export: Export) -> int:
    """When an export was asked for, in ms: part of its name at the backend where its id is used again once it was
    removed, since what a backend failed at or cancelled under a name it knows by that name for ever."""
    return round(export.created * 1000)


def submit_draft(project: Project, draft: dict[str, Any], output: dict[str, Any], name: str | None) -> str:
    """Ask for a render of any draft; under one name the embedded engine makes it once. Returns the backend's id."""
    skipped = ("format", "quality", "notes", "look")
    options = {key: value for key, value in output.items() if key not in skipped}
    api, form, quality = client(project), output["format"], output.get("quality")
    return api.submit_render(project.session_id, draft, form, quality, render_id=name, **options).id


def derive(project: Project, operations: list[dict[str, Any]], version: int) -> dict[str, Any]:
    """The draft which operations would make of a version. Raises NotOffered, or BadRequest with the reason."""
    api = client(project)
    api.state(project.session_id)  # whose words about errors are for people, the client learns from a state
    return api.derive(project.session_id, operations, version).draft


def ideas(project: Project) -> Ideas:
    """Other openings and calls to action for the project's draft; none where the backend has none."""
    with contextlib.suppress(errors.NemoError):
        return client(project).ideas(project.session_id)
    return Ideas()


def progress(project: Project, remote: str) -> Progress:
    """How far a render is. A failed one says why, in the backend's words if it has any for people."""
    now = client(project).render_status(remote)
    left, position, why = (now.raw.get(key) for key in ("remaining_s", "position", "error"))
    failure = why if isinstance(why, str) and why else errors.RenderFailed().sentence(project.language)
    return Progress(
        state=now.status if now.status in STATES else "processing",
        part=now.progress or 0.0,
        remaining_s=float(left) if isinstance(left, int | float) else None,
        position=position if isinstance(position, int) else None,
        url=now.url or "",
        error=failure if now.status == "failed" else "",
        notes=now.notes,
    )


def cancel(project: Project, remote: str) -> None:
    """Stop a render. A backend which cannot stop one finishes it unseen."""
    with contextlib.suppress(errors.NemoError):
        client(project).cancel_render(remote)


def download(project: Project, remote: str, url: str, into: Path) -> None:
    """Fetch the file of a finished render."""
    client(project).download(Render(remote, "completed", url=url or None), into)


def poll_seconds(project: Project) -> float:
    """How often a render is looked at: what the backend's documentation asks for."""
    return client(project).timing.render_poll


def await_turn(project: Project, stop: threading.Event, language: str) -> Answer:
    """What became of a turn that nobody listens to any more: the draft is read until it changes, or patience ends."""
    api, before = client(project), Draft.read(project.draft)
    for _ in range(RECOVERY_LOOKS):
        state = api.state(project.session_id)
        if (state.raw_draft or {}) != project.draft:
            changes = [line for stage in stages(before, state.draft, language) for line in stage.lines]
            return Answer("", changes=changes, state=state, recovered=True)
        if stop.wait(api.timing.poll if not api.local else 2.0):
            return Answer(stopped=True)
    return Answer(error=errors.TurnLost())


def _access(backend: str, owner: str) -> tuple[str | None, str | None, bool]:
    """What opens a service: token, user and whether it is an anonymous account's, which is renewed when it ends.

    The token of the environment is for the service of the environment alone.
    """
    own = vault.read(owner, vault.token_of(backend)) or (settings().token if backend == backends.usual() else "")
    if own:
        return own, None, False
    with session() as db:
        account = db.get(Account, (owner, backends.url(backend)))
    return (account.token, account.user_id, True) if account else (None, None, True)


def _made(
    backend: str, owner: str, skill: str, language: str, token: str | None, user_id: str | None, anonymous: bool
) -> NemoClient:
    client_id = projects.browser(owner).client_id
    return NemoClient(
        backends.url(backend),
        token,
        client_id=client_id,
        token_key=hmac.new(client_id.encode(), b"token", hashlib.sha256).hexdigest(),
        user_id=user_id,
        anonymous=anonymous,
        skill=_skill_of(skill),
        language=language,
        platform=from_environment().platform,
        web_url=settings().web_url,
        on_account=lambda granted: _keep_account(owner, backend, granted),
    )


_client = lru_cache(maxsize=256)(_made)


def _skill_of(kind: str) -> str:
    return next((name for name, one in skills().items() if one.kind == kind), next(iter(skills())))


def _keep_account(owner: str, backend: str, granted: Granted) -> None:
    with session() as db:
        row = {"owner": owner, "api_url": backends.url(backend)}
        db.merge(Account(**row, token=granted.token, user_id=granted.user_id or ""))
