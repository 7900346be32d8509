"""The voices, and which of them are installed here."""

from __future__ import annotations

from engine.errors import SoundError
from engine.sound.speech import Voice

LANGUAGES = {"en": "English", "zh": "Chinese", "es": "Spanish", "fr": "French"}

VOICES = [
    Voice("heart", "Heart", "en", "female", "American", "hibari", "heart", "Apache-2.0", "hibari-tts, from Kokoro-82M"),
]


def installed(language: str | None = None) -> list[Voice]:
    """The voices whose model is here; `language` is a code such as "en" or "zh-CN"."""
    wanted = language and language.lower().split("-")[0]
    return [voice for voice in VOICES if wanted in (None, "", voice.language)]


def find(name: str | None, language: str) -> Voice:
    """The named voice, or the first of the language. Raises `SoundError` in a sentence for the user."""
    here = installed()
    if name:
        chosen = next((voice for voice in here if voice.name == name.lower()), None)
        if chosen is None:
            raise SoundError(f"There is no voice called “{name[:40]}” here; there are {_names(here)}.")
        return chosen
    spoken = installed(language)
    if not spoken:
        called = LANGUAGES.get(language.lower().split("-")[0], f"“{language[:12]}”")
        raise SoundError(
            f"No {called} voice is installed here; the words can stay on screen, or be read by {_names(here)}."
        )
    return spoken[0]


def _names(voices: list[Voice]) -> str:
    return ", ".join(voice.title for voice in voices)
