"""What differs between two drafts, in words."""

from __future__ import annotations

from dataclasses import dataclass

from nemo.draft import Draft
from nemo.summary import timeline


@dataclass(frozen=True)
class Stage:
    """Changes which belong together; `title` introduces them where there is more than one stage."""

    lines: list[str]
    title: str = ""


def stages(before: Draft, after: Draft, language: str | None = "en") -> list[Stage]:
    """The changes of a turn in the order in which they are told."""
    line = timeline(after, language)
    return [] if timeline(before, language) == line else [Stage([f"✅ {line}"])]
