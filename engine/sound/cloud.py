"""Optional voices of a service which speaks the protocol of OpenAI's `/v1/audio/speech`: only where it is set up.

The text of a sentence is sent there and sound comes back. The service says nothing of when each word sounds, so the
words are laid over what is heard, in proportion to how long they are when read.
"""

from __future__ import annotations

import io
import itertools
import time
import wave
from math import gcd

import numpy as np
import requests
from scipy.signal import resample_poly

from engine.errors import SoundError
from engine.settings import Settings, settings
from engine.sound.acoustic import RATE
from engine.sound.han import has_han
from engine.sound.speech import Samples, Speech, Voice, Word
from engine.sound.spoken import Said, said
from engine.sound.timing import loud

MODEL = "cloud"
MOST_BYTES = 50_000_000  # of one answer: ten minutes of 16-bit mono at 24 kHz are 29 MB
MOST_SECONDS = 900
CONNECT_S = 5.0
REST_S = 60.0  # after a failure the service is left alone this long, so that ten sentences do not wait ten times
PAUSE_FRAMES = 12  # 120 ms of silence between words is a pause
HAN_WEIGHT = 3.0  # a Chinese syllable lasts about as long as three letters

STATUSES = {401: "key", 403: "key", 429: "busy"}

_trouble: list[tuple[float, str]] = []  # until when the service is left alone, and what was wrong


REASONS = {
    "late": "it did not answer in time",
    "unreachable": "it cannot be reached",
    "key": "it does not accept the key",
    "busy": "it is asked too often now",
    "refused": "it answered with an error",
    "large": "its answer is too large",
    "unreadable": "its answer is no 16-bit WAV sound",
}


class CloudVoiceError(SoundError):
    """The service gave no sound. `reason` is one of `REASONS`; the sentence never says where it is, or with which key
    it was asked."""

    def __init__(self, voice: Voice, reason: str) -> None:
        sentence = f"The cloud voice {voice.title} gave no sound: {REASONS[reason]}. Choose another voice or try again."
        super().__init__(sentence)
        self.voice, self.reason = voice, reason


def voices(language: str, given: Settings | None = None) -> list[Voice]:
    """The voices set up, as voices of `language`: such a service reads any. None where no address is set."""
    known = given or settings()
    names = [part.strip() for part in known.tts_voices.split(",")] if known.tts_url else []
    origin = "a cloud voice: the text is sent to the service which was set up"
    return [
        Voice(f"cloud-{name.lower()}", name[:1].upper() + name[1:], language, "", "cloud", MODEL, name, "", origin)
        for name in names
        if name
    ]


def speak(text: str, voice: Voice, speed: float, language: str) -> Speech:
    """Have the service speak. Raises CloudVoiceError."""
    samples = _samples(_answer(text, voice, speed, settings()), voice)
    return Speech(samples, RATE, timed(said(text, language), samples))


def maker(voice: Voice) -> str:
    """What the sound depends on beside words and speed: part of the name under which it is kept."""
    given = settings()
    return f"{given.tts_url} {given.tts_model} {voice.style}"


def timed(words: list[Said], samples: Samples) -> list[Word]:
    """When each word sounds: the time in which anything is heard, shared out by the length of the readings.

    Where the sound has a pause, words lie beside it: the share is of what is heard.
    """
    heard = _without_short_gaps(loud(samples))
    places = np.flatnonzero(heard)
    if not len(places):
        return [(word.word, 0, 0) for word in words]
    ends = np.cumsum([_weight(word.say) for word in words])
    starts = np.concatenate([[0.0], ends[:-1]])
    scale = len(places) / max(float(ends[-1]), 1e-9)
    out: list[Word] = []
    for word, start, end in zip(words, starts, ends, strict=True):
        first = int(places[min(round(start * scale), len(places) - 1)])
        last = int(places[min(max(round(end * scale) - 1, round(start * scale)), len(places) - 1)]) + 1
        silent = not word.say
        out.append((word.word, first * 10, first * 10 if silent else last * 10))
    return out


def _weight(say: str) -> float:
    return sum(HAN_WEIGHT if has_han(symbol) else 1.0 for symbol in say if symbol.isalnum())


def _without_short_gaps(heard: np.ndarray) -> np.ndarray:
    """A stop consonant is no pause."""
    filled, places = heard.copy(), np.flatnonzero(heard)
    for one, other in itertools.pairwise(places):
        if other - one <= PAUSE_FRAMES:
            filled[one:other] = True
    return filled


def _answer(text: str, voice: Voice, speed: float, given: Settings) -> bytes:
    if _trouble and time.monotonic() < _trouble[-1][0]:
        raise CloudVoiceError(voice, _trouble[-1][1])
    body = {"model": given.tts_model, "input": text, "voice": voice.style, "speed": speed, "response_format": "wav"}
    headers = {"Authorization": f"Bearer {given.tts_key}"} if given.tts_key else {}
    until = time.monotonic() + given.tts_timeout_s
    try:
        with requests.post(
            given.tts_url.rstrip("/") + "/audio/speech",
            json=body,
            headers=headers,
            timeout=(CONNECT_S, given.tts_timeout_s),
            stream=True,
            allow_redirects=False,  # the key goes nowhere else
        ) as answer:
            if answer.status_code != 200:
                raise _failed(voice, STATUSES.get(answer.status_code, "refused"))
            return _read(answer, voice, until)
    except requests.Timeout:
        raise _failed(voice, "late") from None
    except requests.RequestException:  # its text names the address
        raise _failed(voice, "unreachable") from None


def _read(answer: requests.Response, voice: Voice, until: float) -> bytes:
    whole = bytearray()
    for part in answer.iter_content(65_536):
        whole += part
        if len(whole) > MOST_BYTES:
            raise CloudVoiceError(voice, "large")
        if time.monotonic() > until:
            raise _failed(voice, "late")
    return bytes(whole)


def _failed(voice: Voice, reason: str) -> CloudVoiceError:
    _trouble[:] = [(time.monotonic() + REST_S, reason)]
    return CloudVoiceError(voice, reason)


def _samples(raw: bytes, voice: Voice) -> Samples:
    """16-bit WAV of any rate as mono at `RATE`. Nothing else is read: a stranger's file needs no decoder then."""
    try:
        with wave.open(io.BytesIO(raw)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            pcm = file.readframes(MOST_BYTES)
    except (wave.Error, EOFError):
        raise CloudVoiceError(voice, "unreadable") from None
    if width != 2 or not 8000 <= rate <= 96_000 or not 1 <= channels <= 2:
        raise CloudVoiceError(voice, "unreadable")
    whole = np.frombuffer(pcm[: len(pcm) // (2 * channels) * 2 * channels], "<i2").reshape(-1, channels)
    mono = whole.mean(axis=1, dtype=np.float32) / np.float32(32768)
    if not mono.any() or len(mono) > MOST_SECONDS * rate:
        raise CloudVoiceError(voice, "unreadable")
    step = gcd(RATE, rate)
    return np.asarray(resample_poly(mono, RATE // step, rate // step) if rate != RATE else mono, np.float32)
