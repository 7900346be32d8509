"""Reading single values of an answer, whatever their type turns out to be."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote


def data_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The `data` object of an envelope; empty when it is absent or something else."""
    data = answer.get("data")
    return data if isinstance(data, dict) else {}


def text_of(value: Any) -> str | None:
    """A non-empty text, also of a number; else None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def texts_of(value: Any) -> list[str]:
    """The texts of a list; empty for anything else."""
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def number(value: Any) -> float:
    """A number, also one written as text; 0 for anything else. Whole numbers stay whole."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return 0
    return int(found) if found.is_integer() else found


def whole(value: Any) -> int | None:
    """A whole number; else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def segment(value: str) -> str:
    """A value as one segment of a path."""
    return quote(value, safe="")
