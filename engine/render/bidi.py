"""The order in which the pieces of one line are drawn: UAX #9 as far as a line of a video needs it.

Strong letters carry their own direction, numbers run left to right inside either, neutrals take the direction of both
neighbours or of the line. Explicit embeddings are not followed (isolates and marks are dropped from the picture).
"""

from __future__ import annotations

import unicodedata

RIGHT = ("R", "AL")
NUMBER = ("EN", "AN")
JOINS_NUMBERS = ("ES", "CS", "ET")


def runs_right_to_left(text: str) -> bool:
    """Whether the first strong letter belongs to a right-to-left script (rule P2)."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in RIGHT for kind in strong if kind in ("L", *RIGHT)), False)


def levels(text: str, rtl: bool) -> list[int]:
    """The embedding level of each code point: even is left to right, odd right to left."""
    kinds = _resolved(text, rtl)
    base = 1 if rtl else 0
    level = {"L": 2 if rtl else 0, "R": 1, "N": 2 if rtl else 0}
    found = [level.get(kind, base) for kind in kinds]
    if not rtl:
        found = _numbers_after_right(kinds, found)
    return found


def _resolved(text: str, rtl: bool) -> list[str]:
    """Each code point as L, R or N (number); neutrals are settled by what stands around them."""
    kinds = [_kind(char) for char in text]
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = kinds[at - 1] if at else "-"
    for at, kind in enumerate(kinds):
        if kind in JOINS_NUMBERS:
            kinds[at] = "N" if _touches_number(kinds, at) else "-"
    return _neutrals(kinds, "R" if rtl else "L")


def _kind(char: str) -> str:
    kind = unicodedata.bidirectional(char)
    if kind in RIGHT:
        return "R"
    if kind in NUMBER:
        return "N"
    return kind if kind in ("L", "NSM", *JOINS_NUMBERS) else "-"


def _touches_number(kinds: list[str], at: int) -> bool:
    before = kinds[at - 1] if at else "-"
    after = kinds[at + 1] if at + 1 < len(kinds) else "-"
    if kinds[at] == "ET":
        return "N" in (before, after)
    return before == after == "N"


def _neutrals(kinds: list[str], base: str) -> list[str]:
    at = 0
    while at < len(kinds):
        if kinds[at] != "-":
            at += 1
            continue
        end = next((i for i in range(at, len(kinds)) if kinds[i] != "-"), len(kinds))
        before = _direction(kinds, at - 1, base)
        after = _direction(kinds, end, base)
        kinds[at:end] = [before if before == after else base] * (end - at)
        at = end
    return kinds


def _direction(kinds: list[str], at: int, base: str) -> str:
    """The direction a neighbour lends to a neutral: numbers count as right to left between right-to-left letters."""
    if not 0 <= at < len(kinds):
        return base
    return base if kinds[at] == "N" else kinds[at]


def _numbers_after_right(kinds: list[str], found: list[int]) -> list[int]:
    """In a left-to-right line a number which follows right-to-left letters belongs to them (level 2)."""
    last = "L"
    for at, kind in enumerate(kinds):
        if kind == "N" and last == "R":
            found[at] = 2
        elif kind != "N":
            last = kind
    return found


def visual(pieces: list[tuple[int, object]]) -> list[int]:
    """The drawing order, left to right, of pieces given as (level, anything): rule L2."""
    order = list(range(len(pieces)))
    highest = max((level for level, _ in pieces), default=0)
    for level in range(highest, 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and pieces[order[end]][0] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order
