"""The rules for what goes out with an invitation: the map code of its last card, the time zone of its calendar."""

from __future__ import annotations

from engine.director.operations.calendar import SetZone
from engine.director.operations.texts import SetCta
from engine.director.understand.clause import Clause, Decline, Do, View, Wish
from engine.director.zones import WORD, zone_in


def map_code(clause: Clause, view: View) -> Wish | None:
    """Show the code which opens a map at the venue, or take it off."""
    known = any(one.map for one in view.draft.meta.occasions or [])
    if not clause.thing("map") or not (known or clause.thing("qr")):
        return None
    return Do([SetCta(map=not (clause.verb("remove") or clause.negated))], "cta")


def time_zone(clause: Clause, view: View) -> Wish | None:
    """Set the time zone, or take it away."""
    words = clause.text()
    if not WORD.search(words):
        return None
    zone = zone_in(words)
    if not zone and not (clause.verb("remove") or clause.negated):
        return Decline("cannot_zone")
    return Do([SetZone(zone=zone)], "zone")
