"""What is left of the credits, and what costs what."""

from __future__ import annotations

import streamlit as st

from components.here import Here
from studio import backends


def show(visitor: Here) -> None:
    """Draw what things cost with the service that was chosen."""
    say = visitor.say
    here = backends.kind(backends.chosen(visitor.owner)) == "here"
    with st.container(border=True, key="credits"):
        st.subheader(say("settings.credits"))
        st.markdown(f":material/movie: {say('settings.cost_export')}")
        st.markdown(f":material/play_circle: {say('settings.cost_preview')}")
        st.markdown(f":material/auto_awesome: {say('settings.cost_here' if here else 'settings.cost_cloud')}")
