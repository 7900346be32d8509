"""The words of the interface: one catalogue file a language, English where a translation is missing."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES = {"en": "English", "zh": "中文", "de": "Deutsch", "es": "Español", "fr": "Français"}
Words = Callable[..., str]


def words(language: str) -> Words:
    """A function from a key (and values for its `{blanks}`) to the sentence in this language."""
    own, english = catalogue(language), catalogue("en")

    def sentence(key: str, **values: Any) -> str:
        return (own.get(key) or english[key]).format(**values)

    return sentence


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of one language by their dotted key; empty for a language without a file."""
    file = CATALOGUES / f"{language}.toml"
    return dict(_flat(tomllib.loads(file.read_text("utf-8")))) if language in LANGUAGES and file.exists() else {}


def best_language(wanted: str | None) -> str:
    """The language of the interface for a browser's locale such as `zh-CN`; English when there is no better one."""
    base = (wanted or "en").split("-")[0].split("_")[0].lower()
    return base if base in LANGUAGES else "en"


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        rows += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return rows
