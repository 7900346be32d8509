"""The tracks as a table; choosing a row chooses its segment."""

from __future__ import annotations

import streamlit as st

from components.here import Here
from studio.tracks import Row


def show(visitor: Here, rows: list[Row]) -> str | None:
    """Draw the table; returns the id of a row which was just chosen."""
    import pandas as pd

    say = visitor.say
    head = [say(f"timeline.{column}") for column in ("kind", "name", "from", "to", "volume", "text", "source")]
    frame = pd.DataFrame([_cells(row, visitor) for row in rows], columns=head)
    seconds = st.column_config.NumberColumn(format="%.1f s")
    key = f"tracks-{visitor.project.id}-{visitor.project.version}"
    state = st.dataframe(
        frame,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        alt=say("timeline.table"),
        placeholder="",
        column_config={
            head[2]: seconds,
            head[3]: seconds,
            head[4]: st.column_config.NumberColumn(format="%d %%"),
            head[6]: st.column_config.LinkColumn(),
        },
    )
    chosen = state.selection.rows[0] if state.selection.rows else None
    if chosen == st.session_state.get(f"{key}-seen"):
        return None
    st.session_state[f"{key}-seen"] = chosen
    return rows[chosen].id if chosen is not None else None


def _cells(row: Row, visitor: Here) -> list[object]:
    source = row.source or None
    name = row.name or (visitor.say("track.card") if row.card else "")
    return [visitor.say(f"track.{row.role}"), name, row.start / 1000, row.end / 1000, row.volume, row.text, source]
