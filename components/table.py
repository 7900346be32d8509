"""The tracks as a table; choosing a row chooses its segment."""

from __future__ import annotations

import streamlit as st

from components.here import Here
from studio.tracks import Row


def show(visitor: Here, rows: list[Row]) -> None:
    """Draw the table; a row which is clicked becomes the chosen segment before the page is drawn anew."""
    import pandas as pd

    say = visitor.say
    head = [say(f"timeline.{column}") for column in ("kind", "name", "from", "to", "volume", "text", "source")]
    frame = pd.DataFrame([_cells(row, visitor) for row in rows], columns=head)
    seconds = st.column_config.NumberColumn(format="%.1f s")
    key = f"tracks-{visitor.project.id}-{visitor.project.version}"
    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        on_select=lambda: _picked(key, rows),
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


def _picked(key: str, rows: list[Row]) -> None:
    if chosen := st.session_state[key].selection.rows:
        st.session_state["segment"] = rows[chosen[0]].id


def _cells(row: Row, visitor: Here) -> list[object]:
    source = row.source or None
    name = row.name or (visitor.say("track.card") if row.card else "")
    return [visitor.say(f"track.{row.role}"), name, row.start / 1000, row.end / 1000, row.volume, row.text, source]
