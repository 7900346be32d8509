"""Undo, redo and back to a version, from the list of versions alone: every turn is one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.director.events import Turn, Version
from engine.director.say import phrase
from engine.director.understand.clause import Past
from nemo.draft import Draft


@dataclass(frozen=True)
class Trip:
    """The draft one arrives at, the number of the version it comes from (0: the empty project), and the sentence."""

    draft: Draft
    number: int
    sentence: str


def versions(turn: Turn) -> list[Version]:
    """All versions in order, the current one last."""
    known = {version.number: version for version in turn.history}
    if turn.draft is not None and turn.version and turn.version not in known:
        shown = turn.draft
        known[turn.version] = Version(turn.version, lambda _: shown.wire())
    return [known[number] for number in sorted(known) if not turn.version or number <= turn.version]


def stacks(found: list[Version]) -> tuple[list[int], list[int]]:
    """The numbers of what is done (the last one is shown now; 0 is the empty project) and what was undone."""
    done, undone = [0], [0][:0]
    for version in found:
        target = version.restores
        if target is None:
            done.append(version.number)
            undone = []
        elif target in done:
            while done[-1] != target:
                undone.append(done.pop())
        elif target in undone:
            while undone and (not done or done[-1] != target):
                done.append(undone.pop())
        else:
            done.append(target)
            undone = []
    return done, undone


def travel(wish: Past, turn: Turn, language: str) -> Trip | str:
    """Where an undo, a redo or "back to version N" leads; a sentence when there is nowhere to go."""
    found = versions(turn)
    done, undone = stacks(found)
    if wish.what == "restore":
        if wish.number not in {version.number for version in found}:
            return phrase(language, "cannot_version", number=wish.number, count=len(found))
        return _trip(found, wish.number, phrase(language, "restored", number=wish.number))
    if wish.what == "undo":
        if len(done) < 2:
            return phrase(language, "cannot_undo")
        target = done[max(0, len(done) - 1 - wish.number)]
        what = "; ".join(_summary(found, number) for number in reversed(done[1:][-wish.number :]))
        if target == 0:
            return Trip(Draft.read({}), 0, phrase(language, "restored_empty"))
        return _trip(found, target, phrase(language, "undone", what=what))
    if not undone:
        return phrase(language, "cannot_redo")
    target = undone[max(0, len(undone) - wish.number)]
    return _trip(found, target, phrase(language, "redone", what=_summary(found, target)))


def _trip(found: list[Version], number: int, sentence: str) -> Trip:
    return Trip(Draft.read(_draft(found, number)), number, sentence)


def _draft(found: list[Version], number: int) -> dict[str, Any]:
    return next(version.wire() for version in found if version.number == number)


def _summary(found: list[Version], number: int) -> str:
    return next((version.summary for version in found if version.number == number), "") or f"v{number}"
