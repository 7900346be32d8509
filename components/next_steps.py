"""What one can do with a video that is there: look at its parts, or export it."""

from __future__ import annotations

import streamlit as st

from components import three_looks
from components.empty import PAGES
from components.here import Here
from nemo import errors
from studio import renders
from studio.conversation import DEFAULT_OUTPUT


def show(visitor: Here) -> None:
    """Draw the ways on."""
    with st.container(horizontal=True):
        if st.button(visitor.say("chat.export"), key="quick-export", type="primary", icon=":material/download:"):
            _export(visitor)
        if st.button(visitor.say("chat.see_timeline"), key="quick-timeline", icon=":material/view_timeline:"):
            st.switch_page(PAGES / "timeline.py")
        three_looks.show(visitor)


def _export(visitor: Here) -> None:
    try:
        renders.export(visitor.project, DEFAULT_OUTPUT)
    except errors.NemoError as error:
        st.toast(error.sentence(visitor.language), icon=":material/error:")
        return
    st.switch_page(PAGES / "exports.py")
