"""Hearing a voice before anything is rendered: a short text spoken once by the worker, kept as a small file.

A sample's file is named by its voice and its words, so asking again finds it. It goes with the record of its job.
"""

from __future__ import annotations

import hashlib
import secrets
import wave

from engine.media import files

LONGEST = 200
"""Characters of a sample: two sentences, which are spoken in a second or two."""
JOB = "sample_"
SENTENCES = {
    "en": "Hello! This is how your video will sound.",
    "zh": "你好！您的视频听起来就是这样。",
    "es": "¡Hola! Así sonará tu vídeo.",
    "fr": "Bonjour ! Voici comment votre vidéo sonnera.",
    "de": "Hallo! So wird Ihr Video klingen.",
}


def known(language: str | None = None) -> list[dict[str, str]]:
    """The voices there are, best first: id, name, language, gender and accent."""
    from engine.sound.voice import voices

    return [
        {"id": one.name, "name": one.title, "language": one.language, "gender": one.gender, "accent": one.accent}
        for one in voices(language)
    ]


def key_of(voice: str, text: str) -> str:
    """Where the sample of these words by this voice lies in the media folder."""
    from engine.sound.voice import VERSION

    words = f"{VERSION}\0{voice}\0{text}".encode("utf-8", "surrogatepass")
    return f"samples/{hashlib.sha256(words).hexdigest()[:40]}.wav"


def job_for(key: str) -> str:
    """A name for a job which makes this sample: each asking is a new job, so that one which failed is tried again."""
    return f"{JOB}{key.removeprefix('samples/').removesuffix('.wav')}_{secrets.token_hex(6)}"


def forget(jobs: list[str]) -> None:
    """Remove the samples which these jobs made; names of other jobs are passed over."""
    for job in jobs:
        if job.startswith(JOB):
            files.delete(f"samples/{job.removeprefix(JOB).partition('_')[0]}.wav")


def speak(key: str, voice: str, text: str, language: str) -> None:
    """Speak a sample into its file: 16 bits, one channel. Raises SoundError."""
    import numpy as np

    from engine.sound.voice import speak as spoken

    if files.exists(key):
        return
    speech = spoken(text, voice, 1.0, language)
    folder = files.scratch("sample")
    path = folder / "sample.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(speech.rate)
        out.writeframes((np.clip(speech.samples, -1, 1) * 32767).astype("<i2").tobytes())
    files.put(path, key)
    folder.rmdir()
