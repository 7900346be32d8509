"""The small film of the present draft: being made, ready, or failed with a way on."""

from __future__ import annotations

import streamlit as st

from components.here import Here
from studio import renders
from studio.tables import Export

TICK_S = 0.4


def show(visitor: Here) -> Export | None:
    """Draw the preview of the project's draft, and the last one there was until it is ready. Returns a finished one."""
    film = renders.preview(visitor.project)
    if film is None:
        return None
    if film.state in renders.ACTIVE:
        st.fragment(run_every=TICK_S)(_making)(visitor, film.id)
        film = renders.latest_preview(visitor.project.id)
    elif film.state == "failed":
        _failed(visitor, film)
        return None
    if film:
        with st.container(key="film"):
            st.video(f"/app/static/film/{film.id}/preview.mp4", alt=visitor.say("chat.preview_alt"))
    return film


def _making(visitor: Here, render: str) -> None:
    film = renders.get(render)
    if film is None or film.state not in renders.ACTIVE:
        st.rerun()
    st.progress(min(max(film.progress, 0.02), 1.0), visitor.say("chat.preview_making"))


def _failed(visitor: Here, film: Export) -> None:
    st.warning(f"{visitor.say('chat.preview_failed')} {film.error}", icon=":material/warning:")
    st.button(
        visitor.say("chat.retry"),
        key="preview-retry",
        icon=":material/refresh:",
        on_click=renders.retry,
        args=(visitor.project, film),
    )
