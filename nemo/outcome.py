"""How a turn is told once it is over: what was said, what changed, what went wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nemo import errors, gui
from nemo.answer import Answer, Listener, ProjectState
from nemo.changes import Stage, stages
from nemo.clock import Clock
from nemo.sse import Fold, StreamError
from nemo.summary import timeline
from nemo.timing import Timing
from nemo.words import say


@dataclass(frozen=True)
class Surroundings:
    """What a turn needs beside its stream. `before` is the state the message was sent to."""

    before: ProjectState
    read_state: Callable[[], ProjectState]
    listener: Listener
    clock: Clock
    timing: Timing
    language: str
    stop: threading.Event | None
    foreign_pages: bool  # whether the service speaks of pages of its own, which are not there
    error_of: Callable[[StreamError], errors.NemoError]

    @property
    def stopped(self) -> bool:
        """Whether the user pressed Stop."""
        return self.stop is not None and self.stop.is_set()

    def state(self) -> ProjectState | None:
        """The state now; None when it cannot be read."""
        try:
            return self.read_state()
        except errors.NemoError:
            return None

    def translated(self, text: str) -> gui.Translation:
        """A text without talk of pages which are not there."""
        return gui.translate(text) if self.foreign_pages else gui.Translation(text)

    def live(self, text: str) -> str:
        """What to show of a text which still grows."""
        return gui.live(text) if self.foreign_pages else text

    def say(self, key: str) -> str:
        """A sentence in the user's language."""
        return say(key, self.language)


def tell(answer: Answer, fold: Fold, around: Surroundings) -> Answer:
    """Complete the answer from what was heard and from the state after it."""
    answer.tools = list(fold.tool_calls)
    if fold.error is not None and answer.error is None:
        answer.error = around.error_of(fold.error)
    translation = around.translated(fold.text)
    answer.text, answer.actions = translation.text.strip(), translation.actions
    answer.silent = not answer.text
    _add_extras(answer, fold.extras)
    told = _compare(answer, fold, around)
    if answer.silent and not (answer.error or answer.stopped):
        answer.text = _silence_in_words(answer, told, around)
    if answer.recovered and not answer.error:
        answer.text = f"{around.say('turn.came_through')}\n\n{answer.text}".strip()
    if fold.cut_short and answer.text:
        answer.text += "\n\n" + around.say("turn.cut_off")
    return answer


def _add_extras(answer: Answer, extras: dict[str, Any]) -> None:
    """What only the embedded engine adds."""
    answer.options, answer.suggestions = _list(extras.get("options")), _list(extras.get("suggestions"))
    answer.changes = [line for line in _list(extras.get("changes")) if isinstance(line, str)]
    question, version = extras.get("question"), extras.get("version")
    answer.question = question if isinstance(question, str) and question else None
    answer.version = version if isinstance(version, int) else None


def _compare(answer: Answer, fold: Fold, around: Surroundings) -> list[Stage]:
    """Read the state after the turn; what differs from before, in words."""
    if not answer.stopped:
        answer.state = around.state() or answer.state
        if answer.silent and not answer.error:
            _settle(answer, around)
    if answer.state is None:
        return []
    answer.version = answer.state.version if answer.state.version is not None else answer.version
    answer.summary = timeline(answer.state.draft, around.language)
    told = stages(around.before.draft, answer.state.draft, around.language)
    answer.changes = answer.changes or [line for stage in told for line in stage.lines]
    return told


def _settle(answer: Answer, around: Surroundings) -> None:
    """Give the state of a silent turn a moment to follow."""
    for pause in around.timing.settle:
        if around.stopped or (answer.state is not None and answer.state.raw_draft != around.before.raw_draft):
            return
        around.clock.sleep(pause, around.stop)
        answer.state = around.state() or answer.state


def _silence_in_words(answer: Answer, told: list[Stage], around: Surroundings) -> str:
    """The changes of a turn which said nothing, step by step."""
    blocks = ["\n".join([stage.title, *stage.lines] if stage.title else stage.lines) for stage in told]
    for block in blocks:
        around.listener.on_stage(block)
    told_so = "\n\n".join(blocks) or "\n".join(answer.changes) or answer.question
    return told_so or around.say(f"gui.{answer.actions[0].kind}" if answer.actions else "turn.no_change")


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
