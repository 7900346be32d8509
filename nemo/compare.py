"""Which segment of one draft is which of another, whether or not the drafts name their segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from nemo.draft import Draft, Segment, Track
from nemo.summary import WRITTEN, role_of

Key = Callable[[Segment, str], tuple[str, ...]]


@dataclass
class TrackPair:
    """One track before and after; `kept` are (before, after) pairs in the order after."""

    role: str
    kept: list[tuple[Segment, Segment]] = field(default_factory=list)
    added: list[Segment] = field(default_factory=list)
    removed: list[Segment] = field(default_factory=list)
    reordered: bool = False
    after: list[Segment] = field(default_factory=list)


def track_pairs(before: Draft, after: Draft) -> list[TrackPair]:
    """Tracks paired by role and place, in the order after; vanished ones at the end."""
    old, new = _by_place(before), _by_place(after)
    places = [*new, *(place for place in old if place not in new)]
    return [_pair(place[0], _segments(old.get(place)), _segments(new.get(place))) for place in places]


def what_it_shows(segment: Segment, role: str) -> tuple[str, ...]:
    """What makes a segment the same one where there are no ids: its words, or else its material."""
    meta = segment.meta
    if role in WRITTEN or role == "voice":
        return ("text", meta.text or "")
    return ("media", meta.asset or meta.track or meta.file or "", meta.name or "", meta.text or "")


def _by_place(draft: Draft) -> dict[tuple[str, int], Track]:
    count: dict[str, int] = defaultdict(int)
    places = {}
    for track in draft.tracks:
        role = role_of(track)
        places[role, count[role]] = track
        count[role] += 1
    return places


def _segments(track: Track | None) -> list[Segment]:
    return track.segments if track else []


def _pair(role: str, old: list[Segment], new: list[Segment]) -> TrackPair:
    """By id, then by what is shown, then by place among those left over."""
    partner: dict[int, int] = {}
    for key in (_id_key, what_it_shows):
        _match(partner, old, new, role, key)
    _match_rest(partner, old, new, role)
    taken = set(partner.values())
    order = [partner[number] for number in range(len(new)) if number in partner]
    return TrackPair(
        role=role,
        kept=[(old[partner[number]], segment) for number, segment in enumerate(new) if number in partner],
        added=[segment for number, segment in enumerate(new) if number not in partner],
        removed=[segment for number, segment in enumerate(old) if number not in taken],
        reordered=order != sorted(order),
        after=new,
    )


def _id_key(segment: Segment, role: str) -> tuple[str, ...]:
    return (segment.meta.id,) if segment.meta.id else ()


def _match(partner: dict[int, int], old: list[Segment], new: list[Segment], role: str, key: Key) -> None:
    waiting = defaultdict(list)
    for number, segment in enumerate(old):
        if number not in partner.values() and any(key(segment, role)):
            waiting[key(segment, role)].append(number)
    for number, segment in enumerate(new):
        if number not in partner and waiting[key(segment, role)]:
            partner[number] = waiting[key(segment, role)].pop(0)


def _match_rest(partner: dict[int, int], old: list[Segment], new: list[Segment], role: str) -> None:
    """Segments of no known identity at the same place are the same one, changed; known ones are new or gone."""
    free_old = [number for number in range(len(old)) if number not in partner.values()]
    free_new = [number for number in range(len(new)) if number not in partner]
    if len(free_old) != len(free_new):
        return
    for mine, theirs in zip(free_new, free_old, strict=True):
        if mine == theirs and not (new[mine].meta.id and old[theirs].meta.id):
            partner[mine] = theirs
