"""The rule for cuts on the beat of the music."""

from __future__ import annotations

from engine.director.operations.beats import CutOnBeat
from engine.director.understand.clause import Clause, Do, View, Wish


def beat(clause: Clause, view: View) -> Wish | None:
    """ "cut on the beat", "don't cut on the beat"."""
    if not clause.thing("beat"):
        return None
    off = clause.verb("remove") or clause.negated or clause.has("neg", "dont")
    return Do([CutOnBeat(on=not off)], "beat")
