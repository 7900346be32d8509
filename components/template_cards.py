"""The templates there are: their picture and name, and what can be done with them."""

from __future__ import annotations

import base64

import streamlit as st

from components.empty import PAGES
from components.here import Here
from nemo import errors
from studio import templates
from studio.tables import Template


def show(visitor: Here) -> None:
    """Draw a card for each template of this browser."""
    found = templates.of(visitor.owner)
    if not found:
        st.markdown(visitor.say("templates.none"))
    with st.grid(3, min_column_width=260, key="templates"):
        for template in found:
            _card(visitor, template)


def _card(visitor: Here, template: Template) -> None:
    say = visitor.say
    with st.container(border=True, key=f"template-{template.id}", gap="small"):
        picture = templates.picture(template.id)
        if picture:
            shown = base64.b64encode(picture).decode()
            st.html(f'<img class="project-picture" src="data:image/jpeg;base64,{shown}" alt="">')
        st.text_input(
            say("templates.name"),
            template.name,
            key=f"template-name-{template.id}",
            max_chars=80,
            label_visibility="collapsed",
            on_change=_rename,
            args=(template.id,),
        )
        st.caption(say("templates.places", count=len(template.slots)))
        with st.container(horizontal=True):
            st.button(
                say("templates.use"),
                key=f"use-{template.id}",
                type="primary",
                icon=":material/edit_note:",
                on_click=use,
                args=(template.id,),
            )
            if st.button(say("templates.table"), key=f"table-{template.id}", icon=":material/table_rows:"):
                st.session_state["batch-with"] = template.id
                st.switch_page(PAGES / "batch.py")
            st.button(
                say("projects.delete"),
                key=f"drop-{template.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_delete,
                args=(visitor, template),
            )


def use(template: str) -> None:
    """Show the form of a template from the next run on."""
    st.session_state["template"] = template


def _rename(template: str) -> None:
    name = st.session_state[f"template-name-{template}"].strip()
    if name:
        templates.rename(template, name)


def _delete(visitor: Here, template: Template) -> None:
    try:
        templates.delete(visitor.owner, template.id)
        st.session_state["notice"] = visitor.say("templates.deleted", name=template.name)
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)
