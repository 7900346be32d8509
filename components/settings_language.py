"""The language of the interface."""

from __future__ import annotations

import streamlit as st

from components.here import Here
from studio import projects
from studio.words import LANGUAGES


def show(visitor: Here) -> None:
    """Draw the list; it is the same choice as in the sidebar."""
    key = f"settings-language-{visitor.language}"
    with st.container(border=True, key="words"):
        st.selectbox(
            visitor.say("nav.language"),
            list(LANGUAGES),
            index=list(LANGUAGES).index(visitor.language),
            format_func=LANGUAGES.__getitem__,
            key=key,
            on_change=_keep,
            args=(visitor, key),
        )


def _keep(visitor: Here, key: str) -> None:
    language = st.session_state["language"] = st.session_state[key]
    projects.prefer(visitor.owner, language=language)
    projects.change(visitor.project.id, language=language)
