"""Text to speech: `speak`, with the time of every word.

Everything is spoken on this machine, but by cloud voices where such are set up and chosen. The same text, voice and
speed give the same bytes (of a cloud voice: as long as they are kept), so speech is cached by content and never stored
with a draft.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np

from engine.errors import SoundError
from engine.sound import acoustic, cloud, phonemes, registry, shelf
from engine.sound.acoustic import RATE
from engine.sound.phonemes import Breath
from engine.sound.speech import Samples, Speech, Voice, Word
from engine.sound.spoken import Said, language_of, said
from engine.sound.timing import spans_of

VERSION = "1"  # part of every cache key: raise it when the same text would sound different
SPEEDS = (0.5, 2.0)
LEAD_MS = 60  # silence kept before the first phoneme: a plosive's burst begins before its vowel
TAIL_MS = 160  # kept after the last phoneme, so the room of the voice dies away
SENTENCE_PAUSE_MS = 240  # added to lead and tail: 460 ms between sentences, the pace of a read advertisement
BREATH_PAUSE_MS = 40
FADE_MS = 8
LOUDEST = 0.97
LONGEST_TEXT = 20_000

_reading = threading.Lock()
_AT_ONCE = 2  # sentences in the large network, each in a thread and, while it runs, some 100 MB
_rooms = {"kokoro": threading.Semaphore(_AT_ONCE), "hibari": threading.Semaphore(1)}


def speak(
    text: str, voice: str | None = None, speed: float = 1.0, language: str = "en", cache: Path | None = None
) -> Speech:
    """Speak `text` and say when each of its words sounds.

    `voice` is a name from `voices()`, or None for the language's own; `speed` is 0.5 … 2 times the voice's pace
    (values beyond are brought in). `cache` is the folder kept speech lies in; None is the engine's own.
    Raises `SoundError` when the language has no voice here, the voice is unknown, or the text is too long, and
    `CloudVoiceError` when a cloud voice gives no sound.
    """
    language = language_of(text, language)
    chosen = registry.find(voice, language)
    speed = min(max(float(speed), SPEEDS[0]), SPEEDS[1])
    if len(text) > LONGEST_TEXT:
        raise SoundError(
            f"This text has {len(text)} characters; a voice reads at most {LONGEST_TEXT} at once. Shorten it."
        )
    key = _key(text, chosen, speed, language)
    kept = shelf.take(key, cache)
    if kept is None:
        make = cloud.speak if chosen.model == cloud.MODEL else _spoken
        kept = quantised(make(text, chosen, speed, language))
        shelf.put(key, kept, cache)
    return kept


def rehearse(
    texts: Iterable[str], voice: str | None, language: str, speed: float = 1.0, cache: Path | None = None
) -> SoundError | None:
    """Speak sentences, two at once, so that `speak` finds them kept, and return the first error."""

    def one(text: str) -> SoundError | None:
        try:
            speak(text, voice, speed, language, cache)
        except SoundError as error:
            return error
        return None

    with ThreadPoolExecutor(_AT_ONCE) as crew:
        return next(filter(None, crew.map(one, dict.fromkeys(texts))), None)


def voices(language: str | None = None) -> list[Voice]:
    """The voices installed here, the best of each language first; of one language when it is named."""
    return registry.installed(language)


def warm(language: str = "en") -> None:
    """Load the voice of `language` now, so that the first sentence does not wait for it; without one, do nothing."""
    with suppress(SoundError), _reading:
        model = registry.find(None, language).model
        if model == cloud.MODEL:
            return
        acoustic.network(model)
        phonemes.grapheme_to_phoneme()


def _key(text: str, voice: Voice, speed: float, language: str) -> str:
    model = cloud.maker(voice) if voice.model == cloud.MODEL else voice.model
    parts = "\0".join([VERSION, text, model, voice.style, f"{speed * voice.pace:.3f}", language])
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def _spoken(text: str, voice: Voice, speed: float, language: str) -> Speech:
    with _reading:
        words = said(text, language)
        network = acoustic.network(voice.model)
        breaths = list(phonemes.breaths(words, chinese=voice.model == "kokoro", language=language))
    parts: list[Samples] = []
    spans: dict[int, tuple[int, int]] = {}
    clock = 0
    for breath in breaths:
        with _rooms[voice.model]:
            samples, marks = _breathe(network, breath, speed * voice.pace, voice.style)
        for owner, (start, end) in marks.items():
            first = spans.get(owner, (clock + start, 0))[0]
            spans[owner] = (first, clock + end)
        pause = SENTENCE_PAUSE_MS if breath.ends_sentence else BREATH_PAUSE_MS
        parts += [samples, np.zeros(round(pause / speed * RATE / 1000), np.float32)]
        clock += len(parts[-2]) + len(parts[-1])
    whole = np.concatenate(parts[:-1]) if parts else np.zeros(0, np.float32)
    return Speech(whole, RATE, _timed(words, spans))


def _breathe(
    network: acoustic.Acoustic, breath: Breath, speed: float, style: str
) -> tuple[Samples, dict[int, tuple[int, int]]]:
    """One breath without the network's long silences, and the span in samples of each word in it."""
    samples, units = network.utter(breath.phonemes, speed, style)
    spans = spans_of(breath.owners, units, samples)
    begin = max(0, min(start for start, _ in spans.values()) - LEAD_MS * RATE // 1000)
    end = min(len(samples), max(stop for _, stop in spans.values()) + TAIL_MS * RATE // 1000)
    moved = {owner: (start - begin, stop - begin) for owner, (start, stop) in spans.items()}
    return _faded(samples[begin:end].copy()), moved


def _faded(samples: Samples) -> Samples:
    length = min(len(samples) // 2, FADE_MS * RATE // 1000)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    samples[:length] *= ramp
    samples[len(samples) - length :] *= ramp[::-1]
    return samples


def _timed(words: list[Said], spans: dict[int, tuple[int, int]]) -> list[Word]:
    out: list[Word] = []
    clock = 0
    for index, word in enumerate(words):
        start, end = spans.get(index, (clock, clock))
        out.append((word.word, round(start * 1000 / RATE), round(end * 1000 / RATE)))
        clock = end
    return out


def quantised(speech: Speech) -> Speech:
    """The samples as they will be read back from the shelf, so a kept sentence equals a fresh one."""
    peak = float(np.abs(speech.samples).max(initial=0))
    scaled = speech.samples * (LOUDEST / peak) if peak > LOUDEST else speech.samples
    samples = np.asarray(np.round(scaled * 32767) / 32767, np.float32)
    return Speech(samples, speech.rate, speech.words)
