"""Spoken sentences and the captions that follow them, made anew after a change."""

from __future__ import annotations

from engine.director.narration import VoiceUnavailableError, caption_all
from engine.director.operations.base import Setting
from engine.director.timeline import anchors, settle, tidy
from nemo.draft import Draft, Segment


def recaption(draft: Draft, at: Setting) -> None:
    """Make the captions anew from the voice; without a voice engine the ones that are there stay."""
    kept = [track.model_copy(deep=True) for track in draft.tracks]
    first = draft.segments("caption")[0].meta if draft.segments("caption") else None
    position, size = (first.position, getattr(first, "size", None)) if first else (None, None)
    try:
        caption_all(draft, at.speaker())
    except VoiceUnavailableError:
        draft.tracks = kept
        at.note("note_no_voice")
        return
    for caption in draft.segments("caption"):
        caption.meta.position = position or caption.meta.position
        if size:
            setattr(caption.meta, "size", size)  # noqa: B010
    tidy(draft)


def respeak(draft: Draft, segments: list[Segment], at: Setting) -> None:
    """Say these sentences anew: scenes stretch to them, captions are made again. Raises CannotDoError without voice."""
    held = anchors(draft)
    for segment in segments:
        sentence = at.say(
            segment.meta.text or "", segment.meta.voice, segment.meta.speed or 1.0, draft.meta.language or "en"
        )
        if sentence is None:
            at.cannot_speak()
        segment.duration, segment.meta.voice = sentence.duration, sentence.voice
    settle(draft, held, at.assets)
    if draft.segments("caption"):
        recaption(draft, at)
