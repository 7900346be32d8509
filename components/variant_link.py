"""From the exports to the variants: one video becomes many."""

from __future__ import annotations

import streamlit as st

from components.empty import PAGES
from components.here import Here
from nemo.draft import Draft


def show(visitor: Here, draft: Draft) -> None:
    """Draw the way there; an invitation's speaks of guests."""
    say, wedding = visitor.say, draft.meta.kind == "wedding"
    with st.container(border=True, key="to-variants", horizontal=True, vertical_alignment="center"):
        if st.button(
            say("variants.go_guests" if wedding else "variants.go"),
            key="go-variants",
            icon=":material/groups:" if wedding else ":material/dynamic_feed:",
        ):
            st.switch_page(PAGES / "variants.py")
        st.markdown(say("variants.go_guests_line" if wedding else "variants.go_line"))
