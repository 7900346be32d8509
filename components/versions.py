"""Versions: where the draft stands, one step back or forth, and every version with its picture."""

from __future__ import annotations

import streamlit as st

from components import before_after, earlier
from components.ask import ask
from components.here import Here
from components.plain import prose
from nemo.draft import Draft
from studio import projects, renders
from studio.tables import Entry

SHOWN = 8


def facts(visitor: Here, draft: Draft) -> None:
    """Length, size and version in one line."""
    say, meta = visitor.say, draft.meta
    parts = [f"{say('timeline.length')} **{draft.duration / 1000:g} s**"]
    if meta.width and meta.height:
        parts.append(f"{say('timeline.size')} **{meta.width}×{meta.height}**")
    parts.append(f"{say('timeline.version')} **{visitor.project.version}**")
    st.markdown(" · ".join(parts))


def undo(visitor: Here, busy: bool) -> None:
    """One step back, one step forth."""
    with st.container(horizontal=True):
        for step in ("undo", "redo"):
            st.button(
                visitor.say(f"timeline.{step}"),
                key=f"step-{step}",
                icon=f":material/{step}:",
                disabled=busy,
                on_click=ask,
                args=(visitor, visitor.say("chat.undo_message" if step == "undo" else "timeline.redo_message")),
            )


def show(visitor: Here, busy: bool) -> None:
    """The list of versions, the latest first, each with its first picture where a preview was made."""
    made = [one for one in projects.entries(visitor.project.id) if one.data.get("version")]
    if len(made) < 2:
        return
    st.subheader(visitor.say("timeline.versions"))
    films = renders.previews(visitor.project.id)
    before_after.show(visitor, films)
    shown = earlier.latest(visitor, made[::-1], SHOWN, "versions")
    for entry in shown:
        number = int(entry.data["version"])
        _version(visitor, entry, films.get(number), number in films and visitor.project.version in films, busy)
    earlier.button(visitor, len(made) - len(shown), "versions")


def _version(visitor: Here, entry: Entry, film: str | None, comparable: bool, busy: bool) -> None:
    say, number = visitor.say, int(entry.data["version"])
    current = number == visitor.project.version
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"version-{number}"):
        if film:
            address = f"/app/static/frame/{film}/1500.jpg"
            st.html(f'<img src="{address}" alt="" class="version-picture" loading="lazy">')
        with st.container(gap=None, width="stretch"):
            mark = f" · {say('timeline.now')}" if current else ""
            st.markdown(f"**{say('timeline.version_line', number=number)}**{mark}")
            st.caption(prose(" · ".join(entry.data.get("changes", [])[:3])))
        if not current and comparable:
            before_after.button(visitor, number)
        if not current:
            st.button(
                say("timeline.restore"),
                key=f"restore-{number}",
                icon=":material/history:",
                disabled=busy,
                on_click=ask,
                args=(visitor, say("timeline.restore_message", number=number)),
            )
