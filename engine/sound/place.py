"""A word in its place, as the reading rules see it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

OPENERS = "\"'“‘([{«¿¡*_"
CLOSERS = "\"'”’)]}»*_™®©"
PAUSES = ".,;:!?…"

NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"


@dataclass(frozen=True)
class Place:
    """A word without its quotes and its pause, with the words around it treated the same."""

    core: str
    tail: str
    before: str
    after: str
    beyond: str
    last: bool


Rule = Callable[[Place], str | None]


def spelled(letters: str) -> str:
    """ "usb" → "U.S.B.": how the phonemiser is told to spell."""
    return "".join(f"{letter.upper()}." for letter in letters)


def peel(word: str) -> tuple[str, str]:
    """A word's core and the marks after it, less quotes, brackets, and pictures."""
    plain = "".join(symbol for symbol in word if not _is_picture(symbol))
    core = plain.lstrip(OPENERS)
    end = len(core)
    while end and core[end - 1] in CLOSERS + PAUSES:
        end -= 1
    return core[:end], core[end:]


def pause(tail: str) -> str:
    """The one mark of `tail` that a voice can hear."""
    for mark in ("?", "!", "…", ".", ";", ":", ","):
        if mark in tail:
            return {";": ",", ":": ","}.get(mark, mark)
    return ""


def is_number(text: str) -> bool:
    """Whether the whole of `text` is a number such as 1,299.50."""
    return re.fullmatch(NUM, text) is not None


def _is_picture(symbol: str) -> bool:
    kept = "°©®™+=<>×$€£¥₹₩%&@#/|~^`"
    return unicodedata.category(symbol) in ("So", "Sk", "Cf", "Mn", "Co", "Cs") and symbol not in kept
