"""What differs between two drafts, in words: before → after, at most a line for each kind of change."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from nemo.compare import TrackPair, track_pairs, what_it_shows
from nemo.draft import Draft, Segment
from nemo.summary import AUDIBLE, WRITTEN, name_of, seconds
from nemo.words import say, word

TOLD_ONE_BY_ONE = 3  # more changes of one kind in one track become one line
COUNTED = ("caption", "voice")  # tracks of many small segments, told by their number
MOVED_MS = 100  # smaller shifts are rounding
NAMES_IN_ORDER = 8
LINES = "✅ {}"
SIMPLE_FIELDS = ("speed", "filter", "motion", "fit", "style", "position", "voice", "rotate", "mood", "background")
HIDDEN_FIELDS = ("focus", "crop", "adjust", "logo")


@dataclass(frozen=True)
class Stage:
    """Changes which belong together; `title` introduces them where there is more than one stage."""

    lines: list[str]
    title: str = ""


@dataclass(frozen=True)
class Change:
    """One difference: `key` names its sentence in the catalogues, `name` the segment it is about."""

    role: str
    key: str
    name: str = ""
    before: str = ""
    after: str = ""


def stages(before: Draft, after: Draft, language: str | None = "en") -> list[Stage]:
    """The changes of a turn in the order in which they are told.

    A first video is made in two steps, and told so: the cut, then what was laid over and under it.
    """
    whole = _whole(before, after, language)
    tracks = [(pair.role, _track_lines(pair, language)) for pair in track_pairs(before, after)]
    told = [line for _, lines in tracks for line in lines]
    if not before.ready_for_export and after.ready_for_export:
        return _two_steps(whole, tracks, language)
    lines = whole + told
    if not lines and _wire(before) != _wire(after):
        lines = [_line("change.details", language)]
    return [Stage(lines)] if lines else []


def changes(before: Draft, after: Draft, language: str | None = "en") -> list[str]:
    """All lines of `stages`, without their titles."""
    return [line for stage in stages(before, after, language) for line in stage.lines]


def _two_steps(whole: list[str], tracks: list[tuple[str, list[str]]], language: str | None) -> list[Stage]:
    cut = [line for role, lines in tracks if role in ("main", "overlay") for line in lines]
    finish = [line for role, lines in tracks if role not in ("main", "overlay") for line in lines]
    if not cut or not finish:
        return [Stage(whole + cut + finish)]
    return [Stage(whole + cut, say("turn.stage_cut", language)), Stage(finish, say("turn.stage_finish", language))]


def _whole(before: Draft, after: Draft, language: str | None) -> list[str]:
    """What differs in the video as a whole: length, format, look, captions' style."""
    lines = []
    old, new = length_of(before), length_of(after)
    if old and new and seconds(old) != seconds(new):
        lines.append(_line("change.total", language, before=seconds(old), after=seconds(new)))
    shapes = _shape(before), _shape(after)
    if all(shapes) and shapes[0] != shapes[1]:
        lines.append(_line("change.aspect", language, before=shapes[0], after=shapes[1]))
    for field in ("look", "caption_style"):
        pair = getattr(before.meta, field), getattr(after.meta, field)
        if before.ready_for_export and pair[0] != pair[1]:
            lines.append(
                _line(f"change.{field}", language, before=_value(pair[0], language), after=_value(pair[1], language))
            )
    return lines


def length_of(draft: Draft) -> int:
    """The length of the video in ms: what the draft says, else where its last segment ends."""
    return draft.duration or max((segment.end for track in draft.tracks for segment in track.segments), default=0)


def _shape(draft: Draft) -> str:
    width, height = draft.meta.width, draft.meta.height
    if not width or not height or min(width, height) < 0:
        return ""
    part = math.gcd(width, height)
    return f"{width // part}:{height // part}"


def _track_lines(pair: TrackPair, language: str | None) -> list[str]:
    found = list(_coming_and_going(pair, language))
    if pair.reordered and pair.role in ("main", "overlay"):
        names = [name_of(segment, pair.role, language) for segment in pair.after[:NAMES_IN_ORDER]]
        more = " …" if len(pair.after) > NAMES_IN_ORDER else ""
        found.append(_line("change.order", language, names=", ".join(names) + more))
    altered = [change for old, new in pair.kept for change in _altered(old, new, pair.role, language)]
    for _, group in groupby(sorted(altered, key=lambda change: change.key), key=lambda change: change.key):
        found += _grouped(list(group), language)
    return found


