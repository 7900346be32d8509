"""Exports and previews: asked for once, watched by a thread, their file fetched when ready."""

from __future__ import annotations

import logging
import re
import threading
import time
from typing import Any

from sqlalchemy import select

from nemo import errors
from nemo.draft import Draft
from nemo.exports import SUFFIXES
from studio import backend, facts, films, shares
from studio.tables import Export, Project, insert_once, session

log = logging.getLogger(__name__)
ACTIVE = ("pending", "processing")
_watched: set[str] = set()
_lock = threading.Lock()


def export(project: Project, output: dict[str, Any], label: str = "", render: str | None = None) -> Export:
    """Ask for a file of the project's draft; `output` holds `format`, `quality` and what a preset adds.

    The same `render` id again is the same export. Raises NothingToExport.
    """
    if not Draft.read(project.draft).ready_for_export:
        raise errors.NothingToExport
    suffix = SUFFIXES.get(output["format"], output["format"])
    name = "-".join(filter(None, [stem(project), label])) + f".{suffix}"
    return _ask(project, render or f"render_{time.time_ns() // 1000}", "export", name, output)


def stem(project: Project) -> str:
    """The project's name as the beginning of a file name."""
    return re.sub(r"[^\w-]+", "-", project.name, flags=re.UNICODE).strip("-")[:60] or "reelwright"


def preview(project: Project) -> Export | None:
    """The small film of the project's present draft, asked for if there is none yet; None while there is no draft."""
    if not Draft.read(project.draft).ready_for_export:
        return None
    render = f"preview_{project.id}_{project.version}"
    found = get(render)
    if found is not None:
        _watch(project, found)
        return found
    return _ask(project, render, "preview", "preview.mp4", {"format": "mp4", "quality": "draft", "purpose": "preview"})


def in_look(project: Project, look: str) -> Export:
    """The small film of the project's present draft in another look: made once for each version."""
    render = f"look_{project.id}_{project.version}_{look}"
    output = {"format": "mp4", "quality": "draft", "purpose": "preview", "look": look}
    return _ask(project, render, "look", "preview.mp4", output)


def of(project: Project) -> list[Export]:
    """The project's exports, the latest first. Those still at work are watched from here on."""
    wanted = select(Export).where(Export.project == project.id, Export.purpose == "export")
    with session() as db:
        found = list(db.scalars(wanted.order_by(Export.created.desc())))
    for one in found:
        _watch(project, one)
    return found


def get(render: str) -> Export | None:
    """The export of this id as it is now."""
    with session() as db:
        return db.get(Export, render)


def latest_preview(project: str) -> Export | None:
    """The newest finished preview of any version, to be shown until the next one is ready."""
    wanted = select(Export).where(Export.project == project, Export.purpose == "preview", Export.state == "completed")
    with session() as db:
        return db.scalars(wanted.order_by(Export.created.desc()).limit(1)).first()


def previews(project: str) -> dict[int, str]:
    """The id of the finished preview of each version which has one."""
    wanted = select(Export).where(Export.project == project, Export.purpose == "preview", Export.state == "completed")
    with session() as db:
        return {one.version: one.id for one in db.scalars(wanted)}


def cancel(project: Project, render: str) -> None:
    """Stop an export; the draft and the other exports are untouched."""
    kept = get(render)
    if kept and kept.state in ACTIVE:
        _change(render, state="cancelled", finished=time.time())
        if kept.remote:
            backend.cancel(project, kept.remote)


def retry(project: Project, failed: Export) -> None:
    """Ask once more, with a new id, for what failed or was cancelled. A small film keeps its place by its version."""
    if failed.purpose == "preview":
        forget(failed.id)
        preview(project)
    elif failed.purpose == "look":
        forget(failed.id)
        in_look(project, failed.output["look"])
    else:
        _ask(project, f"render_{time.time_ns() // 1000}", "export", failed.name, failed.output)


def forget(render: str) -> None:
    """Remove an export from the history, file and all."""
    films.path(render).unlink(missing_ok=True)
    shares.forget(render)
    with session() as db:
        found = db.get(Export, render)
        if found:
            db.delete(found)


def _ask(project: Project, render: str, purpose: str, name: str, output: dict[str, Any]) -> Export:
    made = Export(
        id=render,
        project=project.id,
        purpose=purpose,
        name=name,
        version=project.version,
        output=output,
        state="pending",
    )
    made.progress, made.error, made.remote = 0.0, "", ""
    kept = made if insert_once(made) else get(render) or made
    if purpose == "export":
        facts.keep(kept.id, project.draft)
    _watch(project, kept)
    return kept


def _watch(project: Project, export: Export) -> None:
    with _lock:
        if export.state not in ACTIVE or export.id in _watched:
            return
        _watched.add(export.id)
    threading.Thread(target=_follow, args=(project, export), name=export.id, daemon=True).start()


def _follow(project: Project, export: Export) -> None:
    """Submit unless that was done, then look until the render has ended, then fetch its file."""
    try:
        remote = export.remote or backend.submit(project, export)
        _change(export.id, remote=remote)
        now = _until_ended(project, export.id, remote)
        if now.state == "completed":
            backend.download(project, remote, now.url, films.path(export.id))
        output = {**export.output, "notes": list(now.notes)}
        _change(export.id, state=now.state, progress=1.0, error=now.error, output=output, finished=time.time())
    except errors.NemoError as error:
        _change(export.id, state="failed", error=error.sentence(project.language), finished=time.time())
    except Exception as error:
        log.error("watching an export failed: %s", type(error).__name__)
        sentence = errors.RenderFailed().sentence(project.language)
        _change(export.id, state="failed", error=sentence, finished=time.time())
    finally:
        with _lock:
            _watched.discard(export.id)


def _until_ended(project: Project, render: str, remote: str) -> backend.Progress:
    while (now := backend.progress(project, remote)).state in ACTIVE:
        kept = get(render)
        if kept is None or kept.state == "cancelled":
            backend.cancel(project, remote)
            return backend.Progress("cancelled")
        _change(render, state=now.state, progress=now.part, remaining_s=now.remaining_s, position=now.position)
        time.sleep(backend.poll_seconds(project))
    return now


def _change(render: str, **fields: Any) -> None:
    with session() as db:
        found = db.get(Export, render)
        if found and found.state != "cancelled":
            for key, value in fields.items():
                setattr(found, key, value)
