"""A page which has nothing to show yet, and the way to fill it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.here import Here

PAGES = Path(__file__).parent.parent / "pages"


def show(visitor: Here, title: str, line: str, icon: str) -> None:
    """Say what will be here and lead to where it is made."""
    with st.container(key="empty", horizontal_alignment="center", gap="small"):
        st.markdown(f"## {icon}")
        st.title(visitor.say(title))
        st.markdown(visitor.say(line))
        if st.button(visitor.say("timeline.empty_go"), type="primary", icon=":material/auto_awesome:", key="go-create"):
            st.switch_page(PAGES / "create.py")
