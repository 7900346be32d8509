"""The language model which answers one's messages instead of the built-in rules: tried before it is kept."""

from __future__ import annotations

import streamlit as st

from components import secret
from components.here import Here
from components.plain import letters
from nemo import errors
from nemo.llms import Llm
from studio import backend, backends

ADDRESS = "http://127.0.0.1:11434/v1"


def show(visitor: Here) -> None:
    """Draw what answers now, and the form of another; nothing where the service chooses its models itself."""
    now = backend.llm(visitor.project)
    if now is None:
        return
    say = visitor.say
    offered = now.may_choose and "own" in backends.may_choose(st.context.ip_address, st.context.headers)
    with st.container(border=True, key="llm"):
        st.subheader(say("llm.title"))
        st.markdown(_present(visitor, now))
        st.caption(say("llm.line"))
        if now.source == "account":
            st.button(
                say("llm.remove"),
                key="llm-remove",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=(visitor,),
            )
        if not offered:
            st.caption(say("llm.operator"))
            return
        with st.expander(say("llm.change"), icon=":material/swap_horiz:"):
            _form(visitor, now)


def _present(visitor: Here, now: Llm) -> str:
    if not now.source:
        return f":material/rule: {visitor.say('llm.rules')}"
    return f":material/neurology: {visitor.say('llm.model', model=letters(now.model))}"


def _form(visitor: Here, now: Llm) -> None:
    say = visitor.say
    url, model = st.session_state.get("llm-typed") or (now.url, now.model if now.url else "")
    secret.trouble("llm-key")
    with st.form("llm-form", clear_on_submit=True, border=False):
        address = st.text_input(say("llm.address"), url, key="llm-address", placeholder=ADDRESS)
        name = st.text_input(say("llm.name"), model, key="llm-name", placeholder="llama3.1")
        key = secret.field(say("llm.key"), "llm-key", say("llm.key_help"))
        if st.form_submit_button(say("settings.use"), key="llm-use", icon=":material/check:", type="primary"):
            _use(visitor, address, name, key)


def _use(visitor: Here, address: str, name: str, key: str) -> None:
    st.session_state["llm-typed"] = (address, name)
    try:
        with st.spinner(visitor.say("chat.connecting")):
            backend.choose_llm(visitor.project, address, name, key or None)
    except errors.NemoError as error:
        refused = isinstance(error, errors.BadRequest)
        secret.sent("llm-key", visitor.say("llm.refused") if refused else error.sentence(visitor.language))
    st.session_state.pop("llm-typed", None)
    secret.sent("llm-key", notice=visitor.say("settings.saved"))


def _remove(visitor: Here) -> None:
    try:
        backend.drop_llm(visitor.project)
        st.session_state["notice"] = visitor.say("settings.saved")
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)
