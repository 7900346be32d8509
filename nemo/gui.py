"""What the service says about a page which is not there, turned into what this client does instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

GuiKind = Literal["export", "state", "tracks", "credits", "edit"]


@dataclass(frozen=True)
class GuiAction:
    """Something the service asked the user to do; `text` is the instruction, for an edit what to send to the chat."""

    kind: GuiKind
    text: str = ""


@dataclass(frozen=True)
class Translation:
    """The text without its instructions, and the instructions as actions."""

    text: str
    actions: list[GuiAction] = field(default_factory=list)


def live(text: str) -> str:
    """The text to show while it still grows."""
    return translate(text).text


def translate(text: str, language: str | None = "en") -> Translation:
    """Content stays word for word."""
    return Translation(text)
