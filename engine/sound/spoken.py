"""How a text is read aloud: each of the user's words with its reading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.sound import castilian, chinese, english
from engine.sound.han import HAN, has_han


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
    if language_of(text, language) == "zh":
        return [Said(written, read) for written, read in chinese.pieces(text)]
    words = text.split()
    readings = castilian.readings if language.startswith("es") else english.readings
    return [Said(word, say) for word, say in zip(words, readings(words), strict=True)]


def language_of(text: str, language: str) -> str:
    """The language a text is read in: Chinese when it is written so, English when a Chinese project writes none."""
    if has_han(text):
        latin = len(re.findall(r"[^\W\d_]+", re.sub(HAN, " ", text)))
        return "zh" if len(re.findall(HAN, text)) >= latin or language.startswith("zh") else language
    return "en" if language.startswith("zh") else language


def reading(text: str, language: str = "en") -> str:
    """The text as it is read, in one line."""
    return " ".join(word.say for word in said(text, language) if word.say).replace("..", ".")
