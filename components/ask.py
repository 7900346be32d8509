"""Sending a message from a page: a typed line, a button, a form, all through one door."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.here import Here
from components.plain import prose
from nemo.config import ALSO_FORMATS, FORMATS
from studio import projects, turns, uploads, wearing

NAME_LENGTH = 48


def ask(visitor: Here, message: str, usual: bool = True) -> None:
    """Send a message with the files that wait; says so when the last one is still being worked on.

    `usual`: whether the visitor's preferences go along; a form's request names them itself.
    """
    project = visitor.project
    wearing.attach_logo(project, message, usual)
    files = uploads.of(project.id, "waiting")
    if not message.strip() and not files:
        st.session_state["notice"] = visitor.say("chat.empty")
        return
    if not project.name:
        projects.change(project.id, name=_name(message or files[0].name))
    try:
        turns.send(project, message.strip(), files, visitor.language, usual)
    except turns.BusyError:
        st.session_state["notice"] = visitor.say("chat.busy")
        return
    st.session_state.pop("job", None)
    st.session_state["round"] = st.session_state.get("round", 0) + 1


def chat_box(visitor: Here, busy: bool) -> None:
    """The box at the foot of the page: text, and small files by paste, drop or the camera roll."""
    st.chat_input(
        visitor.say("chat.placeholder"),
        key="chat",
        accept_file="multiple",
        file_type=[*FORMATS, *ALSO_FORMATS],
        max_upload_size=50,
        disabled=busy,
        on_submit=_submitted,
        args=(visitor,),
    )


def buttons(visitor: Here, offers: list[Any], key: str, icon: str | None = None) -> None:
    """A row of answers or next steps; pressing one sends it."""
    with st.container(horizontal=True, gap="small"):
        for number, offer in enumerate(offers[:6]):
            label, message = _offer(offer)
            st.button(label, key=f"{key}-{number}", icon=icon, wrap=True, on_click=ask, args=(visitor, message))


def show_notice() -> None:
    """Say once what a callback had to say."""
    notice = st.session_state.pop("notice", None)
    if notice:
        st.toast(prose(notice), icon=":material/info:")


def _submitted(visitor: Here) -> None:
    value = st.session_state["chat"]
    for file in value.files:
        uploads.keep(visitor.project.id, file.name, file.getvalue())
    ask(visitor, value.text)


def _offer(offer: Any) -> tuple[str, str]:
    """Label and message of an offer: a sentence, or a record with `label` and `message`."""
    if isinstance(offer, dict):
        label = str(offer.get("label") or offer.get("message") or offer.get("text") or "")
        return label, str(offer.get("message") or offer.get("text") or label)
    return str(offer), str(offer)


def _name(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= NAME_LENGTH else line[: NAME_LENGTH - 1].rsplit(" ", 1)[0] + "…"
