"""The rule for the map code of an invitation's last card."""

from __future__ import annotations

from engine.director.operations.texts import SetCta
from engine.director.understand.clause import Clause, Do, View, Wish


def map_code(clause: Clause, view: View) -> Wish | None:
    """Show the code which opens a map at the venue, or take it off."""
    known = any(one.map for one in view.draft.meta.occasions or [])
    if not clause.thing("map") or not (known or clause.thing("qr")):
        return None
    return Do([SetCta(map=not (clause.verb("remove") or clause.negated))], "cta")
