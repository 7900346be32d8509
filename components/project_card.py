"""One project among others: its picture, its name, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from components import template_save
from components.empty import PAGES
from components.here import Here, leave_for
from components.plain import letters
from nemo import errors
from studio import copies, erase, projects, renders
from studio.tables import Project

PICTURE_MS = 1500  # the first scene has faded in by then


def show(visitor: Here, project: Project) -> None:
    """Draw the card of a project."""
    say = visitor.say
    with st.container(border=True, key=f"project-{project.id}", gap="small"):
        film = renders.latest_preview(project.id)
        if film:
            st.html(f'<img class="project-picture" src="/app/static/frame/{film.id}/{PICTURE_MS}.jpg" alt="">')
        st.text_input(
            say("projects.name"),
            project.name,
            key=f"name-{project.id}",
            max_chars=80,
            label_visibility="collapsed",
            on_change=_rename,
            args=(project.id,),
        )
        with st.container(horizontal=True):
            if st.button(say("projects.open"), key=f"show-{project.id}", icon=":material/edit:"):
                leave_for(project.id)
                st.switch_page(PAGES / "create.py")
            if st.button(say("projects.duplicate"), key=f"copy-{project.id}", icon=":material/content_copy:"):
                _duplicate(visitor, project)
            if st.button(say("projects.template"), key=f"keep-{project.id}", icon=":material/bookmark_add:"):
                template_save.begin(project.id)
                st.switch_page(PAGES / "templates.py")
            st.button(
                say("projects.delete"),
                key=f"delete-{project.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_delete,
                args=(visitor, project),
            )


def show_deleted(visitor: Here, project: Project) -> None:
    """Draw the line of a deleted project."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"gone-{project.id}"):
        st.markdown(letters(project.name) or visitor.say("nav.untitled"))
        restore, forever = visitor.say("projects.restore"), visitor.say("projects.forever")
        st.button(
            restore, key=f"back-{project.id}", icon=":material/undo:", on_click=projects.restore, args=(project.id,)
        )
        st.button(
            forever,
            key=f"erase-{project.id}",
            icon=":material/delete_forever:",
            type="tertiary",
            on_click=_erase,
            args=(visitor, project.id),
        )


def _rename(project: str) -> None:
    name = st.session_state[f"name-{project}"].strip()
    if name:
        projects.change(project, name=name)


def _duplicate(visitor: Here, project: Project) -> None:
    try:
        with st.spinner(visitor.say("projects.duplicating")):
            made = copies.duplicate(project, visitor.language)
    except errors.NemoError as error:
        st.error(error.sentence(visitor.language), icon=":material/error:")
        return
    leave_for(made.id)
    st.switch_page(PAGES / "create.py")


def _delete(visitor: Here, project: Project) -> None:
    projects.delete(project.id)
    st.session_state["notice"] = visitor.say("projects.was_deleted", name=project.name)


def _erase(visitor: Here, project: str) -> None:
    try:
        erase.erase(visitor.owner, project)
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)
