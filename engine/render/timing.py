"""Which letters of a caption are spoken when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from engine.render.fonts import HAN
from nemo.draft import Segment, Word

WIDE = regex.compile(r"[“‘（《「]*(?:[\p{Latin}\p{M}\d.,:%$€£¥-]*[\p{Latin}\d%]|\X)[，。！？、；：…”’）》」]*")
"""A character of Chinese or Japanese, or a whole number or Latin word among them, with the punctuation it carries."""


@dataclass(frozen=True)
class Token:
    """A word of a caption as it is written, spoken from `start` to `end` ms of the timeline."""

    text: str
    start: int
    end: int


def tokens(segment: Segment) -> list[Token]:
    """The written words of a caption with their times, in order, without gaps before the last.

    The times are those of `m.words`. Where the spoken words are not the written ones (“$29.99” is six words) the
    written ones share the whole time by their length.
    """
    text = " ".join((segment.meta.text or "").split())
    spoken = [word for word in segment.meta.words or [] if word.text.strip()]
    written = _as_spoken(text, spoken) or _written(text)
    if not written:
        return []
    if len(written) == len(spoken):
        spans = [(segment.start + word.start, segment.start + word.end) for word in spoken]
    else:
        spans = _shared(written, spoken, segment)
    return _without_gaps(written, spans, segment)


def _as_spoken(text: str, spoken: Sequence[Word]) -> list[str]:
    """The spoken words when put together they are the text: Chinese words, which no spaces divide."""
    joined = "".join("".join(word.text.split()) for word in spoken)
    return [word.text.strip() for word in spoken] if joined and joined == "".join(text.split()) else []


def _written(text: str) -> list[str]:
    return [part for word in text.split() for part in (WIDE.findall(word) if HAN.search(word) else [word])]


def _shared(written: list[str], spoken: Sequence[Word], segment: Segment) -> list[tuple[int, int]]:
    first = segment.start + (spoken[0].start if spoken else 0)
    last = segment.start + (spoken[-1].end if spoken else segment.duration)
    total = sum(len(word) + 1 for word in written)
    spans, at = [], 0
    for word in written:
        start = first + (last - first) * at // total
        at += len(word) + 1
        spans.append((start, first + (last - first) * at // total))
    return spans


def _without_gaps(written: list[str], spans: list[tuple[int, int]], segment: Segment) -> list[Token]:
    found = []
    for at, (word, (start, end)) in enumerate(zip(written, spans, strict=True)):
        until = spans[at + 1][0] if at + 1 < len(spans) else end
        begin = min(max(start, segment.start), segment.end)
        found.append(Token(word, begin, min(max(until, begin + 1), segment.end)))
    return found
