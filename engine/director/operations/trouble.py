"""Why a voice gave no sound, in the words of the one who asked."""

from __future__ import annotations

from typing import Any

from engine.director.say import listed, term
from engine.sound import registry
from engine.sound.cloud import MODEL, CloudVoiceError
from engine.sound.speech import Voice


def stand_in(error: BaseException | None, language: str) -> Voice | None:
    """The voice of this machine which reads instead of a cloud voice that failed; None for any other trouble."""
    if not isinstance(error, CloudVoiceError):
        return None
    return next((one for one in registry.installed(language) if one.model != MODEL), None)


def cloud(error: BaseException | None, language: str) -> dict[str, str]:
    """Which cloud voice failed and why, for a sentence in `language`."""
    assert isinstance(error, CloudVoiceError)
    return {"voice": error.voice.title, "why": term(language, f"cloud_{error.reason}")}


def told(error: BaseException | None, wanted: str, language: str) -> tuple[str, dict[str, Any]]:
    """The sentence (its key and values) for a video in the language `wanted` which nothing can speak."""
    if isinstance(error, CloudVoiceError):
        return "note_cloud_silent", cloud(error, language)
    if not isinstance(error, registry.NoVoiceError):
        return "note_no_voice", {}
    known = dict.fromkeys(voice.language for voice in registry.installed())
    names = [term(language, f"language_{code}") for code in known]
    return "note_no_such_voice", {"wanted": term(language, f"language_{wanted}"), "known": listed(names, language)}
