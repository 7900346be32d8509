"""The sidebar: whose project this is, the others, and the language."""

from __future__ import annotations

import streamlit as st

from components.here import Here


def show(visitor: Here) -> None:
    """Draw the sidebar."""
    with st.sidebar:
        st.markdown(f"**{visitor.say('app.name')}**")
