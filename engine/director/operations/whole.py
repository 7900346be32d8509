"""Edits of the video as a whole: its length, its shape, its look."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.director.narration import LEAD
from engine.director.operations.base import Operation, Setting, cannot, scenes
from engine.director.say import phrase, quoted, span, term
from engine.director.timeline import BREATH, LONGEST, SHORTEST, Anchor, anchors, remove, settle, source_left
from engine.looks import look
from engine.render.safe import safe_area
from nemo.draft import Draft, Segment

SIZES = {
    "9:16": (1080, 1920),
    "16:9": (1920, 1080),
    "1:1": (1080, 1080),
    "4:5": (1080, 1350),
    "4:3": (1440, 1080),
    "3:4": (1080, 1440),
    "21:9": (2520, 1080),
    "2:3": (1080, 1620),
    "3:2": (1620, 1080),
}
Aspect = Literal["9:16", "16:9", "1:1", "4:5", "4:3", "3:4", "21:9", "2:3", "3:2"]
CARD_FLOOR = 1200


def aspect_of(draft: Draft) -> str:
    """The draft's shape as "9:16", or its size where it has no usual name."""
    size = (draft.meta.width, draft.meta.height)
    return next((name for name, known in SIZES.items() if known == size), f"{size[0]}×{size[1]}")


class SetLength(Operation):
    """Make the whole video this long; every scene is scaled. No sentence is cut: some are left out if they must."""

    op: Literal["set_length"] = "set_length"
    duration_ms: int = Field(ge=1000, le=LONGEST)

    def change(self, draft: Draft, at: Setting) -> None:
        if not draft.segments("main"):
            cannot("cannot_empty")
        held = anchors(draft)
        _drop_sentences(draft, self.duration_ms, at)
        held = [anchor for anchor in held if any(anchor.segment in t.segments for t in draft.tracks)]
        fit(draft.segments("main"), self.duration_ms, _floors(draft), at)
        _follow(draft, held)
        settle(draft, held, at.assets)
        if abs(draft.duration - self.duration_ms) > 40:
            longer = draft.duration > self.duration_ms
            key = "note_length_words" if longer else "note_length_source"
            at.note(key, length=span(draft.duration, at.language))

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return phrase(
            language, "set_length", before=span(before.duration, language), after=span(after.duration, language)
        )


def _follow(draft: Draft, held: list[Anchor]) -> None:
    """Words over a scaled scene keep their place within it; sentences of a shortened scene close up."""
    for scene in draft.segments("main"):
        here = [anchor for anchor in held if anchor.host == scene.meta.id]
        for anchor in here:
            if anchor.role in ("title", "text") and anchor.offset > LEAD:
                room = max(0, scene.duration - min(anchor.segment.duration, scene.duration))
                anchor.offset = min(anchor.offset, room)
        clock = LEAD
        for anchor in sorted((a for a in here if a.role == "voice"), key=lambda a: a.offset):
            if anchor.offset + anchor.segment.duration > scene.duration:
                anchor.offset = min(anchor.offset, clock)
            clock = anchor.offset + anchor.segment.duration + BREATH


def _drop_sentences(draft: Draft, target: int, at: Setting) -> None:
    """Leave out spoken sentences, the last benefit first, until the rest fits; the first and last one stay."""
    left_out: list[str] = []
    while sum(_floors(draft).values()) > target and len(draft.segments("voice")) > 1:
        voices = draft.segments("voice")
        victim = voices[-2] if len(voices) > 2 else voices[-1]
        left_out.insert(0, victim.meta.text or "")
        captions = [c.meta.id or "" for c in draft.segments("caption") if victim.start <= c.start < victim.end + LEAD]
        remove(draft, [victim.meta.id or "", *captions])
    if left_out:
        at.note("note_shortened", texts=" ".join(quoted(text, at.language) for text in left_out))


def _floors(draft: Draft) -> dict[str, int]:
    """The least each scene needs: for its sentences, or to be seen at all."""
    floors = {}
    for scene in draft.segments("main"):
        spoken = sum(v.duration + BREATH + LEAD for v in draft.segments("voice") if scene.start <= v.start < scene.end)
        least = CARD_FLOOR if scene.meta.kind == "card" else SHORTEST
        floors[scene.meta.id or ""] = max(least, spoken)
    return floors


