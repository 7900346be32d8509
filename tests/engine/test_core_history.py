"""A long history costs a turn next to nothing: of two hundred versions only the drafts that are needed are read."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine import direction, store
from engine.director.events import Edited, Say
from engine.director.timeline import put, relay
from nemo.draft import Draft, DraftMeta
from tests.engine.core import asking, engine_here, forget_caches, new_session, new_token

VERSIONS, SCENES, MOST_S = 200, 20, 0.15


def long_draft(scenes: int, length: int) -> dict[str, Any]:
    draft = Draft(m=DraftMeta(width=1080, height=1920, fps=30, kind="plain", language="en"))
    for number in range(scenes):
        at = number * length
        put(draft, "main", at, length, kind="photo", asset=f"p{number}", name=f"{number}.jpg", motion="zoom_in")
        put(draft, "text", at, length, text=f"Line {number} of the story, as it is told")
        put(draft, "voice", at, length - 500, text=f"Line {number} of the story, as it is told")
        put(draft, "caption", at, length - 500, text=f"Line {number} of the story")
    relay(draft)
    return draft.wire()


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    engine_here(tmp_path, monkeypatch)
    with asking() as api:
        token = new_token(api)
        session = new_session(api, token)
        known = {"session": session, "restores": None, "created_ms": 0}
        rows = [
            known | {"number": n, "turn": f"t{n}", "summary": f"Change {n}.", "draft": long_draft(SCENES, 2000 + n)}
            for n in range(1, VERSIONS + 1)
        ]
        with store.writing() as write:
            write.execute(sa.insert(store.versions), rows)
        yield {
            "session": session,
            "base": VERSIONS,
            "assets": None,
            "skill": "",
            "today": "2026-11-21",
            "context": {"said": "make it 60 seconds", "topic": "length"},
        }
    forget_caches()


def test_a_turn_after_two_hundred_versions_reads_no_more_than_it_needs(start: dict[str, Any]) -> None:
    direction.question(start, "warm up", "en")
    began = time.process_time()
    turn = direction.question(start, "what is the title?", "en")
    assert time.process_time() - began < MOST_S, "CPU seconds, so that other work on the machine does not count"
    assert len(turn.history) == VERSIONS and turn.draft is not None and turn.draft.duration == SCENES * 2200
    assert all(callable(version.draft) for version in turn.history)


def test_undo_and_a_far_step_back_find_their_drafts(start: dict[str, Any]) -> None:
    for message, version in (("undo", VERSIONS - 1), ("go back to version 3", 3)):
        told = list(direction.events(start, message, "en"))
        edited = next(event for event in told if isinstance(event, Edited))
        assert edited.restores == version and edited.draft.duration == SCENES * (2000 + version)
        assert "".join(event.text for event in told if isinstance(event, Say))
