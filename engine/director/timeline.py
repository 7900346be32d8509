"""The geometry of a draft: what keeps the tracks valid whatever an operation does to them.

The main track is gapless, no track overlaps itself, everything lies within the draft, and words travel with the scene
they were put on. An operation takes `anchors` before it touches the main track and calls `settle` after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nemo.draft import Draft, Segment, SegmentMeta, Track, TrackMeta, TrackType

ROLES = ["main", "overlay", "title", "text", "cta", "caption", "disclosure", "voice", "music", "sound"]
PREFIX = dict(zip(ROLES, ["s", "o", "t", "x", "a", "c", "d", "v", "m", "f"], strict=True))
NAMES = {
    "main": "Video",
    "overlay": "Logo",
    "title": "Title",
    "text": "Text",
    "cta": "Call to action",
    "caption": "Captions",
    "disclosure": "Disclosure",
    "voice": "Voiceover",
    "music": "BGM",
    "sound": "Sound",
}
TEXT_ROLES = ("title", "text", "cta", "caption", "disclosure")
SHORTEST = 500  # ms: a scene below this reads as a glitch
BREATH = 250  # ms between two spoken sentences
LONGEST = 600_000  # ms: the renderer's promise of linear cost ends at ten minutes


def kind_of_track(role: str) -> TrackType:
    """The wire's track type of a role."""
    if role in ("voice", "music", "sound"):
        return TrackType.AUDIO
    return TrackType.TEXT if role in TEXT_ROLES else TrackType.VIDEO


def ensure(draft: Draft, role: str) -> Track:
    """The track of this role, made in its place when missing."""
    found = draft.track(role)
    if found:
        return found
    made = Track(tt=int(kind_of_track(role)), m=TrackMeta(name=NAMES[role], role=role), sg=[])
    draft.tracks.append(made)
    draft.tracks.sort(key=lambda track: ROLES.index(track.meta.role) if track.meta.role in ROLES else len(ROLES))
    return made


def fresh_id(draft: Draft, role: str) -> str:
    """An id no segment of the draft has: the prefix of the role and the next number."""
    prefix = PREFIX[role]
    used = [segment.meta.id or "" for track in draft.tracks for segment in track.segments]
    numbers = [int(name[1:]) for name in used if re.fullmatch(prefix + r"\d+", name)]
    return f"{prefix}{max(numbers, default=0) + 1}"


def put(draft: Draft, role: str, start: int, duration: int, **meta: Any) -> Segment:
    """Add a segment to the track of a role at its time; the caller settles the draft afterwards."""
    if "in_" in meta:
        meta["in"] = meta.pop("in_")
    segment = Segment(d=duration, m=SegmentMeta(id=fresh_id(draft, role), start=start, **meta))
    segments = ensure(draft, role).segments
    segments.append(segment)
    segments.sort(key=lambda item: item.start)
    return segment


def find(draft: Draft, segment_id: str) -> tuple[str, Segment] | None:
    """The role and the segment with this id."""
    for track in draft.tracks:
        for segment in track.segments:
            if segment.meta.id == segment_id:
                return track.meta.role or "", segment
    return None


def remove(draft: Draft, ids: Iterable[str]) -> None:
    """Take segments out of whatever track they are on; empty tracks go too."""
    gone = set(ids)
    for track in draft.tracks:
        track.segments = [segment for segment in track.segments if segment.meta.id not in gone]
    draft.tracks = [track for track in draft.tracks if track.segments]


def clear(draft: Draft, role: str) -> None:
    """Take a whole track out."""
    draft.tracks = [track for track in draft.tracks if track.meta.role != role]


def source_left(segment: Segment, assets: Mapping[str, Any]) -> int:
    """How long the segment may last, in ms: to the end of its clip, or without limit for photos and cards."""
    if segment.meta.kind != "clip":
        return LONGEST
    asset = assets.get(segment.meta.asset or "")
    length = getattr(asset, "duration_ms", None) or 0
    if not length:
        return segment.duration
    return max(0, int((length - (segment.meta.in_ or 0)) / (segment.meta.speed or 1.0)))


@dataclass
class Anchor:
    """Where a segment of another track belongs: its scene (or its spoken sentence) and the distance from its start."""

    role: str
    segment: Segment
    host: str | None
    offset: int
    whole: bool = False  # spans the draft and goes on doing so
    tail: bool = False  # ends with the draft and goes on doing so


def anchors(draft: Draft) -> list[Anchor]:
    """What every segment beside the main track holds on to, taken before the main track changes."""
    found = []
    for track in draft.tracks:
        role = track.meta.role or ""
        if role == "main":
            continue
        for segment in track.segments:
            found.append(_anchor(draft, role, segment))
    return found


def _anchor(draft: Draft, role: str, segment: Segment) -> Anchor:
    whole = segment.start == 0 and segment.end >= draft.duration and role in ("music", "disclosure", "overlay", "sound")
    hosts = draft.segments("main")
    if role == "caption" and draft.segments("voice") and not segment.meta.asset:
        hosts = draft.segments("voice")
    host = _host(hosts, segment.start)
    opens = role == "title" and segment.start == 0 and (not host or host.meta.kind != "card")
    tail = role == "cta" and segment.end >= draft.duration and (not host or host.meta.kind != "card")
    if host is None or opens:
        return Anchor(role, segment, None, segment.start, whole, tail)
    return Anchor(role, segment, host.meta.id, segment.start - host.start, whole, tail)


