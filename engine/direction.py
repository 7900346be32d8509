"""Between the durable turn and the director: its question made from the tables, its events written as the wire's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from pydantic import ValidationError

from engine import adk, llms, projects, reading
from engine.director import events as said
from engine.director.language import language_of
from engine.director.taste import defaults_of
from engine.director.turn import take_operations, take_turn
from engine.director.understand import Start, View, understand
from engine.errors import BadRequest
from engine.settings import settings
from engine.turns import Outcome
from nemo.draft import Draft


def events(
    start: dict[str, Any], message: str, language: str, defaults: dict[str, Any] | None = None
) -> Iterator[said.Event]:
    """The director's answer to a message, from the very state the turn began with."""
    return take_turn(question(start, message, language, defaults))


def pages_to_read(start: dict[str, Any], message: str, language: str) -> list[str]:
    """The links of a message which asks for a video; a link to be shown in a card is not opened."""
    urls = reading.links(message)
    if not urls:
        return []
    turn, spoken = question(start, message, language), language_of(message, language)
    view = View(turn.draft or Draft.read({}), turn.assets, [], "", spoken)
    return urls if any(isinstance(wish, Start) for _, wish in understand(message, view, spoken)) else []


def operate(start: dict[str, Any], language: str, operations: list[dict[str, Any]]) -> Outcome:
    """Apply operations chosen by hand. Raises BadRequest with the director's reason when they change nothing."""
    take = Take(adk.Script(""))
    try:
        told = list(take_operations(question(start, "", language), operations))
    except ValidationError as error:
        raise BadRequest(f"This operation is not known here: {named(error)}. Nothing was changed.") from error
    for event in told:
        take.play(event)
    if take.edited is None:
        raise BadRequest(take.script.said.strip() or None)
    return take.outcome()


def named(error: ValidationError) -> str:
    """What is wrong with an operation, field by field."""
    return "; ".join(f"{'.'.join(map(str, one['loc']))} {one['msg']}".strip() for one in error.errors()[:3])


def question(start: dict[str, Any], message: str, language: str, defaults: dict[str, Any] | None = None) -> said.Turn:
    """Everything the answer depends on."""
    session = start["session"]
    rows = projects.versions(session, start["base"])
    history = [said.Version(row["number"], partial(_draft, session), row["summary"], row["restores"]) for row in rows]
    known = projects.assets(start["session"], start["assets"])
    return said.Turn(
        message=message,
        draft=Draft.read(history[-1].wire()) if history else None,
        version=start["base"],
        history=history,
        assets=known,
        pages=reading.pages(start.get("pages") or {}),
        language=language,
        skill=start["skill"],
        today=date.fromisoformat(start["today"]),
        context=start["context"],
        defaults=defaults_of(defaults),
        llm=_llm(start["session"]),
    )


def _draft(session_id: str, number: int) -> dict[str, Any]:
    """The draft of one version; only an undo or a step back asks for another one than the last."""
    row = projects.version(session_id, number)
    return dict(row["draft"]) if row else {}


def _llm(session_id: str) -> said.LlmSettings | None:
    row = projects.any_session(session_id)
    given = llms.of(row["owner"]) if row else None
    return said.LlmSettings(*given, timeout_s=settings().llm_timeout_s) if given else None


@dataclass
class Take:
    """Plays the director's events onto the wire, and remembers what the turn leaves behind."""

    script: adk.Script
    edited: said.Edited | None = None
    context: dict[str, Any] | None = None
    extras: dict[str, Any] = field(default_factory=dict)

    def play(self, event: said.Event) -> list[str]:
        """The wire's events for one of the director's."""
        match event:
            case said.Say(text):
                return self.script.say(text)
            case said.Tool(name, args, response):
                return self.script.tool(name, args, response)
            case said.Edited():
                self.edited = event
            case said.Offer(question, options):
                self.extras |= {"question": question, "options": options}
            case said.Suggest(messages):
                self.extras["suggestions"] = messages
            case said.Remember(context):
                self.context = context
        return []

    def outcome(self) -> Outcome:
        """What the turn leaves behind."""
        if self.edited is None:
            return Outcome(context=self.context)
        draft = self.edited.draft.wire()
        return Outcome(draft, "\n".join(self.edited.summary), self.edited.restores, self.context)

    def close(self, version: int | None) -> list[str]:
        """The last events: the whole text, and what changed."""
        extras = dict(self.extras)
        if self.edited is not None:
            extras |= {"version": version, "changes": self.edited.summary}
        delta: dict[str, Any] = {"draft_version": version} if version else {}
        if extras:
            delta["reelwright"] = extras
        return [*self.script.whole(), *(self.script.state(delta) if delta else [])]
