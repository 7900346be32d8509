"""How new videos look and sound unless one says otherwise: a look for each job, a voice for each language."""

from __future__ import annotations

import streamlit as st

from components import looks, voices
from components.here import Here
from studio import projects
from studio.preferences import Preferences


def show(visitor: Here, kept: Preferences) -> None:
    """Draw looks and voices; each is kept as it is chosen."""
    say = visitor.say
    with st.container(border=True, key="looks"):
        st.subheader(say("settings.looks"))
        st.caption(say("settings.looks_line"))
        if picked := looks.show(visitor, kept.looks, "settings-looks"):
            _keep(visitor, looks={**kept.looks, picked[0]: picked[1]})
    known = voices.known(visitor)
    with st.container(border=True, key="voices"):
        st.subheader(say("settings.voices"))
        if not known:
            st.caption(say("settings.no_voices"))
            return
        st.caption(say("settings.voices_line"))
        if chosen := voices.cards(visitor, known, kept.voices, "settings-voices"):
            language = next((one.language for one in known if one.id == chosen), "")
            _keep(visitor, voices={**kept.voices, language: chosen})


def _keep(visitor: Here, **choice: dict[str, str]) -> None:
    projects.prefer(visitor.owner, **choice)
    st.session_state["notice"] = visitor.say("settings.saved")
    st.rerun()
