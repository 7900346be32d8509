"""A version beside the present one: the same moment of both films, moved through by one slider."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.here import Here
from nemo.draft import Draft

HERE = Path(__file__).parent
HTML = """
<div class="pair">
  <figure><img alt=""><figcaption></figcaption></figure>
  <figure><img alt=""><figcaption></figcaption></figure>
</div>
<label class="moment"><span></span><input type="range" min="0" step="100"><output></output></label>
"""

_mount = st.components.v2.component(
    "reelwright_before_after",
    html=HTML,
    css=(HERE / "before_after.css").read_text("utf-8"),
    js=(HERE / "before_after.js").read_text("utf-8"),
)


def button(visitor: Here, number: int) -> None:
    """Open or close the comparison of a version with the present one."""
    opened = st.session_state.get("compared") == number
    st.button(
        visitor.say("timeline.compare_close" if opened else "timeline.compare"),
        key=f"compare-{number}",
        icon=":material/close:" if opened else ":material/compare:",
        on_click=_toggle,
        args=(None if opened else number,),
    )


def show(visitor: Here, films: dict[int, str]) -> None:
    """Draw the comparison if one is open and both films are there."""
    number, present = st.session_state.get("compared"), visitor.project.version
    if number not in films or present not in films or number == present:
        return
    say, duration = visitor.say, Draft.read(visitor.project.draft).duration
    with st.container(border=True, key="compared"):
        _mount(
            key=f"compare-{visitor.project.id}-{number}-{present}",
            data={
                "films": [films[number], films[present]],
                "names": [say("timeline.version_line", number=number), say("timeline.now")],
                "duration": max(duration - 1, 0),
                "start": min(1500, duration // 2),
                "words": {"moment": say("timeline.moment")},
            },
        )


def _toggle(number: int | None) -> None:
    st.session_state["compared"] = number
