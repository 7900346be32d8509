"""How a text is read aloud."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A word as the user wrote it, and how it is read: `say` keeps pausing punctuation; "" is silent."""

    word: str
    say: str


def said(text: str, language: str = "en") -> list[Said]:
    """The words of `text` in order, each with its reading in `language`."""
    return [Said(word, word) for word in text.split()]
