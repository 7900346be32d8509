"""The field for a logo: chosen or dropped, sent to our own route, in the visitor's language."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.here import Here
from studio.preferences import LARGEST_LOGO

HERE = Path(__file__).parent
HTML = """
<label class="zone" hidden><input type="file"><span class="call"></span><span class="hint"></span></label>
<p class="note trouble" role="status"></p>
"""
CSS = (HERE / "uploader.css").read_text("utf-8") + (
    ".trouble { margin: .4rem 0 0; font-family: var(--st-font); color: var(--st-red-text-color, #b3261e); opacity: 1; }"
    ".trouble:empty { display: none; }"
)

_mount = st.components.v2.component("reelwright_logo", html=HTML, css=CSS, js=(HERE / "logo.js").read_text("utf-8"))


def show(visitor: Here) -> bool:
    """Draw the field; True in the run after a logo has arrived."""
    say = visitor.say
    words = {"call": say("settings.logo_call"), "hint": say("settings.logo"), "failed": say("upload.failed")}
    words |= {"large": say("settings.logo_large"), "type": say("settings.logo_type")}
    data = {"words": words, "limit": LARGEST_LOGO}
    return _mount(key="brand-logo-field", data=data, on_arrived_change=lambda: None).arrived is not None
