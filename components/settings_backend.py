"""Who makes the videos: chosen from a few, tried before it is kept, with a token which is never shown again."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components import secret
from components.here import Here
from nemo import errors
from nemo.config import is_local
from studio import backend, backends, vault
from studio.settings import CLOUD_URL

ICONS = {"here": ":material/computer:", "cloud": ":material/cloud:", "own": ":material/dns:"}


def show(visitor: Here) -> None:
    """Draw the choice, and what the chosen service says."""
    say = visitor.say
    offered = backends.may_choose(st.context.ip_address, st.context.headers)
    now = backends.chosen(visitor.owner)
    with st.container(border=True, key="backend"):
        st.subheader(say("settings.backend"))
        _present(visitor, now)
        if len(offered) > 1:
            with st.expander(say("settings.change"), icon=":material/swap_horiz:"):
                _choice(visitor, now, offered)


def _present(visitor: Here, now: str) -> None:
    say, kind = visitor.say, backends.kind(now)
    if kind == "here":
        st.markdown(f"{ICONS[kind]} {say('settings.here')}")
    else:
        st.markdown(f"{ICONS[kind]} {say('settings.there', host=urlsplit(now).netloc)}")
    st.caption(say("settings.private" if is_local(backends.url(now)) else "settings.sent"))
    with st.container(horizontal=True):
        tried = st.button(say("settings.test"), key="test-backend", icon=":material/network_check:")
        if vault.read(visitor.owner, vault.token_of(now)):
            st.button(
                say("settings.remove_token"),
                key="remove-token",
                icon=":material/key_off:",
                type="tertiary",
                on_click=_remove_token,
                args=(visitor, now),
            )
    if tried:
        _try(visitor, now)


def _choice(visitor: Here, now: str, offered: tuple[backends.Kind, ...]) -> None:
    say = visitor.say
    kind = st.radio(
        say("settings.backend"),
        offered,
        index=offered.index(backends.kind(now)) if backends.kind(now) in offered else 0,
        format_func=lambda one: f"{ICONS[one]} {say(f'settings.kind_{one}')}",
        key="backend-kind",
        horizontal=True,
        label_visibility="collapsed",
    )
    secret.trouble("backend-token")
    with st.form("backend-form", clear_on_submit=True, border=False):
        typed = token = ""
        if kind == "own":
            kept = now if backends.kind(now) == "own" else ""
            typed = st.text_input(
                say("settings.address"),
                st.session_state.get("backend-typed") or kept,
                key="backend-address",
                placeholder="https://",
            )
        if kind != "here":
            token = secret.field(say("settings.token"), "backend-token", say("settings.token_help"))
        if st.form_submit_button(say("settings.use"), key="backend-use", icon=":material/check:", type="primary"):
            _use(visitor, kind, typed, token)
    st.caption(say("settings.stays"))


def _use(visitor: Here, kind: backends.Kind, typed: str, token: str) -> None:
    """Keep a service once it has answered."""
    st.session_state["backend-typed"] = typed
    try:
        wanted = backends.HERE if kind == "here" else CLOUD_URL if kind == "cloud" else backends.address(typed)
        with st.spinner(visitor.say("chat.connecting")):
            backend.tried(wanted, visitor.project, token)
    except backends.AddressError as error:
        secret.sent("backend-token", visitor.say(error.key))
    except errors.NemoError as error:
        secret.sent("backend-token", error.sentence(visitor.language))
    if token:
        vault.keep(visitor.owner, vault.token_of(wanted), token)
    backends.choose(visitor.owner, wanted)
    st.session_state.pop("backend-typed", None)
    secret.sent("backend-token", notice=visitor.say("settings.saved"))


def _try(visitor: Here, now: str) -> None:
    try:
        with st.spinner(visitor.say("chat.connecting")):
            available, _, _ = backend.tried(now, visitor.project, "")
    except errors.NemoError as error:
        st.error(error.sentence(visitor.language), icon=":material/error:")
        return
    st.success(visitor.say("settings.answers"), icon=":material/check_circle:")
    st.markdown(visitor.say("nav.credits", available=available))


def _remove_token(visitor: Here, now: str) -> None:
    vault.drop(visitor.owner, vault.token_of(now))
    st.session_state["notice"] = visitor.say("settings.token_removed")
