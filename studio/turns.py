"""Running turns: each chat stream is owned by a thread of this process, so no page, click or closed tab can end it.

A page reads a turn as it grows; the transcript in the database gets the whole answer at its end. A turn which a stopped
process left behind is picked up by `current`: what had not left yet is sent, the rest is heard again or looked for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nemo import errors
from studio import conversation, projects
from studio.tables import Entry, Project, Upload
from studio.words import words

log = logging.getLogger(__name__)
_turns: dict[str, Turn] = {}
_lock = threading.Lock()


@dataclass
class Turn:
    """One message on its way: what has arrived so far. Written by its thread, read by pages.

    `usual`: whether the user's preferences go along with it.
    """

    project: str
    entry: int
    language: str
    text: str = ""
    activity: str = ""
    running: bool = True
    started: float = field(default_factory=time.time)
    stop: threading.Event = field(default_factory=threading.Event, repr=False)
    usual: bool = True

    @property
    def key(self) -> str:
        """Its name at the backend, the same after a restart."""
        return f"{self.project}-{self.entry}"

    def hear(self, text: str) -> None:
        """Take the whole visible text as it stands now."""
        self.text = text

    def note(self, activity: str) -> None:
        """Take the line which says what is being done."""
        self.activity = activity


class BusyError(Exception):
    """The project has a turn already; a session takes one message after the other."""


def send(
    project: Project, message: str, files: Sequence[Upload] = (), language: str = "en", usual: bool = True
) -> Turn:
    """Put the message into the transcript and start its turn. Raises BusyError.

    `usual`: whether the user's preferences go along; a form's request names them itself.
    """
    with _lock:
        if _running(project.id):
            raise BusyError
        for one in files:
            conversation.take(one)
        projects.say(project.id, "user", message, files=[one.name for one in files])
        answer = projects.say(project.id, "assistant", "", state="running", message=message, sent=False, usual=usual)
        turn = _turns[project.id] = Turn(project.id, answer.id, language, usual=usual)
    _start(turn, message)
    return turn


def current(project: str, language: str = "en") -> Turn | None:
    """The running turn of a project. One that a stopped process left behind is taken up again here."""
    with _lock:
        turn = _running(project)
        orphan = None if turn else _orphan(project)
        if orphan:
            turn = _turns[project] = Turn(project, orphan.id, language, usual=orphan.data.get("usual", True))
    if turn and orphan:
        _start(turn, None)
    return turn


def stop(project: str) -> None:
    """Ask the running turn to end; what is finished by then is kept."""
    turn = _turns.get(project)
    if turn:
        turn.stop.set()


def _running(project: str) -> Turn | None:
    turn = _turns.get(project)
    return turn if turn and turn.running else None


def _orphan(project: str) -> Entry | None:
    last = projects.last_entry(project)
    return last if last and last.state == "running" else None


def _start(turn: Turn, message: str | None) -> None:
    threading.Thread(target=_run, args=(turn, message), name=f"turn-{turn.entry}", daemon=True).start()


def _run(turn: Turn, message: str | None) -> None:
    """Carry the turn to its end and settle its line, whatever happens. `message` is None for one taken up again."""
    state, data = "done", dict[str, Any]()
    try:
        reply = conversation.answer(turn, message) if message is not None else conversation.recover(turn)
        turn.text, data = reply.text, reply.data
        state = reply.state
    except errors.NemoError as error:
        state = "stopped" if isinstance(error, errors.Stopped) else "failed"
        data = {"error": error.sentence(turn.language), "action": error.action, "link": error.link}
    except Exception as error:
        log.error("a turn failed: %s", type(error).__name__)
        state, data = "failed", {"error": words(turn.language)("chat.failed"), "action": "retry"}
    try:
        projects.settle(turn.entry, turn.text, state, **data)
    finally:  # a line which could not be written is still a running one: the next look takes it up again
        turn.running = False
