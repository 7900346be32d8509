"""The spoken sentences of a draft and the captions that follow them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.director.captions import Caption, captions, line_length
from engine.director.timeline import put, remove
from nemo.draft import Draft, Segment, Source, Word

LEAD = 200  # ms from the start of a scene to its first word: a cut and a word at once feel rushed
Speak = Callable[..., Any]


@dataclass(frozen=True)
class Spoken:
    """One sentence as it will sound: its length in ms and its words (text, start ms, end ms), who speaks it, and which
    of its words that voice cannot read."""

    text: str
    duration: int
    words: list[tuple[str, int, int]]
    voice: str | None = None
    unread: tuple[str, ...] = ()


class VoiceUnavailableError(Exception):
    """The voice could not speak: the video is made without it, and the user is told."""


def spoken(text: str, speak: Speak, voice: str | None, speed: float, language: str) -> Spoken:
    """Have a sentence spoken to learn its length and its word times. Raises VoiceUnavailableError."""
    try:
        speech = speak(text, voice=voice, speed=speed, language=language)
    except Exception as error:
        raise VoiceUnavailableError(str(error)) from error
    duration = -(-len(speech.samples) * 1000 // speech.rate)
    words = [(word, int(start), int(end)) for word, start, end in speech.words]
    return Spoken(text, duration, words, voice, tuple(getattr(speech, "unread", ())))


def place(draft: Draft, sentence: Spoken, start: int, speed: float, source: Source | None = None) -> Segment:
    """Put a sentence on the voice track; its captions come with `caption_all`."""
    said = {"text": sentence.text, "voice": sentence.voice, "speed": speed, "source": source}
    return put(draft, "voice", start, sentence.duration, **said)


def caption_sentence(draft: Draft, voice: Segment, sentence: Spoken) -> None:
    """Captions of one sentence, on the words."""
    for caption in captions(sentence.text, sentence.words, line_length(draft)):
        duration = min(caption.end, voice.duration + 300) - caption.start
        if duration > 0:
            put(draft, "caption", voice.start + caption.start, duration, text=caption.text, words=_words(caption))


def caption_all(draft: Draft, speak: Speak) -> None:
    """Make the captions of the voice track anew; those of what clips say (they name their asset) stay. Speech is cached
    by content, so this is quick. Raises VoiceUnavailableError."""
    remove(draft, [one.meta.id or "" for one in draft.segments("caption") if not one.meta.asset])
    for voice in draft.segments("voice"):
        caption_sentence(draft, voice, respoken(draft, voice, speak))


def respoken(draft: Draft, voice: Segment, speak: Speak) -> Spoken:
    """The sentence of a voice segment with its word times. Raises VoiceUnavailableError."""
    meta = voice.meta
    return spoken(meta.text or "", speak, meta.voice, meta.speed or 1.0, draft.meta.language or "en")


def _words(caption: Caption) -> list[Word]:
    return [Word(w=text, s=start - caption.start, e=end - caption.start) for text, start, end in caption.words]
