"""How a text is read aloud: each of the user's words with its reading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A word as the user wrote it, and how it is read: `say` keeps pausing punctuation; "" is silent.

    Letters which are spelled stand with full stops between them: "P.M.", "U.S.B.".
    """

    word: str
    say: str


def said(text: str, language: str = "en") -> list[Said]:
    """The words of `text` in order, each with its reading in `language`.

    Words are what stands between spaces; in Chinese, which has none, they are words of the dictionary. Nothing of the
    text is lost: the words joined with their spaces are the text again, less its surplus white space.
    """
    from engine.sound import english

    words = text.split()
    return [Said(word, say) for word, say in zip(words, english.readings(words), strict=True)]


def reading(text: str, language: str = "en") -> str:
    """The text as it is read, in one line."""
    return " ".join(word.say for word in said(text, language) if word.say).replace("..", ".")