def _coming_and_going(pair: TrackPair, language: str | None) -> Iterator[str]:
    label = word("role", pair.role, language)
    for key, segments in (("added", pair.added), ("removed", pair.removed)):
        if not segments:
            continue
        if len(segments) > (1 if pair.role in COUNTED else TOLD_ONE_BY_ONE):
            ends = _span(segments[0].start, max(segment.end for segment in segments))
            yield _line(f"change.many_{key}", language, what=label, count=len(segments), span=ends)
            continue
        for segment in segments:
            name = name_of(segment, pair.role, language)
            yield _line(f"change.{key}", language, what=label, name=name, span=_span(segment.start, segment.end))


def _altered(old: Segment, new: Segment, role: str, language: str | None) -> Iterator[Change]:
    """How a kept segment differs."""
    name = name_of(new, role, language)
    if what_it_shows(old, role) != what_it_shows(new, role):
        key = "text" if role in (*WRITTEN, "voice") else "replaced"
        yield Change(role, key, before=name_of(old, role, language), after=name)
    if role not in COUNTED:
        yield from _timing(old, new, role, name)
    yield from _sound(old, new, role, name)
    yield from _transition(old, new, role, name, language)
    for field in SIMPLE_FIELDS:
        was, now = getattr(old.meta, field), getattr(new.meta, field)
        if was != now:
            yield Change(role, f"field_{field}", name, _value(was, language), _value(now, language))
    if any(getattr(old.meta, field, None) != getattr(new.meta, field, None) for field in HIDDEN_FIELDS):
        yield Change(role, "picture", name)


def _timing(old: Segment, new: Segment, role: str, name: str) -> Iterator[Change]:
    """Main segments have a length and a part of their source; what lies over them also has a place in time."""
    grown = abs(old.duration - new.duration) >= MOVED_MS
    if role in ("main", "overlay") and old.meta.in_ != new.meta.in_ and not grown:
        yield Change(role, "source", name, seconds(old.meta.in_ or 0), seconds(new.meta.in_ or 0))
    if grown and (role == "main" or old.start == new.start):
        yield Change(role, "length", name, seconds(old.duration), seconds(new.duration))
    elif role != "main" and (grown or abs(old.start - new.start) >= MOVED_MS):
        yield Change(role, "moved", name, _span(old.start, old.end), _span(new.start, new.end))


def _sound(old: Segment, new: Segment, role: str, name: str) -> Iterator[Change]:
    volumes = [1.0 if meta.volume is None else meta.volume for meta in (old.meta, new.meta)]
    if bool(old.meta.mute) != bool(new.meta.mute):
        yield Change(role, "muted" if new.meta.mute else "unmuted", name)
    if abs(volumes[0] - volumes[1]) >= 0.005:
        yield Change(role, "volume", name, *(f"{round(volume * 100)}%" for volume in volumes))
    fades = [(meta.fade_in_ms or 0, meta.fade_out_ms or 0) for meta in (old.meta, new.meta)]
    if fades[0] != fades[1] and role in AUDIBLE:
        yield Change(role, "fades", name)
    if role == "music" and bool(old.meta.ducking) != bool(new.meta.ducking):
        yield Change(role, "ducking_on" if new.meta.ducking else "ducking_off", name)


def _transition(old: Segment, new: Segment, role: str, name: str, language: str | None) -> Iterator[Change]:
    kinds = [_value(meta.transition.type if meta.transition else "none", language) for meta in (old.meta, new.meta)]
    if kinds[0] != kinds[1]:
        yield Change(role, "transition", name, *kinds)


def _grouped(same: list[Change], language: str | None) -> list[str]:
    """Lines for changes of one kind: one each while they are few, one for all when they are many or alike."""
    alike = len({(change.before, change.after) for change in same}) == 1
    first = same[0]
    label = word("role", first.role, language)
    values: dict[str, Any] = {"what": label, "count": len(same), "before": first.before, "after": first.after}
    if len(same) > 1 and alike and first.before != first.after:
        return [_line("change.alike", language, aspect=say(f"aspect.{first.key}", language), **values)]
    if len(same) > TOLD_ONE_BY_ONE:
        return [_line("change.many", language, aspect=say(f"aspect.{first.key}", language), **values)]
    return [
        _line(
            f"change.{change.key}" if not change.key.startswith("field_") else "change.field",
            language,
            aspect=say(f"aspect.{change.key}", language),
            **values | {"name": change.name, "before": change.before, "after": change.after},
        )
        for change in same
    ]


def _line(key: str, language: str | None, **values: Any) -> str:
    return LINES.format(say(key, language, **values))


def _value(value: Any, language: str | None) -> str:
    if value is None or value == "":
        value = "none"
    return word("value", str(value), language) if isinstance(value, str) else f"{value:g}"


def _span(start: int, end: int) -> str:
    return f"{seconds(start)}–{seconds(end)} s"


def _wire(draft: Draft) -> dict[str, Any]:
    plain = draft.wire()
    plain["m"] = {key: value for key, value in plain.get("m", {}).items() if key != "version"}
    return plain
