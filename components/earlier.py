"""Long lists by the piece: the newest are drawn, a button brings more."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

from components.here import Here

One = TypeVar("One")


def latest(visitor: Here, newest_first: list[One], count: int, key: str) -> list[One]:
    """The newest `count`, and as many more for each press of `button`."""
    return newest_first[: count * (1 + st.session_state.get(_place(visitor, key), 0))]


def button(visitor: Here, hidden: int, key: str) -> None:
    """Draw the button which brings more, if `hidden` ones are left."""
    if hidden > 0:
        st.button(
            visitor.say("nav.earlier", count=hidden),
            key=f"earlier-{key}",
            icon=":material/history:",
            type="tertiary",
            on_click=_more,
            args=(_place(visitor, key),),
        )


def _place(visitor: Here, key: str) -> str:
    return f"shown-{key}-{visitor.project.id}"


def _more(place: str) -> None:
    st.session_state[place] = st.session_state.get(place, 0) + 1
