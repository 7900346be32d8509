"""A batch on its way: how far each row is, what failed and why, and the files to take home."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from components.batch_new import row_line
from components.empty import PAGES
from components.here import Here, leave_for
from components.plain import letters
from studio import batches, filenames, renders
from studio.tables import Batch, BatchRow, Export

TICK_S = 1.0
SHOWN_FAILURES = 20
TALL = 420  # px of the table of many rows


def show(visitor: Here, batch: Batch) -> None:
    """Draw a batch; while it is at work it is drawn anew by itself."""
    working = _working(batch, batches.rows(batch.id))
    with st.container(border=True, key=f"batch-{batch.id}"):
        st.fragment(run_every=TICK_S if working else None)(_card)(visitor, batch.id, batch.state, working)


def _working(batch: Batch, rows: list[BatchRow]) -> bool:
    """Whether anything of it will still change by itself: the row in work ends a little after a batch is cancelled."""
    return batch.state == "running" or any(one.state in batches.OPEN for one in rows)


def _card(visitor: Here, name: str, state: str, working: bool) -> None:
    batch = batches.get(visitor.owner, name)
    rows = batches.rows(name)
    if batch is None or batch.state != state or _working(batch, rows) != working:
        st.rerun()
    st.markdown(f"**{letters(batch.name or visitor.say('nav.batch'))}**")
    _progress(visitor, batch, rows)
    made = batches.finished(batch.id)
    _buttons(visitor, batch, rows, bool(made))
    _table(visitor, rows, made)
    for row in [one for one in rows if one.state == "failed"][:SHOWN_FAILURES]:
        _failure(visitor, batch, row)


def _progress(visitor: Here, batch: Batch, rows: list[BatchRow]) -> None:
    say, done = visitor.say, sum(one.state == "done" for one in rows)
    line = say("batch.progress", done=done, count=len(rows))
    failed = sum(one.state == "failed" for one in rows)
    line += f" · {say('batch.failures', count=failed)}" if failed else ""
    line += f" · {say('batch.state_cancelled')}" if batch.state == "cancelled" else ""
    now = next((one for one in rows if one.state == "working"), None)
    part = sum(one.state in ("done", "failed", "cancelled") for one in rows) + (_part(now) if now else 0.0)
    st.progress(min(1.0, part / max(1, len(rows))), line)
    if now and now.step:
        st.caption(letters(say("batch.now", name=now.name, step=say(f"batch.step_{now.step}"))))


def _part(row: BatchRow) -> float:
    """About how much of a row is done, 0 … 1: half of the time goes into its export."""
    if row.step != "export":
        return {"pictures": 0.1, "video": 0.3}.get(row.step, 0.0)
    export = renders.get(row.export)
    return 0.5 + 0.5 * (export.progress if export else 0.0)


def _buttons(visitor: Here, batch: Batch, rows: list[BatchRow], made: bool) -> None:
    say, stem = visitor.say, filenames.slug(batch.name) or "batch"
    with st.container(horizontal=True):
        if batch.state == "running":
            label = say("exports.cancel")
            st.button(
                label, key=f"stop-{batch.id}", icon=":material/cancel:", on_click=batches.cancel, args=(batch.id,)
            )
        elif any(one.state in batches.ENDED for one in rows):
            label = say("batch.again")
            st.button(
                label, key=f"rest-{batch.id}", icon=":material/refresh:", on_click=batches.retry, args=(batch.id,)
            )
        if made:
            address = f"/app/static/batch/{batch.id}/{quote(stem)}.zip"
            st.link_button(say("batch.zip"), address, icon=":material/folder_zip:", type="primary")
        if batch.state != "running":
            st.download_button(
                say("batch.report"),
                batches.report(batch),
                f"{stem}-result.csv",
                "text/csv",
                key=f"report-{batch.id}",
                icon=":material/table_view:",
            )
            st.button(
                say("batch.remove"),
                key=f"forget-{batch.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=batches.remove,
                args=(visitor.owner, batch.id),
            )


def _table(visitor: Here, rows: list[BatchRow], made: dict[int, Export]) -> None:
    import pandas as pd

    say, names = visitor.say, batches.file_names(rows, made)
    head = {one: say(f"batch.column_{one}") for one in ("row", "name", "state", "file", "error")}
    frame = pd.DataFrame(
        {
            head["row"]: [one.number for one in rows],
            head["name"]: [one.name for one in rows],
            head["state"]: [say(f"batch.state_{one.state}") for one in rows],
            head["file"]: [
                _address(made[one.number].id, names[one.number]) if one.number in made else None for one in rows
            ],
            head["error"]: [" ".join(filter(None, [one.error, *map(str, one.notes)])) for one in rows],
        }
    )
    link = st.column_config.LinkColumn(display_text=r"/app/static/film/[^/]+/([^?]+)")
    st.dataframe(
        frame,
        hide_index=True,
        key=f"rows-{rows[0].batch if rows else 0}",
        height=TALL if len(rows) > 10 else "auto",
        column_config={head["file"]: link},
        placeholder="",
        alt=say("batch.progress", done=len(made), count=len(rows)),
    )


def _address(export: str, name: str) -> str:
    return f"/app/static/film/{export}/{quote(name)}?download=1"


def _failure(visitor: Here, batch: Batch, row: BatchRow) -> None:
    say = visitor.say
    with st.container(key=f"failed-{batch.id}-{row.number}", gap="small"):
        st.error(letters(row_line(say, row.number, row.name, row.error)))
        with st.container(horizontal=True):
            st.button(
                say("chat.retry"),
                key=f"again-{batch.id}-{row.number}",
                icon=":material/refresh:",
                on_click=batches.retry,
                args=(batch.id, row.number),
            )
            if row.project and st.button(
                say("projects.open"), key=f"see-{batch.id}-{row.number}", icon=":material/edit:"
            ):
                leave_for(row.project)
                st.switch_page(PAGES / "create.py")
