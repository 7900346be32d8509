"""The button of Streamlit's own file field in the visitor's language; it has no setting for its words."""

from __future__ import annotations

import json

import streamlit as st

from components.here import Here

FIELD = '[data-testid="stFileUploaderDropzone"] button p'


def show(visitor: Here) -> None:
    """Put the words on the buttons of this page. They are ours, from the catalogue."""
    if visitor.language != "en":
        word = json.dumps(visitor.say("upload.choose"), ensure_ascii=False)
        st.html(f"<style>{FIELD} {{ font-size: 0; }} {FIELD}::after {{ content: {word}; font-size: 1rem; }}</style>")
