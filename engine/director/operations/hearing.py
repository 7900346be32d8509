"""Captions of what is said in the user's own clips."""

from __future__ import annotations

from typing import Any, Literal

import av
from pydantic import Field

from engine.director.captions import line_length
from engine.director.operations.base import Operation, Setting, cannot, scenes
from engine.director.say import label, listed, phrase
from engine.director.timeline import put, remove, tidy
from engine.errors import SoundError
from nemo.draft import Draft, Segment, Word


class CaptionSpeech(Operation):
    """Captions of what people say in the clips (these scenes, or all of them), word by word."""

    op: Literal["caption_speech"] = "caption_speech"
    segments: list[str] = Field(default_factory=list)

    def change(self, draft: Draft, at: Setting) -> None:
        from engine.sound import listening

        clips = speaking(draft, at.assets, self.segments) or cannot("cannot_hear_clips")
        if not listening.here():
            cannot("cannot_hear_extra")
        position = draft.segments("caption")[0].meta.position if draft.segments("caption") else None
        found = [(clip, _words(clip, at.assets)) for clip in clips]
        if not any(words for _, words in found):
            cannot("cannot_hear_nothing", what=_names(draft, clips, at.language))
        again = {clip.meta.asset for clip in clips}
        remove(draft, [one.meta.id or "" for one in draft.segments("caption") if one.meta.asset in again])
        for clip, words in found:
            _caption(draft, clip, words, position)
        tidy(draft)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        shown = [one for one in after.segments("caption") if one.meta.asset]
        first = " ".join((shown[0].meta.text or "").split()) if shown else ""
        return phrase(language, "caption_speech", count=len(shown), first=first)


def speaking(draft: Draft, assets: Any, ids: list[str]) -> list[Segment]:
    """The clips among these scenes (all, when none is named) which have sound."""
    if not draft.segments("main"):
        return []
    clips = [one for one in scenes(draft, ids) if one.meta.kind == "clip" and (one.meta.asset or "") in assets]
    return [one for one in clips if assets[one.meta.asset or ""].audio_path is not None]


def _words(clip: Segment, assets: Any) -> list[tuple[str, int, int]]:
    """What is said in the part which the scene plays, in ms from the start of the scene."""
    from engine.sound import listening

    asset = assets[clip.meta.asset or ""]
    try:
        heard = listening.heard(asset.audio_path, asset.sha256)
    except (SoundError, OSError, av.FFmpegError):
        cannot("cannot_hear_model")
    begin, speed = clip.meta.in_ or 0, clip.meta.speed or 1.0
    moved = [(text, round((start - begin) / speed), round((end - begin) / speed)) for text, start, end in heard]
    inside = [word for word in moved if 0 <= (word[1] + word[2]) / 2 < clip.duration]
    return [(text, max(0, start), min(end, clip.duration)) for text, start, end in inside]


def _caption(draft: Draft, clip: Segment, words: list[tuple[str, int, int]], position: str | None) -> None:
    from engine.sound.subtitles import captions

    for one in captions(words, line_length(draft), until=clip.duration):
        spoken = [Word(w=text, s=start - one.start, e=end - one.start) for text, start, end in one.words]
        values = {"text": one.text, "words": spoken, "asset": clip.meta.asset, "position": position}
        put(draft, "caption", clip.start + one.start, max(1, one.end - one.start), **values)


def _names(draft: Draft, clips: list[Segment], language: str) -> str:
    return listed([label(draft, clip, language) for clip in clips], language)
