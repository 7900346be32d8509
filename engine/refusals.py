"""Why a file or a page cannot be used, in the user's language. English stands where the error is raised; a sentence is
found again by its words, with `{…}` for what differs, so that whoever raises it needs to know no language."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "es", "fr", "de", "pt")


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    found = []
    for row in _book()["sentence"]:
        parts = re.split(r"\{(\w+)\}", row["en"])
        shape = "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
        found.append((re.compile(shape, re.DOTALL), row))
    return found


def told(sentence: str, language: str) -> str:
    """The sentence of a MediaError for a reader of `language` ("de", "zh-CN"); itself where nobody translated it."""
    short = language.replace("_", "-").split("-")[0].lower()
    if short not in LANGUAGES:
        return sentence
    for pattern, row in _patterns():
        match = pattern.fullmatch(sentence)
        if match:
            return str(row[short]).format(**match.groupdict())
    return sentence


def page_told(reason: str, language: str) -> str:
    """Why a page cannot be read, for a reader of `language`; empty for English and for an unknown reason."""
    short = language.replace("_", "-").split("-")[0].lower()
    return str(_book()["page"].get(short, {}).get(reason, ""))
