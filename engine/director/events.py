"""What the director is asked and what it answers: plain values, so that the worker may store and replay them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nemo.draft import Draft


@dataclass(frozen=True)
class Say:
    """A piece of the answer; the pieces joined are the whole answer."""

    text: str


@dataclass(frozen=True)
class Tool:
    """An operation that was carried out: its name, its arguments and what came of it."""

    name: str
    args: dict[str, Any]
    response: dict[str, Any]


@dataclass(frozen=True)
class Edited:
    """The draft after the turn: one version. `summary` tells each change before → after; `restores` names the
    version whose content this one brings back (undo, redo, back to N; 0 is the empty project)."""

    draft: Draft
    summary: list[str]
    restores: int | None = None


@dataclass(frozen=True)
class Offer:
    """A question that must be answered first; nothing was changed. The options are likely answers, as buttons."""

    question: str
    options: list[str]


@dataclass(frozen=True)
class Suggest:
    """Two or three next steps, each a message that may be sent as it stands."""

    messages: list[str]


@dataclass(frozen=True)
class Remember:
    """What the next turn of this conversation needs to know, as JSON; given back in `Turn.context`."""

    context: dict[str, Any]


Event = Say | Tool | Edited | Offer | Suggest | Remember


@dataclass(frozen=True)
class Version:
    """One earlier state of the draft, as stored: its wire form, or what gives it when it is asked for by its number."""

    number: int
    draft: dict[str, Any] | Callable[[int], dict[str, Any]]
    summary: str = ""
    restores: int | None = None

    def wire(self) -> dict[str, Any]:
        """The draft; read from where it is stored when it is not at hand."""
        return self.draft(self.number) if callable(self.draft) else self.draft


@dataclass(frozen=True)
class LlmSettings:
    """An OpenAI-compatible endpoint that may choose the operations instead of the rules."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    rounds: int = 4
    timeout_s: float = 30.0
    max_tokens: int = 1500


@dataclass(frozen=True)
class Turn:
    """Everything one answer depends on; the same turn gives the same events."""

    message: str
    draft: Draft | None = None
    version: int = 0
    history: Sequence[Version] = ()  # earlier versions, oldest first; the current one may stand last
    assets: Mapping[str, Any] = field(default_factory=dict)  # engine.media.assets.Asset by id, in order of upload
    pages: Mapping[str, Any] = field(default_factory=dict)  # engine.media.links.Page by url, or an error's text
    language: str = ""  # the interface's language: only a hint
    skill: str = ""  # the skill the session was opened with: a hint at the kind of video
    today: date = date(2000, 1, 1)
    context: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)  # engine.director.taste.defaults_of
    llm: LlmSettings | None = None
    speak: Callable[..., Any] | None = None  # engine.sound.voice.speak when not given
