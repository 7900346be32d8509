"""How words stand beside each other in writing: with spaces, or, in Chinese and Japanese, without."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def is_wide(symbol: str) -> bool:
    """Whether a character takes two columns: Chinese, Japanese, Korean and their punctuation."""
    return unicodedata.east_asian_width(symbol) in ("W", "F")


def width(text: str) -> int:
    """Columns of a text: two for each wide character, none for marks which combine."""
    return sum(2 if is_wide(symbol) else 1 for symbol in text if not unicodedata.combining(symbol))


def joined(words: Iterable[str]) -> str:
    """Words as one text: a space between two of them unless either side is a wide character."""
    text = ""
    for word in words:
        space = text and word and not is_wide(text[-1]) and not is_wide(word[0])
        text += f" {word}" if space else word
    return text
