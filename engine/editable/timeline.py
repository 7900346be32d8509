"""A film's plan as an OpenTimelineIO timeline: the same frames, a track a role, transitions where ours are.

Every time is a whole frame of the film, counted as the renderer counts it (`engine.render.plan`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange
from opentimelineio.schema import Clip, ExternalReference, Gap, LinearTimeWarp, Timeline, Track, Transition

from engine.editable.shelf import Shelf
from engine.render.plan import Plan, Shot
from engine.render.words import Item
from nemo.draft import Segment

OURS = "reelwright"
SOUNDS = ("voice", "music", "sound")

Placed = tuple[int, int, Clip]


def timeline(film: Plan, shelf: Shelf, name: str) -> Timeline:
    """The timeline of `film`; what it refers to is put on the shelf."""
    made = Timeline(name)
    made.global_start_time = RationalTime(0, film.fps)
    size = {"samplecharacteristics": {"width": str(film.width), "height": str(film.height)}}
    made.metadata["fcp_xml"] = {"media": {"video": {"format": size}}}
    made.metadata[OURS] = {"look": film.draft.meta.look or "", "width": film.width, "height": film.height}
    tracks = [_pictures(film, shelf), *_overlays(film, shelf), *_sounds(film, shelf)]
    made.tracks.extend([track for track in tracks if len(track)])
    return made


def _pictures(film: Plan, shelf: Shelf) -> Track:
    track = Track("main", kind=otio.schema.TrackKind.Video)
    for number, shot in enumerate(film.shots):
        if number and shot.enter:
            track.append(_transition(shot, film.fps))
        track.append(_shot(film, shelf, shot))
    return track


def _transition(shot: Shot, fps: int) -> Transition:
    """Ours fills the first frames of the incoming picture, over the held end of the one before."""
    return Transition(
        name=shot.transition,
        transition_type=otio.schema.TransitionTypes.SMPTE_Dissolve,
        in_offset=RationalTime(0, fps),
        out_offset=RationalTime(shot.enter, fps),
        metadata={OURS: {"type": shot.transition}},
    )


def _shot(film: Plan, shelf: Shelf, shot: Shot) -> Clip:
    meta, fps = shot.segment.meta, film.fps
    asset = shelf.assets.get(meta.asset or "")
    length = shot.end - shot.first
    if asset is None or asset.kind == "audio":
        return _clip(meta.text or "card", shelf.card(shot), 0, length, film.frames, fps, shot.segment)
    if asset.kind == "photo":
        return _clip(asset.name, shelf.picture(asset), 0, length, film.frames, fps, shot.segment)
    start, there = round((meta.in_ or 0) * fps / 1000), round(asset.duration_ms * fps / 1000)
    made = _clip(asset.name, shelf.picture(asset), start, length, max(there, 1), fps, shot.segment)
    if meta.speed and meta.speed != 1:
        made.effects.append(LinearTimeWarp(name="speed", time_scalar=meta.speed))
    return made


def _overlays(film: Plan, shelf: Shelf) -> list[Track]:
    """Insets, words and the logo, each a picture with a clear ground; captions go along as subtitles instead."""
    items = shelf.stage.lettering.items
    roles = ["overlay"] * len(film.pictures) + [words.role for words in film.words]
    roles += ["logo"] * (len(items) - len(roles))
    segments: list[Segment | None] = [*film.pictures, *(words.segment for words in film.words)]
    segments += [None] * (len(items) - len(segments))
    lanes: dict[str, list[Placed]] = {}
    for number, (item, role, segment) in enumerate(zip(items, roles, segments, strict=True)):
        if role not in ("main", "caption"):
            lanes.setdefault(role, []).append(_overlay(film, shelf, item, role, number, segment))
    return [_lane(role, otio.schema.TrackKind.Video, placed, film.fps) for role, placed in lanes.items()]


def _overlay(film: Plan, shelf: Shelf, item: Item, role: str, number: int, segment: Segment | None) -> Placed:
    first, end = _span(film, item.start, item.end)
    name = (segment.meta.text if segment else None) or role
    return first, end, _clip(name, shelf.lettering(item, role, number), 0, end - first, film.frames, film.fps, segment)


def _sounds(film: Plan, shelf: Shelf) -> list[Track]:
    lanes = {role: film.draft.segments(role) for role in SOUNDS}
    lanes["clip sound"] = [one for one in film.draft.segments("main") if _sounding(shelf, one)]
    return [
        _lane(role, otio.schema.TrackKind.Audio, list(_heard(film, shelf, role, segments)), film.fps)
        for role, segments in lanes.items()
    ]


def _sounding(shelf: Shelf, segment: Segment) -> bool:
    asset = shelf.assets.get(segment.meta.asset or "")
    return asset is not None and asset.kind == "clip" and asset.has_audio


def _heard(film: Plan, shelf: Shelf, role: str, segments: Iterable[Segment]) -> Iterable[Placed]:
    for number, segment in enumerate(segments):
        first, end = _span(film, segment.start, segment.end)
        name = shelf.sound(segment, role, number, end - first) if end > first else None
        if name:
            label = segment.meta.text or segment.meta.name or segment.meta.mood or role
            yield first, end, _clip(label, name, 0, end - first, end - first, film.fps, segment)


def _span(film: Plan, start: float, end: float) -> tuple[int, int]:
    return max(0, film.frame(start)), min(film.frames, film.frame(end))


def _lane(name: str, kind: str, placed: Iterable[Placed], fps: int) -> Track:
    """A track of clips where they stand, with gaps between them."""
    track, at = Track(name, kind=kind), 0
    for first, end, clip in sorted(placed, key=lambda one: one[:2]):
        if first < at or end <= first:
            continue
        if first > at:
            track.append(Gap(source_range=_range(0, first - at, fps)))
        track.append(clip)
        at = end
    return track


def _clip(name: str, file: str, start: int, length: int, there: int, fps: int, segment: Segment | None) -> Clip:
    reference = ExternalReference(target_url=file, available_range=_range(0, max(there, length), fps))
    reference.name = file.rpartition("/")[2]
    about: dict[str, Any] = segment.meta.wire() if segment else {}
    shown = " ".join(name.split())[:80]
    return Clip(shown, reference, _range(start, length, fps), metadata={OURS: about})


def _range(start: int, length: int, fps: int) -> TimeRange:
    return TimeRange(RationalTime(start, fps), RationalTime(length, fps))
