"""Edits of how long a scene lasts and which part of its clip it plays."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.director.operations.base import Operation, Setting, cannot, get, scenes
from engine.director.say import label, listed, phrase, span
from engine.director.timeline import SHORTEST, anchors, ensure, fresh_id, settle, source_left
from nemo.draft import Draft, Segment


class SetSceneLength(Operation):
    """Make scenes this long; a scene is never shorter than its sentence, a clip never longer than its source."""

    op: Literal["set_scene_length"] = "set_scene_length"
    segments: list[str] = Field(min_length=1)
    duration_ms: int = Field(ge=200, le=300_000)

    def change(self, draft: Draft, at: Setting) -> None:
        held = anchors(draft)
        chosen = scenes(draft, self.segments)
        for segment in chosen:
            segment.duration = min(self.duration_ms, source_left(segment, at.assets))
            if segment.duration < self.duration_ms:
                at.note("note_clip_shorter")
        settle(draft, held, at.assets)
        if any(segment.duration > self.duration_ms for segment in chosen):
            at.note("note_sentence_longer")

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return length_sentence("set_scene_length", self.segments, before, after, language)


def length_sentence(key: str, ids: list[str], before: Draft, after: Draft, language: str) -> str:
    """ "Photo 2: 3 s → 5 s", of the first of the scenes when there are several."""
    ids = ids or [s.meta.id or "" for s in before.segments("main")]
    names = listed([label(before, get(before, name), language) for name in ids], language)
    was, now = (get(before, ids[0]).duration, get(after, ids[0]).duration)
    total = span(after.duration, language)
    return phrase(language, key, what=names, before=span(was, language), after=span(now, language), length=total)


class Trim(Operation):
    """Cut scenes at their ends, or keep only a stretch. All times in ms from the start of the scene as it plays now:
    `start_ms`/`end_ms` take that much off an end; `keep_from_ms`/`keep_to_ms` keep that stretch."""

    op: Literal["trim"] = "trim"
    segments: list[str] = Field(min_length=1)
    start_ms: int = Field(0, ge=0)
    end_ms: int = Field(0, ge=0)
    keep_from_ms: int | None = Field(None, ge=0)
    keep_to_ms: int | None = Field(None, ge=0)

    def change(self, draft: Draft, at: Setting) -> None:
        held = anchors(draft)
        for segment in scenes(draft, self.segments):
            self._trim(segment, at)
        settle(draft, held, at.assets)

    def _trim(self, segment: Segment, at: Setting) -> None:
        start = self.start_ms if self.keep_from_ms is None else self.keep_from_ms
        end = segment.duration - self.end_ms
        if self.keep_to_ms is not None:
            end = min(self.keep_to_ms, source_left(segment, at.assets))
        if end - start < min(SHORTEST, segment.duration) or start < 0:
            cannot("cannot_trim", length=span(segment.duration, at.language))
        segment.duration = end - start
        if segment.meta.kind == "clip":
            segment.meta.in_ = (segment.meta.in_ or 0) + round(start * (segment.meta.speed or 1.0))

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return length_sentence("trim", self.segments, before, after, language)


class CutOut(Operation):
    """Remove a stretch out of the middle of the video; times are ms on the timeline."""

    op: Literal["cut_out"] = "cut_out"
    from_ms: int = Field(ge=0)
    to_ms: int = Field(ge=0)

    def change(self, draft: Draft, at: Setting) -> None:
        if not self.from_ms < self.to_ms <= draft.duration + 500 or self.to_ms - self.from_ms >= draft.duration:
            cannot("cannot_cut", length=span(draft.duration, at.language))
        held = anchors(draft)
        kept: list[Segment] = []
        for segment in ensure(draft, "main").segments:
            kept += self._pieces(draft, segment)
        ensure(draft, "main").segments = kept
        settle(draft, held, at.assets)

    def _pieces(self, draft: Draft, segment: Segment) -> list[Segment]:
        low, high = max(self.from_ms, segment.start), min(self.to_ms, segment.end)
        if low >= high:
            return [segment]
        pieces = []
        if low > segment.start:
            head = segment.model_copy(deep=True)
            head.duration = low - segment.start
            pieces.append(head)
        if high < segment.end:
            rest = segment.model_copy(deep=True)
            rest.duration = segment.end - high
            if rest.meta.kind == "clip":
                rest.meta.in_ = (rest.meta.in_ or 0) + round((high - segment.start) * (rest.meta.speed or 1.0))
            if pieces:
                rest.meta.id, rest.meta.transition = fresh_id(draft, "main"), None
            pieces.append(rest)
        return pieces

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        stretch = {"start": span(self.from_ms, language), "end": span(self.to_ms, language)}
        lengths = {"before": span(before.duration, language), "after": span(after.duration, language)}
        return phrase(language, "cut_out", **stretch, **lengths)


class SetSpeed(Operation):
    """Play clips faster or slower, 0.25 to 4 times, with the pitch of their sound kept; the same part is shown."""

    op: Literal["set_speed"] = "set_speed"
    segments: list[str] = Field(default_factory=list)
    speed: float = Field(ge=0.25, le=4)
    relative: bool = False

    def change(self, draft: Draft, at: Setting) -> None:
        clips = [s for s in scenes(draft, self.segments) if s.meta.kind == "clip"]
        if not clips:
            cannot("cannot_speed_photo")
        held = anchors(draft)
        for segment in clips:
            was = segment.meta.speed or 1.0
            speed = min(4.0, max(0.25, was * self.speed if self.relative else self.speed))
            segment.duration = max(1, int(segment.duration * was / speed))
            segment.meta.speed = round(speed, 4)
            segment.duration = min(segment.duration, source_left(segment, at.assets))
        settle(draft, held, at.assets)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        clips = [s for s in scenes(before, self.segments) if s.meta.kind == "clip"]
        was, now = (f"{get(d, clips[0].meta.id or '').meta.speed or 1.0:g}×" for d in (before, after))
        names = listed([label(before, s, language) for s in clips], language)
        return phrase(language, "set_speed", what=names, before=was, after=now, length=span(after.duration, language))
