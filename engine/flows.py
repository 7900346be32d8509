"""The durable jobs themselves: a turn, an ingest, a render. Killed at any line, each is run again to the same end.

A turn is replayed from what it was given: its first step writes down the version, uploads and memory it starts from,
the director answers the same way again, events which were written are not written twice, and its version is kept once.
"""

from __future__ import annotations

import errno
import logging
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dbos import DBOS

from engine import adk, exports, hearing, jobs, projects, reading, store, turns, whatif
from engine.errors import Cancelled, EngineError, MediaError, SessionNotFound
from engine.media import files, parts
from engine.settings import settings
from nemo.draft import Draft

log = logging.getLogger(__name__)
WATCH_S = 0.25
"""How often a running job looks whether it was stopped, and tells how far it is."""


@DBOS.workflow(name="turns", max_recovery_attempts=4)
def turn(turn_id: str) -> dict[str, Any]:
    """Answer a message or apply operations; the events go to the stream, the draft becomes the next version."""
    start = DBOS.run_step({"name": "start"}, _start_turn, turn_id)
    if start is None:
        return {"error": "The project was deleted."}
    row = turns.read(turn_id)
    if row is None:
        return {"error": "The project was deleted."}
    if row["operations"]:
        return _operate(turn_id, start, row["language"], row["operations"])
    _answer(turn_id, start, row)
    DBOS.write_stream(jobs.STREAM, adk.END)
    return {}


def _read_pages(start: dict[str, Any], urls: list[str], language: str) -> dict[str, Any]:
    """The pages which the message names, and the uploads after their pictures have come in."""
    found = reading.read(start["session"], urls, language)
    return {"pages": found, "assets": [record["id"] for record in projects.asset_records(start["session"])]}


def _start_turn(turn_id: str) -> dict[str, Any] | None:
    """What the turn starts from, so that it can be run again after others have moved on."""
    turns.start(turn_id)
    row = turns.read(turn_id)
    session = projects.any_session(row["session"]) if row else None
    if row is None or session is None:
        return None
    latest = projects.latest_number(session["id"])
    return {
        "session": session["id"],
        "base": latest,
        "assets": [record["id"] for record in projects.asset_records(session["id"])],
        "context": session["context"] or {},
        "skill": session["skill"],
        "today": date.today().isoformat(),
    }


def _answer(turn_id: str, start: dict[str, Any], row: store.Row) -> None:
    script = adk.Script(turn_id)
    try:
        from engine import direction
        from engine.director.language import language_of
        from engine.sound import voice

        take, language = direction.Take(script), language_of(row["message"], row["language"])
        if language == "zh":  # most say a little before they ask for the film: its voice is there by then
            threading.Thread(target=voice.warm, args=(language,), daemon=True).start()
        if urls := direction.pages_to_read(start, row["message"], row["language"]):
            _write(script.tool("read_page", {"urls": urls}, {}))
            start |= DBOS.run_step({"name": "read"}, _read_pages, start, urls, language)
        for event in _watched(turn_id, direction.events(start, row["message"], row["language"], row["defaults"])):
            _write(take.play(event))
    except Cancelled:
        _write([*script.whole(), *script.state({"reelwright": {"stopped": True}})])
        return
    except EngineError as error:
        turns.finish(turn_id, "failed")
        _write([*script.whole(), *script.error(type(error).__name__.upper(), str(error))])
        return
    except Exception:
        log.exception("Turn %s failed", turn_id)
        turns.finish(turn_id, "failed")
        _write([*script.whole(), *script.error("INTERNAL", EngineError.sentence)])
        return
    version = turns.finish(turn_id, "completed", take.outcome())
    _write(take.close(version))


def _watched(turn_id: str, events: Iterator[Any]) -> Iterator[Any]:
    """The events until the turn is stopped. Raises Cancelled then."""
    looked = time.monotonic()
    for event in events:
        if time.monotonic() - looked > WATCH_S:
            looked = time.monotonic()
            if turns.is_stopped(turn_id):
                raise Cancelled
        yield event
    if turns.is_stopped(turn_id):
        raise Cancelled


def _write(events: list[str]) -> None:
    for event in events:
        DBOS.write_stream(jobs.STREAM, event)


def _operate(turn_id: str, start: dict[str, Any], language: str, operations: list[dict[str, Any]]) -> dict[str, Any]:
    try:
        from engine import direction

        outcome = direction.operate(start, language, operations)
    except EngineError as error:
        turns.finish(turn_id, "failed")
        return {"error": str(error)}
    except Exception:
        log.exception("Operations %s failed", turn_id)
        turns.finish(turn_id, "failed")
        return {"error": EngineError.sentence}
    version = turns.finish(turn_id, "completed", outcome)
    return {"version": version or start["base"], "summary": outcome.summary}


