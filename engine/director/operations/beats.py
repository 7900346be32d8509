"""Cuts on the beats of the music, and back."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal

from engine.director.operations.base import Operation, Setting, cannot
from engine.director.say import phrase, term
from engine.director.timeline import BREATH, SHORTEST, TEXT_ROLES, anchors, settle
from nemo.draft import Draft, Segment

REACH = 700  # ms a cut may move: at 60 beats a minute and above every cut is within 500 ms of a beat
STAY = 20 * REACH  # the cost of a cut which stays where it is: more than moving its neighbours as far as they may go
EDGE = 40  # ms: words which end this near to their scene's end go on ending with it
NEAR = 20  # ms between a cut and its beat


class CutOnBeat(Operation):
    """Move the cuts between photos and cards to the nearest beats of the music; `on` false puts them back."""

    op: Literal["cut_on_beat"] = "cut_on_beat"
    on: bool = True

    def change(self, draft: Draft, at: Setting) -> None:
        if not self.on:
            if not is_on_beat(draft):
                cannot("cannot_not_on_beat")
            _put_back(draft, at)
            return
        if len(draft.segments("main")) < 2:
            cannot("cannot_beat_one_scene")
        _put_back(draft, at)
        _snap(draft, at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (term(language, "beat_on" if is_on_beat(d) else "beat_off") for d in (before, after))
        if not self.on:
            return phrase(language, "cut_off_beat", before=was, after=now)
        cuts, beats = [s.start for s in after.segments("main")][1:], beats_of(after)
        met = sum(any(abs(cut - beat) <= NEAR for beat in beats) for cut in cuts)
        return phrase(language, "cut_on_beat", before=was, after=now, count=met, total=len(cuts))


def is_on_beat(draft: Draft) -> bool:
    """Whether cuts were moved to beats."""
    return any(scene.meta.beat for scene in draft.segments("main"))


def resnap(draft: Draft, at: Setting) -> None:
    """Other music has other beats: cuts which were on a beat find the new ones, or go back where none are known."""
    if is_on_beat(draft):
        _put_back(draft, at)
        if beats_of(draft):
            _snap(draft, at)


def beats_of(draft: Draft) -> list[int]:
    """The beats of the packaged music in ms of the draft; none without music or with the user's own."""
    from engine.errors import SoundError
    from engine.sound import music

    found: list[int] = []
    for segment in draft.segments("music"):
        if segment.meta.asset or (segment.meta.volume or 1.0) <= 0:
            continue
        try:
            track = (
                music.find(segment.meta.track)
                if segment.meta.track
                else music.choose(segment.meta.mood or "", segment.meta.id or "")
            )
        except SoundError:
            continue
        found += [segment.start + beat for beat in music.beats(track, segment.duration)]
    return found


def _snap(draft: Draft, at: Setting) -> None:
    if not draft.segments("music"):
        cannot("cannot_beat_no_music")
    beats = beats_of(draft) or cannot("cannot_beat_own_music")
    main = draft.segments("main")
    was = [scene.duration for scene in main]
    free = [not {one.meta.kind, other.meta.kind} & {"clip"} for one, other in itertools.pairwise(main)]
    cuts = boundaries(was, [_least(draft, scene) for scene in main], free, beats)
    lengths = [end - start for start, end in itertools.pairwise([0, *cuts, sum(was)])]
    _lay(draft, lengths, at)
    for scene, before, now in zip(main, was, lengths, strict=True):
        scene.meta.beat = {"was": before, "is": now}


def _put_back(draft: Draft, at: Setting) -> None:
    """The lengths from before; a scene which was given another length since keeps that."""
    main = draft.segments("main")
    if is_on_beat(draft):
        marks = [scene.meta.beat or {} for scene in main]
        same = [mark.get("is") == scene.duration for mark, scene in zip(marks, main, strict=True)]
        _lay(draft, [m["was"] if ok else s.duration for m, ok, s in zip(marks, same, main, strict=True)], at)
    for scene in main:
        scene.meta.beat = None


def _lay(draft: Draft, lengths: Sequence[int], at: Setting) -> None:
    """Give the scenes these lengths; what stands on them moves along, and words which end with a scene still do."""
    held, main = anchors(draft), draft.segments("main")
    ending = [
        (words, scene)
        for role in TEXT_ROLES[:3]
        for words in draft.segments(role)
        for scene in main
        if scene.start <= words.start < scene.end and abs(words.end - scene.end) <= EDGE
    ]
    for scene, length in zip(main, lengths, strict=True):
        scene.duration = length
    settle(draft, held, at.assets)
    for words, scene in ending:
        words.duration = max(1, scene.end - words.start)


def _least(draft: Draft, scene: Segment) -> int:
    """How short the scene may become: its sentences stay within it where they were, and what spans it is kept."""
    entering = scene.meta.transition.duration if scene.meta.transition else 0
    needed = max(SHORTEST, entering)
    for voice in draft.segments("voice"):
        if voice.start < scene.end and voice.end > scene.start:
            needed = max(needed, min(voice.end + BREATH, scene.end) - scene.start)
    return min(needed, scene.duration)


def boundaries(lengths: Sequence[int], least: Sequence[int], free: Sequence[bool], beats: Sequence[int]) -> list[int]:
    """The cuts between scenes of these lengths, moved to the nearest beats; all in ms.

    `free[i]` says whether the cut after scene i may move. No scene becomes shorter than its `least`, and the sum stays.
    Of all ways the one with the least movement is taken; a cut without a beat in reach, or without room, stays.
    """
    cuts = list(itertools.accumulate(lengths))
    ways: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for number, cut in enumerate(cuts[:-1]):
        places = {cut: STAY} | {b: abs(b - cut) for b in beats if free[number] and abs(b - cut) <= REACH}
        ways = {
            place: min((before + cost, [*path, place]) for at, (before, path) in reached)
            for place, cost in places.items()
            if (reached := [(at, way) for at, way in ways.items() if place - at >= least[number]])
        }
    return min(way for at, way in ways.items() if cuts[-1] - at >= least[-1])[1]
