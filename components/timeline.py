"""The timeline drawn to scale: a lane a track, pictures and sound from the preview, and a playhead."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.here import Here
from nemo.draft import Draft
from studio import films, tracks
from studio.tables import Export

HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "reelwright_timeline",
    html='<div class="timeline"></div>',
    css=(HERE / "timeline.css").read_text("utf-8"),
    js=(HERE / "timeline.js").read_text("utf-8"),
)


def show(visitor: Here, draft: Draft, film: Export | None, selected: str | None) -> None:
    """Draw the picture; a block which is clicked becomes the chosen segment before the page is drawn anew."""
    key = f"timeline-{visitor.project.id}"
    _mount(
        key=key,
        data={
            "duration": max(draft.duration, 1),
            "lanes": tracks.lanes(draft, visitor.say),
            "film": film.id if film else "",
            "peaks": list(films.peaks(film.id)) if film else [],
            "selected": selected or "",
            "words": {"label": visitor.say("timeline.picture"), "sound": visitor.say("track.audio")},
        },
        on_picked_change=lambda: _picked(key),
    )


def _picked(key: str) -> None:
    if block := st.session_state[key].picked:
        st.session_state["segment"] = block