@DBOS.workflow(name="derivations", max_recovery_attempts=3)
def derive(session_id: str, base: int | None, operations: list[dict[str, Any]] | None, language: str) -> dict[str, Any]:
    """What a draft would be after some operations, or without operations other words for it; nothing is kept."""
    try:
        return whatif.answer(session_id, base, operations, language)
    except Exception:
        log.exception("A derivation failed")
        return {"error": EngineError.sentence}


@DBOS.workflow(name="ingests", max_recovery_attempts=3)
def ingest(session_id: str, asset_id: str, source: dict[str, Any]) -> dict[str, Any]:
    """Make an upload or an address an asset of the session; answers its record, or why not."""
    found: dict[str, Any] = DBOS.run_step({"name": "normalise"}, _ingest, session_id, asset_id, source)
    return found


def _ingest(session_id: str, asset_id: str, source: dict[str, Any]) -> dict[str, Any]:
    from engine.media.intake import normalise
    from engine.media.links import media_name

    known = [record for record in projects.asset_records(session_id) if record["id"] == asset_id]
    if known:
        return known[0]
    folder = files.scratch("ingest")
    try:
        path = files.local(source["key"]) if "key" in source else _fetch(source["url"], folder)
        name = source["name"] if "key" in source else media_name(source["url"])
        asset = normalise(path, name, folder / "made").model_copy(update={"id": asset_id})
        parts.make(asset, folder / "parts")
        projects.add_asset(session_id, asset, sorted((folder / "parts").iterdir()), source["place"])
    except EngineError as error:
        return {"error": {"code": error.code, "message": str(error)}}
    except OSError as error:
        log.exception("Ingest %s failed", asset_id)
        return {"error": {"code": MediaError.code, "message": _storage(error)}}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if "key" in source:
            files.delete(source["key"])
    if projects.any_session(session_id) is None:
        projects.sweep_deleted()
        return {"error": {"code": SessionNotFound.code, "message": SessionNotFound.sentence}}
    return next(record for record in projects.asset_records(session_id) if record["id"] == asset_id)


def _fetch(url: str, into: Path) -> Path:
    from engine.media.links import fetch_media

    return fetch_media(url, into)


@DBOS.workflow(name="renders", max_recovery_attempts=6)
def render(uid: str) -> str:
    """Make the file of a render. Run again after a crash it finds the finished segments in the cache."""
    return DBOS.run_step({"name": "render"}, _render, uid)


def _render(uid: str) -> str:
    row = exports.read(uid)
    if row is None or row["status"] not in exports.ACTIVE:
        return row["status"] if row else "deleted"
    folder = files.scratch("render")
    try:
        made = _rendered(row, folder)
        key = f"renders/{row['session']}/{uid}{made.suffix}"
        files.put(made, key)
        if not exports.end(uid, "completed", progress=1.0, file=key):
            files.delete(key)
    except Cancelled:
        exports.end(uid, "cancelled")
    except EngineError as error:
        exports.end(uid, "failed", error=str(error), error_code=error.code)
    except OSError as error:
        log.exception("Render %s failed", uid)
        exports.end(uid, "failed", error=_storage(error), error_code=500)
    except Exception:
        log.exception("Render %s failed", uid)
        exports.end(uid, "failed", error=EngineError.sentence, error_code=500)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if projects.any_session(row["session"]) is None:
            projects.sweep_deleted()
    return (exports.read(uid) or {"status": "deleted"})["status"]


def _rendered(row: store.Row, folder: Path) -> Path:
    from engine.render.notes import notes
    from engine.render.output import Output
    from engine.render.render import render as make

    watch = exports.Watch(row)
    draft, assets = Draft.read(row["draft"]), projects.assets(row["session"])
    wanted = Output(**exports.Wanted.model_validate(row["output"]).model_dump())
    exports.note(row, notes(draft, wanted, assets))
    return make(
        draft,
        wanted,
        assets,
        folder / "video",
        projects.cache_of(row["session"]),
        progress=watch.progress,
        cancelled=watch.cancelled,
    )


@DBOS.workflow(name="samples", max_recovery_attempts=3)
def sample(key: str, voice: str, text: str, language: str) -> dict[str, Any]:
    """Speak a few words, to be heard before a video is made; answers nothing, or why not."""
    try:
        hearing.speak(key, voice, text, language)
    except EngineError as error:
        return {"error": str(error)}
    except OSError as error:
        log.exception("A sample failed")
        return {"error": _storage(error)}
    return {}


def _storage(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk of {settings().data} is full. The project is untouched: make room and try again."
    return EngineError.sentence


def warm() -> None:
    """Have everything in memory that the first answer needs, so that nobody waits for it."""
    from engine.director.events import Turn
    from engine.director.turn import take_turn
    from engine.media.intake import nursery

    list(take_turn(Turn("make it shorter")))
    nursery.warm()
