"""The words by which the router knows a command. A language is one TOML file here; all languages are known at once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def words(*kinds: str) -> frozenset[str]:
    """The words of some kinds, e.g. `words("export", "video")`, in every language."""
    return frozenset(word for kind in kinds for file in _files() for word in file.get(kind, "").split())


@cache
def every_word() -> frozenset[str]:
    """All words of all kinds."""
    return words(*{kind for file in _files() for kind in file})


@cache
def _files() -> tuple[dict[str, str], ...]:
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml")))
