"""One wish of a message, what the rules may ask of it, and what they may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.director.operations.base import Operation
from engine.director.understand.lexer import Message, Token
from nemo.draft import Draft


@dataclass(frozen=True)
class View:
    """What the rules know beside the words: the draft, the uploads, and what the talk was about last."""

    draft: Draft
    assets: Mapping[str, Any] = field(default_factory=dict)
    last: Sequence[str] = ()  # ids of the segments edited last: what "it" means
    last_topic: str = ""  # music, voice, caption, … edited last
    language: str = "en"

    def unused(self, kinds: tuple[str, ...] = ("photo", "clip")) -> list[Any]:
        """Uploads of these kinds that are not in the draft."""
        used = {s.meta.asset for t in self.draft.tracks for s in t.segments}
        free = [a for a in self.assets.values() if a.kind in kinds and a.id not in used]
        return [a for a in free if "logo" not in a.name.lower()]


@dataclass(frozen=True)
class Do:
    """Operations to carry out, one after the other."""

    operations: list[Operation]
    topic: str = ""


@dataclass(frozen=True)
class Option:
    """A likely answer to a question, and what it leads to."""

    label: str
    operations: list[Operation]


@dataclass(frozen=True)
class Ask:
    """A question (a key of the catalogue) with its likely answers; nothing is changed before it is answered."""

    key: str
    options: list[Option] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Decline:
    """Something that cannot be done (here, or on this draft): the sentence's key."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Leave:
    """An explicit wish to leave something as it is."""


@dataclass(frozen=True)
class Past:
    """Undo, redo, or back to a version; `steps` of undo or redo."""

    what: str
    number: int = 1


@dataclass(frozen=True)
class Answer:
    """A question about the video or about what can be done: its topic."""

    topic: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """A new video is asked for; the whole message is its brief."""


@dataclass(frozen=True)
class Unclear:
    """Words no rule makes sense of."""

    text: str


Wish = Do | Ask | Decline | Leave | Past | Answer | Start | Unclear


@dataclass(frozen=True)
class Clause:
    """Tokens that are one wish."""

    tokens: list[Token]
    message: Message

    def all(self, kind: str) -> list[Any]:
        """Every value of a kind of meaning, in order."""
        return [token.means[kind] for token in self.tokens if kind in token.means]

    def get(self, kind: str) -> Any:
        """The first value of a kind, or None."""
        return next(iter(self.all(kind)), None)

    def has(self, kind: str, *values: str) -> bool:
        """Whether a kind is there, with one of the values when some are named."""
        found = self.all(kind)
        return any(value in values for value in found) if values else bool(found)

    def verb(self, *names: str) -> bool:
        """Whether one of these verbs is there."""
        return self.has("verb", *names)

    def thing(self, *names: str) -> bool:
        """Whether one of these things is named."""
        return self.has("thing", *names)

    def index(self, kind: str, *values: str) -> int:
        """Place of the first token with this meaning; -1 without one."""
        for place, token in enumerate(self.tokens):
            if kind in token.means and (not values or token.means[kind] in values):
                return place
        return -1

    def text(self) -> str:
        """The words as typed, quotes put back."""
        if not self.tokens:
            return ""
        raw = self.message.raw[self.tokens[0].start : self.tokens[-1].end]
        for number, quote in enumerate(self.message.quotes):
            raw = raw.replace(f"\x00{number}\x00", f"“{quote}”")
        return " ".join(raw.split())

    def after(self, place: int) -> Clause:
        """The clause after a token."""
        return Clause(self.tokens[place + 1 :], self.message)

    def before(self, place: int) -> Clause:
        """The clause before a token."""
        return Clause(self.tokens[:place], self.message)

    def joined(self, other: Clause) -> Clause:
        """Both clauses as one."""
        return Clause([*self.tokens, *other.tokens], self.message)

    @property
    def negated(self) -> bool:
        """Whether it says "no …" or "without …"."""
        return self.has("neg", "no")
