"""The way between the pages, at the top of each of them, also on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st


def show(pages: Sequence[Any]) -> None:
    """Draw a link to every page."""
    with st.container(key="nav", horizontal=True, gap="xsmall", wrap=False):
        for page in pages:
            st.page_link(page)
