"""From a draft to frames: which shot, which transition and which words stand on which frame.

Frame n is shown at n / fps seconds; what starts at a time starts on the frame nearest to it, so the durations of the
draft and of the film differ by less than half a frame, and no rounding adds up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.render.output import Target
from nemo.draft import Draft, Segment

TEXT_ROLES = ("title", "text", "cta", "caption", "disclosure")
TRANSITIONS = ("fade", "dip", "slide", "push", "wipe", "zoom", "whip")


@dataclass(frozen=True)
class Shot:
    """One main segment on frames `first` … `end` − 1, then held for `tail` frames under the next one's transition.

    `number` counts from 1, as a user counts scenes. `enter` frames of its own begin are the transition `transition`.
    """

    number: int
    segment: Segment
    first: int
    end: int
    transition: str = "none"
    enter: int = 0
    tail: int = 0

    @property
    def length(self) -> int:
        """Frames on which anything of it may be seen."""
        return self.end - self.first + self.tail


@dataclass(frozen=True)
class Words:
    """A text segment and its role."""

    segment: Segment
    role: str


@dataclass(frozen=True)
class Plan:
    """The film: `frames` of `width` × `height` px at `fps`."""

    width: int
    height: int
    fps: int
    frames: int
    draft: Draft
    shots: list[Shot]
    words: list[Words] = field(default_factory=list)
    pictures: list[Segment] = field(default_factory=list)

    def shot_at(self, frame: int) -> int:
        """The index of the shot which has come in last by `frame`."""
        low, high = 0, len(self.shots) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.shots[middle].first <= frame else (low, middle - 1)
        return low

    def ms(self, frame: int) -> float:
        """The time of a frame."""
        return frame * 1000 / self.fps

    def frame(self, ms: float) -> int:
        """The frame nearest to a time."""
        return round(ms * self.fps / 1000)


def plan(draft: Draft, target: Target) -> Plan:
    """The frames of `draft` at the target's size and rate; a draft without pictures shows one plain card."""
    scaled = draft.model_copy(update={"meta": draft.meta.model_copy()})
    scaled.meta.width, scaled.meta.height, scaled.meta.fps = target.width, target.height, target.fps
    length = duration_ms(draft)
    frames = max(1, round(length * target.fps / 1000))
    main = [segment for segment in draft.segments("main") if segment.duration > 0] or [_card(length)]
    cards = [Words(_settled(one), "main") for one in main if one.meta.kind == "card" and one.meta.text]
    words = cards + [Words(one, role) for role in TEXT_ROLES for one in draft.segments(role) if one.duration > 0]
    pictures = [segment for segment in draft.segments("overlay") if segment.duration > 0 and segment.meta.asset]
    shots = _shots(main, target.fps, frames)
    return Plan(target.width, target.height, target.fps, frames, scaled, shots, words, pictures)


def duration_ms(draft: Draft) -> int:
    """The draft's own duration, or the end of its last segment."""
    return draft.duration or max((s.end for track in draft.tracks for s in track.segments), default=0)


def _card(length: int) -> Segment:
    return Segment.model_validate({"d": length, "m": {"kind": "card", "start": 0}})


def _settled(card: Segment) -> Segment:
    """A card as its words see it: they wait until most of the transition is over."""
    wish = card.meta.transition
    wait = min(card.duration // 2, round(wish.duration * 0.6)) if wish and wish.type != "none" else 0
    meta = card.meta.model_copy(update={"start": card.start + wait})
    return card.model_copy(update={"meta": meta, "duration": card.duration - wait})


def _shots(main: list[Segment], fps: int, frames: int) -> list[Shot]:
    starts = [min(frames, round(segment.start * fps / 1000)) for segment in main]
    starts[0] = 0
    ends = [*starts[1:], frames]
    enters = [_entrance(main[n], starts[n], ends[n], fps) if n else ("none", 0) for n in range(len(main))]
    tails = [*(frames_in for _, frames_in in enters[1:]), 0]
    return [
        Shot(n + 1, main[n], starts[n], ends[n], *enters[n], tails[n]) for n in range(len(main)) if ends[n] > starts[n]
    ]


def _entrance(segment: Segment, first: int, end: int, fps: int) -> tuple[str, int]:
    wish = segment.meta.transition
    if wish is None or wish.type in ("", "none", "cut"):
        return "none", 0
    kind = wish.type if wish.type in TRANSITIONS else "fade"
    return kind, max(0, min(round(wish.duration * fps / 1000), end - first))
