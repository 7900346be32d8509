"""Keeping a video as a template: which of its words and pictures may change, and what they are called."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.here import Here
from components.plain import letters
from nemo import errors
from nemo.draft import Draft
from studio import renders, slots, templates
from studio.slots import Slot
from studio.tables import Project

SHOWN = 70  # characters of a text beside its tick


def begin(project: str) -> None:
    """Choose the places of a video from the next run on."""
    st.session_state["saving"] = project


def show(visitor: Here, project: Project) -> None:
    """Draw every place of the video with a tick and a name, and keep what is chosen."""
    say, draft = visitor.say, Draft.read(project.draft)
    st.button(say("form.back"), key="save-back", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
    st.title(say("templates.save_title"))
    st.markdown(say("templates.save_line"))
    name = st.text_input(say("templates.name"), project.name, key=f"save-name-{project.id}", max_chars=80)
    with st.container(border=True, key="places"):
        chosen = [one for one in (_place(visitor, project, slot) for slot in slots.found(draft, say)) if one]
    names = [slot.name.casefold() for slot in chosen]
    twice = len(set(names)) < len(names)
    if twice:
        st.warning(say("templates.twice"), icon=":material/warning:")
    if st.button(
        say("templates.save"),
        key="save-template",
        type="primary",
        icon=":material/bookmark_add:",
        disabled=twice or not chosen or not name.strip(),
    ):
        _save(visitor, project, name, chosen)


def _place(visitor: Here, project: Project, slot: Slot) -> Slot | None:
    """One place; returns it under its chosen name if it is ticked."""
    stem = f"{project.id}-{project.version}-{slot.key}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"place-{stem}"):
        film = renders.latest_preview(project.id) if slot.kind == "photo" else None
        if film:
            scene = Draft.read(project.draft).segments("main")
            middle = next((one.start + one.duration // 2 for one in scene if one.meta.id in slot.segments), 0)
            st.html(f'<img src="/app/static/frame/{film.id}/{middle}.jpg" alt="" class="version-picture">', width=56)
        text = " ".join(slot.text.split())
        shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        ticked = st.checkbox(letters(shown or slot.name), slot.on, key=f"open-{stem}", width="stretch")
        name = st.text_input(
            f"{visitor.say('templates.place')}: {slot.name}",
            slot.name,
            key=f"called-{stem}",
            max_chars=40,
            label_visibility="collapsed",
            disabled=not ticked,
            width=190,
        )
    return replace(slot, name=" ".join(name.split()) or slot.name) if ticked else None


def _save(visitor: Here, project: Project, name: str, chosen: list[Slot]) -> None:
    try:
        with st.spinner(visitor.say("templates.saving")):
            made = templates.save(project, name, chosen)
    except errors.NemoError as error:
        st.error(error.sentence(visitor.language), icon=":material/error:")
        return
    _leave()
    st.session_state["notice"] = visitor.say("templates.saved", name=made.name)
    st.rerun()


def _leave() -> None:
    st.session_state.pop("saving", None)
