"""The brand: logo, colours and letters, which new videos wear."""

from __future__ import annotations

import streamlit as st

from components import logo
from components.here import Here
from studio import preferences, projects
from studio.preferences import FONTS, MOST_COLOURS, Preferences

FIRST_COLOURS = ("#b4234a", "#1f2937")


def show(visitor: Here, kept: Preferences) -> None:
    """Draw the three choices; each is kept as it is made."""
    say = visitor.say
    with st.container(border=True, key="brand"):
        st.subheader(say("settings.brand"))
        st.caption(say("settings.brand_line"))
        left, right = st.columns(2, gap="large")
        with left:
            _logo(visitor, kept)
        with right:
            _colours(visitor, kept)
            _font(visitor, kept)


def _logo(visitor: Here, kept: Preferences) -> None:
    say = visitor.say
    if kept.logo:
        mark = int(preferences.logo_path(visitor.owner).stat().st_mtime_ns)
        st.html(f'<img class="brand-logo" src="/app/static/brand/logo?v={mark}" alt="{say("settings.logo_alt")}">')
        st.button(
            say("settings.logo_remove"),
            key="logo-remove",
            icon=":material/delete:",
            type="tertiary",
            on_click=_drop_logo,
            args=(visitor,),
        )
    if logo.show(visitor):
        st.session_state["notice"] = say("settings.saved")
        st.rerun()


def _drop_logo(visitor: Here) -> None:
    preferences.drop_logo(visitor.owner)
    st.session_state["notice"] = visitor.say("settings.saved")


def _colours(visitor: Here, kept: Preferences) -> None:
    say = visitor.say
    st.toggle(
        say("settings.colours"), bool(kept.colours), key="brand-colours", on_change=_keep_colours, args=(visitor,)
    )
    if not kept.colours:
        return
    with st.container(horizontal=True):
        for number in range(MOST_COLOURS):
            st.color_picker(
                say(f"settings.colour_{number + 1}"),
                kept.colours[number] if number < len(kept.colours) else FIRST_COLOURS[number],
                key=f"brand-colour-{number}",
                on_change=_keep_colours,
                args=(visitor,),
            )


def _keep_colours(visitor: Here) -> None:
    picked = [st.session_state.get(f"brand-colour-{number}", FIRST_COLOURS[number]) for number in range(MOST_COLOURS)]
    projects.prefer(visitor.owner, colours=picked if st.session_state["brand-colours"] else [])
    st.session_state["notice"] = visitor.say("settings.saved")


def _font(visitor: Here, kept: Preferences) -> None:
    st.selectbox(
        visitor.say("settings.font"),
        ["", *FONTS],
        index=["", *FONTS].index(kept.font),
        format_func=lambda one: one or visitor.say("settings.font_usual"),
        key="brand-font",
        on_change=_keep_font,
        args=(visitor,),
    )


def _keep_font(visitor: Here) -> None:
    projects.prefer(visitor.owner, font=st.session_state["brand-font"])
    st.session_state["notice"] = visitor.say("settings.saved")
