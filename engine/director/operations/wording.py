"""Words put right wherever they stand: on the picture, in the voiceover, among the facts of the brief."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field

from engine.director.operations.base import Operation, Setting, cannot
from engine.director.operations.speech import respeak
from engine.director.say import phrase, quoted
from engine.director.timeline import TEXT_ROLES
from nemo.draft import Draft

SHOWN_ROLES = ("title", "text", "cta", "disclosure")  # captions follow the voice
SOURCES = ("url", "link", "story")  # what a page said stays as it said it


class ReplaceWords(Operation):
    """Replace some words by others wherever they are shown; with `everywhere` also where they are spoken, and among the
    facts of the brief (a price, a name, a time that was wrong)."""

    op: Literal["replace_words"] = "replace_words"
    old: str = Field(min_length=1)
    new: str
    everywhere: bool = False

    def change(self, draft: Draft, at: Setting) -> None:
        hits = 0
        for role in TEXT_ROLES if not self.everywhere else SHOWN_ROLES:
            for segment in draft.segments(role):
                text = segment.meta.text or ""
                changed = self._replaced(text)
                if changed != text and changed.strip():
                    segment.meta.text, segment.meta.words = changed, None
                    hits += 1
                if self.everywhere and segment.meta.cta:
                    segment.meta.cta = _in_facts(segment.meta.cta, self._replaced)
        hits += self._spoken(draft, at) if self.everywhere else 0
        if not hits:
            cannot("cannot_find_text", text=quoted(self.old, at.language))
        if self.everywhere:
            draft.meta.brief = _in_facts(draft.meta.brief, self._replaced)

    def _replaced(self, text: str) -> str:
        if not self.everywhere:
            return _replaced(text, self.old, self.new)
        return words_pattern(self.old).sub(lambda _: self.new, text)

    def _spoken(self, draft: Draft, at: Setting) -> int:
        """Say the sentences anew that spoke of it; how many there were."""
        spoken = [s for s in draft.segments("voice") if self._replaced(s.meta.text or "") != s.meta.text]
        for segment in spoken:
            segment.meta.text = self._replaced(segment.meta.text or "")
        if spoken:
            respeak(draft, spoken, at)
        return len(spoken)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        values = {"before": quoted(self.old, language), "after": quoted(self.new, language)}
        aloud = self.everywhere and any(
            self._replaced(s.meta.text or "") != s.meta.text for s in before.segments("voice")
        )
        return phrase(language, "replace_words_spoken" if aloud else "replace_words", **values)


def words_pattern(words: str) -> re.Pattern[str]:
    """Finds words as words: "4 pm" in "at 4 pm" and not in "14 pm", whatever space is between them."""
    head = r"(?<![^\W_])" if re.match(r"[a-z0-9]", words[0], re.IGNORECASE) else ""
    tail = r"(?![^\W_])" if re.match(r"[a-z0-9]", words[-1], re.IGNORECASE) else ""
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(f"{head}{spaced}{tail}", re.IGNORECASE)


def _in_facts(value: Any, change: Callable[[str], str]) -> Any:
    """The facts of a brief with a change made in every text."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_in_facts(item, change) for item in value]
    if isinstance(value, dict):
        return {key: item if key in SOURCES else _in_facts(item, change) for key, item in value.items()}
    return value


def _replaced(text: str, old: str, new: str) -> str:
    at = text.lower().find(old.lower())
    while at >= 0:
        text = text[:at] + new + text[at + len(old) :]
        at = text.lower().find(old.lower(), at + len(new))
    return text
