"""One turn of the conversation: a message in, what was done and said out. The same turn gives the same events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from engine.director import conversation, past
from engine.director.events import Edited, Event, LlmSettings, Offer, Remember, Say, Suggest, Tool, Turn, Version
from engine.director.language import language_of
from engine.director.legible import words_told
from engine.director.making import make
from engine.director.operations import AnyOperation, CaptionSpeech, Operation
from engine.director.operations.base import CannotDoError, Setting
from engine.director.say import phrase
from engine.director.understand import (
    Answer,
    Ask,
    Clause,
    Decline,
    Do,
    Leave,
    Past,
    Start,
    Unclear,
    View,
    Wish,
    understand,
)
from engine.director.understand.answers import answer
from engine.director.understand.suggesting import suggestions
from engine.render.safe import safe_area
from nemo.draft import Draft

_PIECE = re.compile(r"\S+\s*|[\u3400-\u9fff，。！？；：]+")
_OPERATION: TypeAdapter[Operation] = TypeAdapter(AnyOperation)


def links_in(message: str) -> list[str]:
    """The links of a create request, to be fetched before the turn and given as `Turn.pages`."""
    return [url.rstrip(".,;!?") for url in re.findall(r"https?://[^\s<>\"'，。；）)\]]+", message)]


def take_turn(turn: Turn) -> Iterator[Event]:
    """Understand a message, carry it out, tell what was done. Never raises on what a user may type."""
    language = language_of(turn.message, turn.language)
    if turn.llm is not None and turn.message.strip():
        from engine.director.llm import llm_turn

        if (yield from llm_turn(turn, language)):
            return
        yield from stream(phrase(language, "note_llm") + " ")
    yield from _ruled(turn, language)


def take_operations(turn: Turn, operations: Sequence[dict[str, Any]]) -> Iterator[Event]:
    """Carry out operations that were chosen by hand in the timeline, the same way as those of a message.

    Raises pydantic.ValidationError for an operation that does not exist."""
    language = turn.language or "en"
    chosen = [operation_of(raw) for raw in operations]
    result = _Result(turn, language)
    result.carry_out(Do(chosen))
    yield from result.events()


def operation_of(raw: dict[str, Any]) -> Operation:
    """A typed operation from JSON. Raises pydantic.ValidationError."""
    return _OPERATION.validate_python(dict(raw))


def stream(text: str) -> Iterator[Event]:
    """A text in small pieces, a word at a time."""
    for piece in _PIECE.findall(text):
        yield Say(piece)


def _ruled(turn: Turn, language: str) -> Iterator[Event]:
    draft = turn.draft or Draft.read({})
    if not turn.message.strip():
        yield from stream(phrase(language, "say_something"))
        yield Suggest(suggestions(draft, [], language))
        return
    result = _Result(turn, language)
    found = conversation.resolve(
        turn, draft, language, lambda base: understand(turn.message, result.view(base), language)
    )
    if found.base is not None:
        result.draft = found.base
    if any(isinstance(wish, Start) for _, wish in found.wishes):
        yield from make(turn, language)
        return
    for clause, wish in found.wishes:
        if isinstance(wish, Do) and any(isinstance(one, CaptionSpeech) for one in wish.operations):
            yield from stream(phrase(language, "opening_listen") + ("" if language == "zh" else " "))
        result.take(clause, wish)
    if found.base is not None and result.tools and not result.summary:  # the correction asks for what was before
        result = _Result(turn, language)
        result.take(found.wishes[0][0], Past("undo"))
    yield from result.events(found)


def _seen(draft: Draft) -> dict[str, Any]:
    """The draft as far as it can be seen and heard: a platform which leaves the words where they are is no change."""
    wire = draft.wire()
    wire["m"]["platform"] = str(safe_area(draft))
    return wire


def _already(sentence: str, language: str) -> str:
    """What an edit would have set, when it is so already: "Shape: 9:16 → 9:16." becomes "Shape: 9:16"."""
    if "→" not in sentence:
        return phrase(language, "already")
    head, mark, _ = sentence.partition("：" if language == "zh" else ":")
    what = sentence.rpartition("→")[2].strip(" .。")
    return phrase(language, "already_as", what=head + mark + ("" if language == "zh" else " ") + what if mark else what)


class _Result:
    """What a turn has done so far: the draft, the sentences, the operations, what it could not do."""

    def __init__(self, turn: Turn, language: str) -> None:
        self.turn, self.language = turn, language
        self.before = turn.draft or Draft.read({})
        self.draft = self.before
        self.setting = Setting(turn.assets, turn.speak, turn.today, language)
        self.summary: list[str] = []
        self.tools: list[Tool] = []
        self.said: list[str] = []
        self.question: Ask | None = None
        self.restores: int | None = None
        self.topic = str(turn.context.get("topic", ""))
        self.touched: list[str] = list(turn.context.get("last", []))
        self.asked_for = ""
        self.unclear: list[str] = []

    def view(self, draft: Draft | None = None) -> View:
        """What the rules may look at now."""
        return View(draft or self.draft, self.turn.assets, self.touched, self.topic, self.language)

    def take(self, clause: Clause, wish: Wish) -> None:
        """Carry out one wish, or note why not."""
        if isinstance(wish, Do):
            self.carry_out(wish, clause)
        elif isinstance(wish, Ask):
            self.question = self.question or wish
        elif isinstance(wish, Decline):
            self.said.append(phrase(self.language, wish.key, **conversation.shown(wish.values, self.language)))
        elif isinstance(wish, Past):
            self._travel(wish)
        elif isinstance(wish, Answer):
            self.said.append(answer(wish, self.view(), self.turn))
        elif isinstance(wish, Leave):
            self.said.append("")
        elif isinstance(wish, Unclear):
            self.unclear.append(wish.text)

    def carry_out(self, wish: Do, clause: Clause | None = None) -> None:
        """Apply operations; what one of them cannot do is said, and the others still happen."""
        for operation in wish.operations:
            before = self.draft
            try:
                after = operation.apply(before, self.setting)
            except CannotDoError as reason:
                self.said.append(reason.sentence(self.language))
                continue
            sentence = operation.sentence(before, after, self.language)
            same = _seen(after) == _seen(before)
            if same:
                sentence = _already(sentence, self.language)
                self.said.append(sentence)
            else:
                self.draft = after
                self.summary.append(sentence)
            args = operation.model_dump(mode="json", exclude={"op"}, exclude_none=True)
            self.tools.append(Tool(operation.op, args, {"result": sentence}))  # type: ignore[attr-defined]
            self.touched = operation.touched(before, after) or self.touched
            self.topic = wish.topic or self.topic
            if clause is not None:
                self.asked_for = clause.text()

    def _told_about_words(self) -> list[str]:
        return words_told(self.before, self.draft, self.language)

    def _travel(self, wish: Past) -> None:
        trip = past.travel(wish, self.turn, self.language)
        if isinstance(trip, str):
            self.said.append(trip)
            return
        self.draft, self.restores = trip.draft, trip.number
        self.summary.append(trip.sentence)
        self.tools.append(Tool(wish.what, {"version": trip.number}, {"result": trip.sentence}))
        self.touched = []

    def events(self, found: conversation.Resolved | None = None) -> Iterator[Event]:
        """Everything as events: tools, the answer, the new version, the question, next steps, the memory."""
        changed = self.draft is not self.before and bool(self.summary)
        yield from self.tools
        yield from stream(self._answer())
        if changed:
            yield Edited(self.draft, self.summary, self.restores)
        if self.question is not None:
            options = [conversation.option_label(option, self.language) for option in self.question.options]
            yield Offer(phrase(self.language, self.question.key, **self.question.values), options)
        else:
            yield Suggest(suggestions(self.draft, self.tools, self.language))
        yield Remember(conversation.memory(self, found))

    def _answer(self) -> str:
        parts = [*self.summary, *self._told_about_words(), *self.setting.notes, *[text for text in self.said if text]]
        if self.unclear and (self.summary or self.said):
            parts.append(phrase(self.language, "unclear_part", text="; ".join(self.unclear)))
        elif self.unclear:
            parts.append(phrase(self.language, "unclear"))
        if self.question is not None:
            parts.append(phrase(self.language, self.question.key, **self.question.values))
        if not parts:
            parts.append(phrase(self.language, "left_alone"))
        gap = "" if self.language == "zh" else " "
        return gap.join(parts)


__all__ = [
    "Edited",
    "Event",
    "LlmSettings",
    "Offer",
    "Remember",
    "Say",
    "Suggest",
    "Tool",
    "Turn",
    "Version",
    "links_in",
    "take_operations",
    "take_turn",
]
