"""The sidebar: a new video, the videos there are, and the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components.here import Here, leave_for
from components.plain import letters
from studio import projects
from studio.words import LANGUAGES

SHOWN = 12


def show(visitor: Here, more: Sequence[Any]) -> None:
    """Draw the sidebar; `more` are the pages which stand here and not at the top."""
    say = visitor.say
    with st.sidebar:
        st.markdown(f"### {say('app.name')}")
        st.button(say("nav.new"), key="new", icon=":material/add:", width="stretch", on_click=_new, args=(visitor,))
        _projects(visitor)
        st.selectbox(
            say("nav.language"),
            list(LANGUAGES),
            index=list(LANGUAGES).index(visitor.language),
            format_func=LANGUAGES.__getitem__,
            key="language",
            on_change=_language,
            args=(visitor,),
        )
        for page in more:
            st.page_link(page)


def _projects(visitor: Here) -> None:
    st.caption(visitor.say("nav.projects"))
    for project in projects.mine(visitor.owner)[:SHOWN]:
        current = project.id == visitor.project.id
        st.button(
            letters(project.name) or visitor.say("nav.untitled"),
            key=f"open-{project.id}",
            icon=":material/movie:" if current else ":material/smart_display:",
            type="secondary" if current else "tertiary",
            on_click=leave_for,
            args=(project.id,),
        )


def _new(visitor: Here) -> None:
    """A new video; an untouched one is used before another is made."""
    blank = next((one for one in projects.mine(visitor.owner) if not one.name and not projects.entries(one.id)), None)
    leave_for((blank or projects.create(visitor.owner, visitor.language)).id)


def _language(visitor: Here) -> None:
    projects.prefer(visitor.owner, language=st.session_state["language"])
    projects.change(visitor.project.id, language=st.session_state["language"])