def fit(main: list[Segment], target: int, floors: dict[str, int], at: Setting) -> None:
    """Scale scenes to add up to `target` ms, each between its floor and the end of its source; what is rounded away
    goes to the last scene that can take it."""
    free = {segment.meta.id or "": segment for segment in main}
    least = {key: min(floors.get(key, SHORTEST), source_left(free[key], at.assets)) for key in free}
    rest = target
    while free:
        total = sum(segment.duration for segment in free.values()) or 1
        wanted = {key: segment.duration * rest / total for key, segment in free.items()}
        low = [key for key in free if wanted[key] < least[key]]
        high = [key for key in free if wanted[key] > source_left(free[key], at.assets)]
        below = sum(least[key] - wanted[key] for key in low)
        above = sum(wanted[key] - source_left(free[key], at.assets) for key in high)
        stuck = low if below >= above else high
        if not stuck:
            for key, segment in free.items():
                segment.duration = round(wanted[key])
            break
        for key in stuck:
            segment = free.pop(key)
            segment.duration = least[key] if key in low else source_left(segment, at.assets)
            rest = max(rest - segment.duration, 0)
    _round(main, target, least, at)


def _round(main: list[Segment], target: int, least: dict[str, int], at: Setting) -> None:
    for segment in reversed(main):
        off = target - sum(item.duration for item in main)
        if off == 0:
            return
        low, high = least[segment.meta.id or ""], source_left(segment, at.assets)
        segment.duration = max(min(segment.duration + off, high), min(low, segment.duration))


class SetPhotoLength(Operation):
    """Give every photo (or every scene of a kind) the same length."""

    op: Literal["set_photo_length"] = "set_photo_length"
    duration_ms: int = Field(ge=200, le=120_000)
    kind: Literal["photo", "clip", "card", "all"] = "photo"

    def change(self, draft: Draft, at: Setting) -> None:
        chosen = [s for s in scenes(draft, []) if self.kind in ("all", s.meta.kind)]
        if not chosen:
            cannot("cannot_no_kind", kind=term(at.language, self.kind + "s"))
        held = anchors(draft)
        for segment in chosen:
            segment.duration = min(self.duration_ms, source_left(segment, at.assets))
        settle(draft, held, at.assets)
        if any(segment.duration > self.duration_ms for segment in chosen):
            at.note("note_sentence_longer")
        if any(segment.duration < self.duration_ms for segment in chosen):
            at.note("note_clip_shorter")

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        kind = term(language, self.kind + "s")
        lengths = {"each": span(self.duration_ms, language), "total": span(after.duration, language)}
        return phrase(language, "set_photo_length", kind=kind, before=span(before.duration, language), **lengths)


APPS = {
    "TikTok": "tiktok",
    "抖音": "tiktok",
    "快手": "tiktok",
    "视频号": "tiktok",
    "Instagram Reels": "reels",
    "Instagram Story": "reels",
    "YouTube Shorts": "shorts",
    "WhatsApp": "message",
    "微信": "message",
}
"""What the renderer calls the app whose buttons the words keep clear of."""


class SetAspect(Operation):
    """Change the shape of the picture. `platform` is the name the user gave, if any."""

    op: Literal["set_aspect"] = "set_aspect"
    aspect: Aspect
    platform: str | None = None

    def change(self, draft: Draft, at: Setting) -> None:
        was = draft.meta.width, draft.meta.height
        draft.meta.width, draft.meta.height = SIZES[self.aspect]
        if was != SIZES[self.aspect] and draft.segments("caption"):
            from engine.director.operations.speech import recaption

            recaption(draft, at)
        self._keep_clear(draft)

    def _keep_clear(self, draft: Draft) -> None:
        """Words of an invitation, which may stand nearly anywhere, keep clear of the app it shall be shown in."""
        app, meta = APPS.get(self.platform or ""), draft.meta
        if app and meta.kind == "wedding" and aspect_of(draft) == "9:16":
            meta.platform = app  # type: ignore[attr-defined]

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        values = {"before": aspect_of(before), "after": self.aspect}
        if self.platform and values["before"] == self.aspect and safe_area(before) != safe_area(after):
            return phrase(language, "set_platform", platform=self.platform)
        if self.platform:
            return phrase(language, "set_aspect_platform", platform=self.platform, **values)
        return phrase(language, "set_aspect", **values)


LOOKS = {
    "affiliate": ["bold", "clean", "premium"],
    "link": ["news", "explainer", "magazine"],
    "wedding": ["classic", "modern", "floral"],
}
LookName = Literal["bold", "clean", "premium", "news", "explainer", "magazine", "classic", "modern", "floral"]


class SetLook(Operation):
    """Change the look: letters, colours, cards and motion at once, and the captions unless they were chosen."""

    op: Literal["set_look"] = "set_look"
    look: LookName

    def change(self, draft: Draft, at: Setting) -> None:
        was = look(draft.meta.look, draft.meta.kind)
        if draft.meta.caption_style == was.caption_style:
            draft.meta.caption_style = look(self.look).caption_style
        draft.meta.look = self.look

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was = term(language, before.meta.look or "clean")
        return phrase(language, "set_look", before=was, after=term(language, self.look))
