"""The few rules of style which the theme file cannot say."""

from __future__ import annotations

import streamlit as st

CSS = """
<style>
.stMainBlockContainer { max-width: 72rem; padding-top: 4.5rem; }
</style>
"""


def show() -> None:
    """Put the rules on the page."""
    st.html(CSS)
