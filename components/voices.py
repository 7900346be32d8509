"""Voices to choose from, each to be heard before anything is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from components.here import Here
from nemo.voices import Voice
from studio import backend
from studio.words import LANGUAGES

HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "reelwright_voices",
    html='<div class="voices"></div>',
    css=(HERE / "voices.css").read_text("utf-8"),
    js=(HERE / "voices.js").read_text("utf-8"),
)


def cards(visitor: Here, voices: list[Voice], chosen: dict[str, str], key: str) -> str | None:
    """Every voice as a card, by language; returns the id of one which was just chosen."""
    data = _data(visitor, voices, "") | {"line": False}
    for group in data["groups"]:
        group["chosen"] = chosen.get(group["language"]) or group["voices"][0]["id"]
    picked: str | None = _mount(key=key, data=data, on_picked_change=lambda: None).picked
    return picked


def line(visitor: Here, voices: list[Voice], chosen: str, text: str, key: str, optional: bool = False) -> str:
    """A list of voices in one line, which say `text` when they are heard; returns the chosen one's id.

    `optional`: none may be chosen as well, which is an empty id and sounds like the first.
    """
    usual = chosen if any(one.id == chosen for one in voices) else "" if optional else voices[0].id
    state = st.session_state.get(key)
    said = state.get("voice") if state else None
    data = _data(visitor, voices, text) | {"line": True, "chosen": usual if said is None else said}
    data |= {"none": visitor.say("voices.usual") if optional else "", "first": voices[0].id}
    result = _mount(key=key, data=data, default={"voice": usual}, on_voice_change=lambda: None)
    return str(usual if result.voice is None else result.voice)


def known(visitor: Here) -> list[Voice]:
    """The voices of the visitor's service, those of the visitor's language first; none where it has no list."""
    return sorted(backend.voices(visitor.project), key=lambda one: one.language != visitor.language)


def _data(visitor: Here, voices: list[Voice], text: str) -> dict[str, Any]:
    say = visitor.say
    languages = dict.fromkeys(one.language for one in voices)
    groups = [
        {
            "language": language,
            "name": LANGUAGES.get(language, language),
            "voices": [
                {"id": one.id, "name": one.name, "about": _about(visitor, one)}
                for one in voices
                if one.language == language
            ],
        }
        for language in languages
    ]
    words = {"hear": say("voices.hear"), "failed": say("voices.failed"), "label": say("voices.label")}
    return {"project": visitor.project.id, "groups": groups, "text": text[:200], "words": words}


def _about(visitor: Here, one: Voice) -> str:
    """Who speaks; where a voice comes from is told in its own words, which are English."""
    kind = visitor.say(f"voices.{one.gender}") if one.gender in ("female", "male") else ""
    return ", ".join(part for part in (kind, one.accent if visitor.language == "en" else "") if part)
