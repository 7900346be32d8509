"""What a draft would be after some edits, and which other openings it might have: answered, never kept.

The web process only asks; a worker answers, since the director and the voice are heavy. Nothing of it stays behind:
the job's record is removed with its answer, and with its project at the latest.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool

from engine import jobs, projects
from engine.errors import BadRequest, EngineError
from engine.store import Row
from nemo.draft import Draft


async def asked(session: Row, base: int | None, operations: list[dict[str, Any]] | None, language: str) -> Any:
    """The answer of a worker; `base` is a version's number, None for the newest; without operations the ideas.

    Raises BadRequest with the reason when an operation cannot be carried out.
    """
    job = f"{prefix(session['id'])}{secrets.token_hex(8)}"
    spoken = language or session["language"]
    await run_in_threadpool(jobs.submit, "derivations", job, session["id"], base, operations, spoken)
    try:
        found = await jobs.result(job)
    finally:
        await run_in_threadpool(jobs.forget, [job])
    if "error" in found:
        raise BadRequest(found["error"])
    return found


def prefix(session_id: str) -> str:
    """How the names of a session's jobs begin."""
    return f"derive_{session_id}_"


def answer(session_id: str, base: int | None, operations: list[dict[str, Any]] | None, language: str) -> dict[str, Any]:
    """The work itself, in the worker: `{draft, summary, notes, version}`, or the ideas, or `{error}`."""
    row = projects.version(session_id, base) if base is not None else projects.latest(session_id)
    if row is None:
        return {"error": "There is no such version of this project. Make a video first; nothing was changed."}
    draft = Draft.read(row["draft"])
    if operations is None:
        from engine.director.ideas import ideas

        return ideas(draft)
    try:
        return _derived(session_id, draft, operations, language) | {"version": row["number"]}
    except EngineError as error:
        return {"error": str(error)}


def _derived(session_id: str, draft: Draft, operations: list[dict[str, Any]], language: str) -> dict[str, Any]:
    from pydantic import ValidationError

    from engine.direction import named
    from engine.director.legible import words_told
    from engine.director.operations import CannotDoError, Setting
    from engine.director.turn import operation_of

    setting = Setting(projects.assets(session_id), None, date.today(), language)
    summary, made = [], draft
    try:
        for operation in [operation_of(one) for one in operations]:
            before, made = made, operation.apply(made, setting)
            if made.wire() != before.wire():
                summary.append(operation.sentence(before, made, language))
    except ValidationError as error:
        raise BadRequest(f"This operation is not known here: {named(error)}. Nothing was changed.") from error
    except CannotDoError as reason:
        raise BadRequest(reason.sentence(language)) from reason
    notes = [*words_told(draft, made, language), *setting.notes]
    return {"draft": made.wire(), "summary": "\n".join(summary), "notes": notes}
