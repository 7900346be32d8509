"""The large-file uploader: photos, clips and music straight to our own route, in pieces, with progress and cancel."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.here import Here
from nemo.config import ALSO_FORMATS, FORMATS
from studio import uploads
from studio.settings import MAX_UPLOAD_BYTES

HERE = Path(__file__).parent
HTML = """
<label class="zone"><input type="file" multiple><span class="call"></span><span class="hint"></span></label>
<ul></ul>
"""
WORDS = ("call", "hint", "done", "large", "empty", "type", "failed", "remove")

_mount = st.components.v2.component(
    "reelwright_uploader",
    html=HTML,
    css=(HERE / "uploader.css").read_text("utf-8"),
    js=(HERE / "uploader.js").read_text("utf-8"),
)


def show(visitor: Here, key: str) -> list[uploads.Upload]:
    """Draw the uploader; returns the files of the project which wait to be used."""
    endings = [*FORMATS, *ALSO_FORMATS]
    waiting = uploads.of(visitor.project.id, "waiting")
    _mount(
        key=key,
        data={
            "project": visitor.project.id,
            "limit": MAX_UPLOAD_BYTES,
            "endings": endings,
            "accept": ",".join(f".{one}" for one in endings),
            "round": st.session_state.get("round", 0),
            "words": {word: visitor.say(f"upload.{word}") for word in WORDS},
        },
        on_arrived_change=lambda: None,
    )
    return waiting
