"""How the video of a form shall look and sound: filled in with one's usual choices, changed for this one here."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import voices
from components.here import Here
from studio import preferences, wearing
from studio.preferences import LOOKS, Preferences

SPOKEN = ("affiliate", "link")


def show(visitor: Here, job: str, kept: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Draw look, voice and brand; returns them as the form keeps them."""
    own = preferences.of(visitor.owner)
    chosen = _look(visitor, job, kept, own)
    if job in SPOKEN and values.get("voice", True):
        chosen |= _voice(visitor, job, kept, own, values)
    if own.colours or own.font or own.logo:
        label = visitor.say("form.brand")
        chosen["brand"] = st.toggle(label, kept.get("brand", True), key=f"{visitor.project.id}-{job}-brand")
        chosen |= {"colours": ", ".join(own.colours), "font": own.font, "logo": own.logo}
    return chosen


def _look(visitor: Here, job: str, kept: dict[str, Any], own: Preferences) -> dict[str, Any]:
    usual = kept["look"] if "look" in kept else own.looks.get(job)
    look = st.selectbox(
        visitor.say("form.look"),
        LOOKS[job],
        LOOKS[job].index(usual) if usual in LOOKS[job] else None,
        format_func=lambda one: visitor.say(f"look.{one}"),
        key=f"{visitor.project.id}-{job}-look",
        placeholder=visitor.say("form.optional"),
    )
    return {"look": look, "look_said": wearing.look_said(look, visitor.language) if look else ""}


def _voice(visitor: Here, job: str, kept: dict[str, Any], own: Preferences, values: dict[str, Any]) -> dict[str, Any]:
    known = voices.known(visitor)
    if not known:
        return {}
    usual = kept["voice_id"] if "voice_id" in kept else own.voices.get(visitor.language, "")
    words = ". ".join(filter(None, [values.get("product"), *str(values.get("benefits") or "").splitlines()[:1]]))
    picked = voices.line(visitor, known, str(usual), words, f"{visitor.project.id}-{job}-voice-line", optional=True)
    name = next((one.name for one in known if one.id == picked), "")
    return {"voice_id": picked, "voice_name": name}
