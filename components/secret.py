"""A form which takes something that nobody shall see again: nothing of it stays with the tab once it was sent."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st


def field(label: str, name: str, hint: str) -> str:
    """Draw the field: a new one after each sending, so that what was typed into the last one is forgotten."""
    typed = st.text_input(label, key=f"{name}-{_round(name)}", type="password", autocomplete="off", help=hint)
    return typed.strip()


def trouble(name: str) -> None:
    """Say once why the last sending came to nothing."""
    said = st.session_state.pop(f"{name}-trouble", None)
    if said:
        st.error(said, icon=":material/error:")


def sent(name: str, trouble: str = "", notice: str = "") -> NoReturn:
    """Draw the page anew after a sending, with what went wrong or what to tell."""
    st.session_state[f"{name}-round"] = _round(name) + 1
    if trouble:
        st.session_state[f"{name}-trouble"] = trouble
    if notice:
        st.session_state["notice"] = notice
    st.rerun()


def _round(name: str) -> int:
    return int(st.session_state.get(f"{name}-round", 0))
