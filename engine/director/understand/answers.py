"""Answers to questions, with the facts of the draft."""

from __future__ import annotations

from engine.director.events import Turn
from engine.director.operations.whole import LOOKS, aspect_of
from engine.director.say import listed, phrase, quoted, share, span, term
from engine.director.understand.answers_about import about
from engine.director.understand.clause import Answer, View
from nemo.draft import Draft

PARTS = ("scene", "extreme", "disclosure", "fact", "occasion", "source")
NEEDS_DRAFT = ("music", "voice", "captions", "length", "scenes", "aspect", "texts", "version")


def answer(asked: Answer, view: View, turn: Turn) -> str:
    """A sentence or two; nothing is changed."""
    language, draft = view.language, view.draft
    if asked.topic in PARTS:
        return about(asked.topic, asked.values, view)
    if asked.topic in NEEDS_DRAFT and not draft.duration:
        return phrase(language, "answer_no_video")
    if asked.topic == "version":
        return phrase(language, "answer_version", number=turn.version)
    if asked.topic in ("help", "export", "price", "music_choices"):
        return phrase(language, "answer_" + asked.topic, moods=listed(_moods(language), language))
    if asked.topic == "voices":
        return phrase(language, "answer_voices", names=listed(_voices(draft, language), language))
    if asked.topic == "looks":
        names = [term(language, name) for group in LOOKS.values() for name in group]
        return phrase(language, "answer_looks", names=listed(names, language))
    return _facts(asked.topic, draft, language)


def _facts(topic: str, draft: Draft, language: str) -> str:
    if topic == "length":
        return phrase(
            language, "answer_length", length=span(draft.duration, language), scenes=len(draft.segments("main"))
        )
    if topic == "scenes":
        return phrase(language, "answer_scenes", scenes=_scenes(draft, language), length=span(draft.duration, language))
    if topic == "aspect":
        size = f"{draft.meta.width}×{draft.meta.height}"
        return phrase(language, "answer_aspect", aspect=aspect_of(draft), size=size, fps=draft.meta.fps or 30)
    if topic == "texts":
        lines = [quoted(s.meta.text or "", language) for role in ("title", "text", "cta") for s in draft.segments(role)]
        return (
            phrase(language, "answer_texts", texts=listed(lines, language))
            if lines
            else phrase(language, "answer_no_texts")
        )
    return _heard(topic, draft, language)


def _heard(topic: str, draft: Draft, language: str) -> str:
    if topic == "music":
        playing = draft.segments("music")
        if not playing:
            return phrase(language, "cannot_no_music")
        meta = playing[0].meta
        name = meta.name or meta.file or ""
        mood = term(language, meta.mood) if meta.mood else ""
        volume = share(1.0 if meta.volume is None else meta.volume)
        return phrase(language, "answer_music", name=name, mood=mood, volume=volume)
    if topic == "voice":
        spoken = draft.segments("voice")
        if not spoken:
            return phrase(language, "cannot_no_voice")
        return phrase(language, "answer_voice", count=len(spoken), first=quoted(spoken[0].meta.text or "", language))
    return phrase(language, "answer_captions", state=term(language, "on" if draft.segments("caption") else "off"))


def _scenes(draft: Draft, language: str) -> str:
    counts: dict[str, int] = {}
    for scene in draft.segments("main"):
        kind = scene.meta.kind or "photo"
        counts[kind] = counts.get(kind, 0) + 1
    unit = "个" if language == "zh" else " "
    return listed(
        [
            f"{count}{unit}{term(language, kind + 's').lower() if count > 1 else term(language, kind)}"
            for kind, count in counts.items()
        ],
        language,
    )


def _moods(language: str) -> list[str]:
    moods = ("romantic", "upbeat", "calm", "cinematic", "lofi", "corporate", "playful", "happy", "nostalgic")
    return [term(language, mood) for mood in moods]


def _voices(draft: Draft, language: str) -> list[str]:
    from engine.sound.voice import voices

    return [voice.title for voice in voices(draft.meta.language or language)]
