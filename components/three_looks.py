"""The same video in three looks side by side; picking one changes the video as a message would."""

from __future__ import annotations

import streamlit as st

from components.ask import ask
from components.here import Here
from studio import look_films, renders, wearing
from studio.look_films import LookFilm

TICK_S = 0.5
OPEN = "three-looks-open"


def show(visitor: Here, busy: bool = False) -> None:
    """Draw the button, and what it opened."""
    if not look_films.offered(visitor.project):
        return
    st.button(
        visitor.say("looks.open"), key="three-looks-button", icon=":material/style:", disabled=busy, on_click=_open
    )
    if st.session_state.get(OPEN) == visitor.project.id and not busy:
        st.dialog(visitor.say("looks.title"), width="large", on_dismiss=_close)(_row)(visitor)


def _open() -> None:
    st.session_state[OPEN] = st.session_state["project"]


def _close() -> None:
    st.session_state.pop(OPEN, None)


def _row(visitor: Here) -> None:
    st.caption(visitor.say("looks.line"))
    working = any(one.film.state in renders.ACTIVE for one in look_films.films(visitor.project))
    st.fragment(run_every=TICK_S if working else None)(_films)(visitor, working)


def _films(visitor: Here, working: bool) -> None:
    films = look_films.films(visitor.project)
    if working and not any(one.film.state in renders.ACTIVE for one in films):
        st.rerun()
    with st.container(key="three-looks", horizontal=True, wrap=False, gap="small"):
        for one in films:
            with st.container(key=f"look-{one.look}", gap="small"):
                _card(visitor, one)


def _card(visitor: Here, one: LookFilm) -> None:
    say, film = visitor.say, one.film
    name = say(f"look.{one.look}")
    if film.state == "completed":
        address = f"/app/static/film/{film.id}/preview.mp4"
        st.video(address, start_time=look_films.rest_s(visitor.project), alt=say("looks.alt", look=name))
    elif film.state in renders.ACTIVE:
        st.progress(min(max(film.progress, 0.02), 1.0), say("chat.preview_making"))
    else:
        st.warning(f"{say('chat.preview_failed')} {film.error}", icon=":material/warning:")
        if st.button(say("chat.retry"), key=f"again-{film.id}", icon=":material/refresh:"):
            renders.retry(visitor.project, film)
            st.rerun()
    st.markdown(f"**{name}**")
    if one.current:
        st.caption(f":material/check_circle: {say('looks.current')}")
    elif st.button(say("looks.use"), key=f"use-{one.look}", type="primary"):
        _close()
        ask(visitor, say("edit.look", look=wearing.look_said(one.look, visitor.language)))
        st.rerun()  # a button in a dialog draws nothing but the dialog anew
