"""Edits of the voiceover and its captions, and of the logo."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from engine.director.narration import LEAD, place
from engine.director.operations.base import Operation, Setting, cannot, get
from engine.director.operations.speech import recaption, respeak
from engine.director.say import label, phrase, quoted, term
from engine.director.timeline import BREATH, anchors, clear, put, remove, settle
from nemo.draft import Draft, Segment

CaptionStyleName = Literal["clean", "boxed", "karaoke", "pop"]


def sentences(text: str) -> list[str]:
    """The sentences of a text, Latin or Chinese."""
    parts = re.split(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+", text.strip())
    return [part.strip() for part in parts if part.strip()]


def own_words(draft: Draft) -> list[tuple[int, str]]:
    """What a voiceover would say when nobody wrote one: the words shown, scene by scene, as (start ms, sentence)."""
    found: list[tuple[int, str]] = []
    for role in ("title", "text", "cta"):
        found += [(s.start, " ".join((s.meta.text or "").split())) for s in draft.segments(role) if s.meta.text]
    return sorted(found)


class Voiceover(Operation):
    """A voiceover: of this text, or of the words on the picture when none is given; captions come with it."""

    op: Literal["voiceover"] = "voiceover"
    text: str | None = Field(None, max_length=5000)
    voice: str | None = None
    speed: float = Field(1.0, ge=0.5, le=2)
    captions: bool = True

    def change(self, draft: Draft, at: Setting) -> None:
        main = draft.segments("main") or cannot("cannot_empty")
        voice = self.voice or (draft.segments("voice")[0].meta.voice if draft.segments("voice") else None)
        lines = self._lines(draft, main) or cannot("cannot_no_words")
        clear(draft, "voice")
        clear(draft, "caption")
        clock = 0
        at.rehearse([text for _, text in lines], voice, draft.meta.language or "en", self.speed)
        for start, text in lines:
            sentence = at.say(text, voice, self.speed, draft.meta.language or "en")
            if sentence is None:
                at.cannot_speak()
            begin = max(start + LEAD, clock)
            clock = begin + sentence.duration + BREATH
            _hold(draft, clock)
            place(draft, sentence, begin, self.speed)
        _reach(draft, clock, at)
        if self.captions:
            recaption(draft, at)
        for music in draft.segments("music"):
            music.meta.ducking = True
            music.meta.volume = min(music.meta.volume or 1.0, 0.4)

    def _lines(self, draft: Draft, main: list[Segment]) -> list[tuple[int, str]]:
        if not self.text:
            return own_words(draft)
        parts = sentences(self.text)
        if len(parts) <= len(main):
            return [(main[i * len(main) // len(parts)].start, part) for i, part in enumerate(parts)]
        return [(0, part) for part in parts]

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        voices = after.segments("voice")
        first = quoted(voices[0].meta.text or "", language)
        key = "voiceover_new" if not before.segments("voice") else "voiceover_again"
        return phrase(language, key, count=len(voices), first=first)


def _hold(draft: Draft, end: int) -> None:
    draft.duration = max(draft.duration, end)


def _reach(draft: Draft, end: int, at: Setting) -> None:
    """Stretch the scenes to the end of the last sentence."""
    from engine.director.operations.whole import fit

    main = draft.segments("main")
    length = sum(s.duration for s in main)
    if end > length:
        fit(main, end, {}, at)
    held = anchors(draft)
    settle(draft, held, at.assets)


class SetVoiceLine(Operation):
    """Say something else in one spoken sentence; its scene stretches to it."""

    op: Literal["set_voice_line"] = "set_voice_line"
    segments: list[str] = Field(min_length=1, max_length=1)
    text: str = Field(min_length=1, max_length=1000)

    def change(self, draft: Draft, at: Setting) -> None:
        segment = get(draft, self.segments[0])
        segment.meta.text = self.text
        respeak(draft, [segment], at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was = quoted(get(before, self.segments[0]).meta.text or "", language)
        return phrase(language, "set_voice_line", before=was, after=quoted(self.text, language))


class SetVoice(Operation):
    """Another voice or another pace of speech (1 is normal) for the whole voiceover."""

    op: Literal["set_voice"] = "set_voice"
    voice: str | None = None
    speed: float | None = Field(None, ge=0.5, le=2)
    relative: bool = False

    def change(self, draft: Draft, at: Setting) -> None:
        spoken = draft.segments("voice") or cannot("cannot_no_voice")
        for segment in spoken:
            segment.meta.voice = self.voice or segment.meta.voice
            if self.speed:
                was = (segment.meta.speed or 1.0) if self.relative else 1.0
                segment.meta.speed = round(min(2.0, max(0.5, was * self.speed)), 3)
        respeak(draft, spoken, at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (_voice(draft, language) for draft in (before, after))
        return phrase(language, "set_voice", before=was, after=now)


def _voice(draft: Draft, language: str) -> str:
    meta = draft.segments("voice")[0].meta
    return f"{meta.voice or term(language, 'standard_voice')}, {meta.speed or 1.0:g}×"


class RemoveVoice(Operation):
    """No voiceover, and no captions of it; or only some sentences of it."""

    op: Literal["remove_voice"] = "remove_voice"
    segments: list[str] = Field(default_factory=list)

    def change(self, draft: Draft, at: Setting) -> None:
        spoken = draft.segments("voice") or cannot("cannot_no_voice")
        gone = [s for s in spoken if not self.segments or s.meta.id in self.segments]
        captions = [c for c in draft.segments("caption") if any(v.start <= c.start < v.end + BREATH for v in gone)]
        remove(draft, [s.meta.id or "" for s in [*gone, *captions]])
        if not draft.segments("voice"):
            for music in draft.segments("music"):
                music.meta.volume = max(music.meta.volume or 0.0, 0.8)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        count = len(before.segments("voice")) - len(after.segments("voice"))
        return phrase(language, "remove_voice" if not after.segments("voice") else "remove_voice_lines", count=count)


class SetCaptions(Operation):
    """Captions of the voiceover on or off, their style (clean, boxed, karaoke, pop), place, size (a factor of what it
    is) and colour "#rrggbb"."""

    op: Literal["set_captions"] = "set_captions"
    on: bool = True
    style: CaptionStyleName | None = None
    position: Literal["top", "center", "bottom"] | None = None
    color: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")
    size: float | None = Field(None, ge=0.4, le=3)

    def change(self, draft: Draft, at: Setting) -> None:
        if not self.on:
            if not draft.segments("caption"):
                cannot("cannot_no_caption")
            clear(draft, "caption")
            return
        if not draft.segments("voice"):
            cannot("cannot_caption_silence")
        if not draft.segments("caption"):
            recaption(draft, at)
        draft.meta.caption_style = self.style or draft.meta.caption_style
        draft.meta.caption_color = self.color or draft.meta.caption_color
        for caption in draft.segments("caption"):
            caption.meta.position = self.position or caption.meta.position
            if self.size:
                wanted = (getattr(caption.meta, "size", None) or 1.0) * self.size
                setattr(caption.meta, "size", round(min(3.0, max(0.4, wanted)), 3))  # noqa: B010

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (_captions(draft, language) for draft in (before, after))
        return phrase(language, "set_captions", before=was, after=now)


def _captions(draft: Draft, language: str) -> str:
    shown = draft.segments("caption")
    if not shown:
        return term(language, "off")
    style = term(language, "caption_" + (draft.meta.caption_style or "clean"))
    parts = [style, term(language, shown[0].meta.position or "bottom"), draft.meta.caption_color or ""]
    size = getattr(shown[0].meta, "size", None)
    parts += [f"{term(language, 'size')} {size:.0%}"] if size else []
    return ", ".join(part for part in parts if part)


class SetCaptionText(Operation):
    """Correct the words of one caption."""

    op: Literal["set_caption_text"] = "set_caption_text"
    segments: list[str] = Field(min_length=1, max_length=1)
    text: str = Field(min_length=1, max_length=200)

    def change(self, draft: Draft, at: Setting) -> None:
        meta = get(draft, self.segments[0]).meta
        meta.text, meta.words = self.text, None

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was = quoted(get(before, self.segments[0]).meta.text or "", language)
        return phrase(
            language, "set_text", role=term(language, "caption"), before=was, after=quoted(self.text, language)
        )


Corner = Literal["top_left", "top_right", "bottom_left", "bottom_right"]


class SetLogo(Operation):
    """Show an uploaded picture as a logo in a corner."""

    op: Literal["set_logo"] = "set_logo"
    asset: str | None = None
    position: Corner | None = None

    def change(self, draft: Draft, at: Setting) -> None:
        was = draft.meta.logo or {}
        asset = at.assets.get(self.asset or was.get("asset", "")) or cannot("cannot_logo")
        corner = self.position or was.get("position") or "top_right"
        draft.meta.logo = {"asset": asset.id, "position": corner}
        clear(draft, "overlay")
        put(draft, "overlay", 0, draft.duration, asset=asset.id, file=asset.name, name=asset.name, position=corner)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        shown = after.segments("overlay")[0]
        where = term(language, (after.meta.logo or {})["position"])
        return phrase(language, "set_logo", name=shown.meta.name or label(after, shown, language), where=where)


class RemoveLogo(Operation):
    """Take the logo off the video."""

    op: Literal["remove_logo"] = "remove_logo"

    def change(self, draft: Draft, at: Setting) -> None:
        if not draft.meta.logo and not draft.segments("overlay"):
            cannot("cannot_no_logo")
        draft.meta.logo = None
        clear(draft, "overlay")

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return phrase(language, "remove_logo")