def _host(hosts: list[Segment], at: int) -> Segment | None:
    under = [host for host in hosts if host.start <= at]
    return under[-1] if under else (hosts[0] if hosts else None)


def relay(draft: Draft) -> None:
    """Lay the main track end to end; its sum is the draft's length."""
    clock = 0
    for segment in draft.segments("main"):
        segment.meta.start = clock
        clock += segment.duration
    draft.duration = clock


def settle(draft: Draft, held: list[Anchor], assets: Mapping[str, Any]) -> None:
    """Bring every track back to a valid state after the main track changed: lay the scenes end to end, move what was
    on them along (what lost its scene goes with it), stretch scenes whose sentence no longer fits, remove overlaps."""
    relay(draft)
    lost = [a.segment.meta.id or "" for a in held if a.host and not a.whole and not _placed(draft, a)]
    held = [a for a in held if (a.segment.meta.id or "") not in lost]
    remove(draft, lost)
    _place(draft, held)
    for _ in range(200):
        short = _tight_sentence(draft)
        if not short:
            break
        _make_room(draft, held, *short, assets)
        _place(draft, held)
    tidy(draft)


def _placed(draft: Draft, anchor: Anchor) -> bool:
    return anchor.tail or (anchor.host is not None and find(draft, anchor.host) is not None)


def _place(draft: Draft, held: list[Anchor]) -> None:
    relay(draft)
    for anchor in sorted(held, key=lambda a: a.role == "caption"):  # captions follow their sentence, so they come last
        segment = anchor.segment
        if anchor.whole:
            segment.meta.start, segment.duration = 0, draft.duration
        elif anchor.tail:
            segment.duration = min(segment.duration, draft.duration)
            segment.meta.start = draft.duration - segment.duration
        else:
            segment.meta.start = _start(draft, anchor)


def _start(draft: Draft, anchor: Anchor) -> int:
    host = find(draft, anchor.host) if anchor.host else None
    if host is None:
        return anchor.offset
    role, scene = host
    if role == "main" and anchor.role != "voice" and anchor.offset >= scene.duration:
        anchor.offset = max(0, scene.duration - anchor.segment.duration)
    return scene.start + anchor.offset


def _tight_sentence(draft: Draft) -> tuple[Segment, Segment | None, int] | None:
    voices = sorted(draft.segments("voice"), key=lambda segment: segment.start)
    for index, voice in enumerate(voices):
        after = voices[index + 1] if index + 1 < len(voices) else None
        limit = after.start - BREATH if after else draft.duration
        if voice.end > limit:
            return voice, after, voice.end - limit
    return None


def _make_room(
    draft: Draft, held: list[Anchor], voice: Segment, after: Segment | None, missing: int, assets: Mapping[str, Any]
) -> None:
    limit = after.start if after else draft.duration
    scenes = [s for s in draft.segments("main") if s.end > voice.start and (after is None or s.end <= limit)]
    for scene in reversed(scenes):
        if source_left(scene, assets) >= scene.duration + missing:
            scene.duration += missing
            return
    if after is not None:
        anchor = next(a for a in held if a.segment is after)
        anchor.offset += missing
        return
    put(draft, "main", draft.duration, missing, kind="card", motion="none")


def tidy(draft: Draft) -> None:
    """Sort each track, cut what overlaps or hangs over the end, and drop what is left without length."""
    for track in draft.tracks:
        if track.meta.role == "main":
            continue
        track.segments.sort(key=lambda segment: segment.start)
        clock = 0
        for index, segment in enumerate(track.segments):
            end = min(segment.end, draft.duration)
            start = max(segment.start, clock)
            after = track.segments[index + 1].start if index + 1 < len(track.segments) else draft.duration
            if after > start and track.meta.role != "voice":
                end = min(end, after)
            segment.meta.start, segment.duration = start, max(0, end - start)
            clock = max(clock, segment.end)
        track.segments = [segment for segment in track.segments if segment.duration > 0]
    draft.tracks = [track for track in draft.tracks if track.segments]


def problems(draft: Draft, assets: Mapping[str, Any] | None = None) -> list[str]:
    """Every rule of the draft that does not hold; empty for a valid one."""
    found = []
    roles = [track.meta.role for track in draft.tracks]
    if len(roles) != len(set(roles)):
        found.append("two tracks of one role")
    if roles != sorted(roles, key=lambda role: ROLES.index(role or "main")):
        found.append("tracks out of order")
    if sum(segment.duration for segment in draft.segments("main")) != draft.duration:
        found.append("the main track does not add up to the length")
    ids = [segment.meta.id for track in draft.tracks for segment in track.segments]
    if len(ids) != len(set(ids)) or None in ids:
        found.append("ids are missing or used twice")
    for track in draft.tracks:
        clock = 0
        for segment in track.segments:
            gap = track.meta.role == "main" and segment.start != clock
            if segment.start < clock or gap or segment.duration <= 0 or segment.end > draft.duration:
                found.append(f"{track.meta.role} {segment.meta.id} is misplaced")
            if assets is not None and segment.duration > source_left(segment, assets):
                found.append(f"{segment.meta.id} runs past its source")
            clock = segment.end
    return found
