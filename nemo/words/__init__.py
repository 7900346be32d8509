"""The client's own sentences. A language is one file beside this one; English is the one that is always complete."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT = "en"


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages there is a catalogue for, e.g. ("en", "zh")."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The sentences of one language by key; tables hold words that belong together."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def spoken(language: str | None) -> str:
    """The catalogue to use for a language tag such as `zh-Hans-CN`; English when there is none."""
    short = (language or DEFAULT).replace("_", "-").split("-")[0].lower()
    return short if short in languages() else DEFAULT


def say(key: str, language: str | None = DEFAULT, **values: Any) -> str:
    """The sentence `key` ("table.word" for words in a table) with its blanks filled in.

    Raises KeyError for a key which not even the English catalogue has.
    """
    for code in (spoken(language), DEFAULT):
        sentence = _look_up(catalogue(code), key)
        if sentence is not None:
            return sentence.format_map(values) if values else sentence
    raise KeyError(key)


def word(table: str, name: str, language: str | None = DEFAULT) -> str:
    """One word of a table, or `name` itself made readable when nobody has translated it."""
    try:
        return say(f"{table}.{name}", language)
    except KeyError:
        return name.replace("_", " ")


def _look_up(sentences: dict[str, Any], key: str) -> str | None:
    table, _, name = key.rpartition(".")
    found = sentences.get(table, {}).get(name) if table else sentences.get(key)
    return found if isinstance(found, str) else None
