"""A new batch: the table, what was understood of it, what is wrong with its rows, and the button which makes it."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import Any

import streamlit as st

from components.here import Here
from components.plain import letters
from components.template_use import PICTURES
from studio import batches, presets, sheets, slots, templates
from studio.orders import Order, Understood, understood
from studio.sheets import MOST_ROWS, SheetError
from studio.slots import Slot
from studio.words import Words

SHAPES = ("own", "tiktok", "youtube", "square")
FIELDS = ("product", "link", "price", "benefits", "code", "cta", "platform", "length", "tone", "disclosure")
TOLD = 12  # problems shown at once


def show(visitor: Here) -> None:
    """Draw the form of a new batch."""
    say = visitor.say
    with st.container(border=True, key="new-batch"):
        template = _template(visitor)
        places = slots.read(template.slots) if template else None
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        key = f"table-{st.session_state.get('batch-round', 0)}"
        file = left.file_uploader(say("batch.choose"), ["csv", "tsv", "txt"], key=key, max_upload_size=5)
        right.download_button(
            say("batch.sample"),
            sample(places, visitor.language, say),
            "sample.csv",
            "text/csv",
            key="sample-table",
            icon=":material/download:",
            width="stretch",
        )
        pictures = st.file_uploader(
            say("batch.pictures_here"),
            PICTURES,
            accept_multiple_files=True,
            key=f"pictures-{st.session_state.get('batch-round', 0)}",
            max_upload_size=templates.MOST_MB,
        )
        if file is None:
            return
        try:
            sheet = sheets.read(file.getvalue())
        except SheetError as error:
            st.error(say(error.key), icon=":material/error:")
            return
        read = understood(sheet, places, [one.name for one in pictures])
        if not read.columns:
            st.error(say("batch.no_columns"), icon=":material/error:")
            return
        if sheet.count > MOST_ROWS:
            st.warning(say("batch.too_many", count=sheet.count, most=MOST_ROWS), icon=":material/warning:")
        _preview(say, read, places)
        _problems(say, read.orders)
        _make(visitor, read.orders, PurePath(file.name).stem, template.id if template else "", pictures)


def sample(places: list[Slot] | None, language: str, say: Words) -> bytes:
    """A table to begin with: the columns there may be, and a row that works as it is."""
    if places is None:
        columns = [say(f"batch.sample_{one}") for one in (*FIELDS[:6], "image", *FIELDS[6:])]
        row = [say("batch.row_product"), "", say("batch.row_price"), say("batch.row_benefits"), "", "", ""]
        rows = [columns, [*row, "TikTok", "15", "", say("batch.row_disclosure")]]
    else:
        rows = [[slot.name for slot in places], ["" if slot.picture else slot.text for slot in places]]
    into = io.StringIO()
    csv.writer(into).writerows(rows)
    return into.getvalue().encode("utf-8-sig")


def _template(visitor: Here) -> Any:
    """The template chosen, if there are any to choose from."""
    found = {one.id: one for one in templates.of(visitor.owner)}
    if not found:
        return None
    wanted = st.session_state.pop("batch-with", "")
    if wanted in found:
        st.session_state["batch-template"] = wanted
    names = {"": visitor.say("batch.plain"), **{key: one.name for key, one in found.items()}}
    chosen = st.selectbox(visitor.say("batch.with"), list(names), format_func=names.__getitem__, key="batch-template")
    return found.get(chosen or "")


def _preview(say: Words, read: Understood, places: list[Slot] | None) -> None:
    import pandas as pd

    used = set(read.columns.values())
    if places is None:
        heads = {one: say("slot.cta") if one == "cta" else say(f"form.affiliate.{one}") for one in FIELDS}
        heads = {one: head for one, head in heads.items() if one in used}
        frame = [{say("batch.column_row"): one.number, **_cells(one, heads)} for one in read.orders]
        pictures = say("batch.pictures")
        frame = [row | {pictures: len(one.files)} for row, one in zip(frame, read.orders, strict=True)]
    else:
        heads = {one.key: one.name for one in places}
        files = [{heads[key]: address for key, address in one.files} for one in read.orders]
        frame = [{say("batch.column_row"): one.number, **_cells(one, heads)} for one in read.orders]
        frame = [row | more for row, more in zip(frame, files, strict=True)]
    st.markdown(f"**{say('batch.understood')}**")
    st.dataframe(pd.DataFrame(frame).fillna(""), hide_index=True, key="understood", alt=say("batch.understood"))
    if read.ignored:
        st.caption(letters(say("batch.ignored", names=", ".join(read.ignored))))


def _cells(order: Order, heads: dict[str, str]) -> dict[str, str]:
    return {
        head: ("✓" if value else "–") if isinstance(value := order.values.get(key, ""), bool) else str(value)
        for key, head in heads.items()
    }


def _problems(say: Words, orders: list[Order]) -> None:
    """What is wrong, row by row: first what keeps a row from being made."""
    for fatal, box in ((True, st.error), (False, st.info)):
        lines = [
            letters(row_line(say, one.number, one.name, say(problem.key, **problem.values)))
            for one in orders
            for problem in one.problems
            if problem.fatal == fatal == (not one.good)
        ]
        if lines:
            more = [letters(say("chat.more", count=len(lines) - TOLD))] if len(lines) > TOLD else []
            box("\n".join(f"- {line}" for line in [*lines[:TOLD], *more]))


def row_line(say: Words, number: int, name: str, text: str) -> str:
    """A sentence about a row, which is called by its name where it has one."""
    if name == str(number):
        return say("batch.row_unnamed", number=number, text=text)
    return say("batch.row_problem", number=number, name=name, text=text)


def _make(visitor: Here, orders: list[Order], name: str, template: str, pictures: list[Any]) -> None:
    say, good = visitor.say, [one for one in orders if one.good]
    left, right = st.columns(2)
    shape = left.selectbox(
        say("exports.preset"),
        SHAPES,
        format_func=lambda key: say("batch.own_shape") if key == "own" else say(f"preset.{key}"),
        key="batch-shape",
    )
    quality = right.selectbox(
        say("exports.quality"),
        presets.QUALITIES,
        presets.QUALITIES.index("standard"),
        format_func=lambda one: say(f"quality.{one}"),
        key="batch-quality",
    )
    if len(good) < len(orders):
        st.caption(say("batch.out", count=len(orders) - len(good)))
    output = next((dict(one.output) for one in presets.PRESETS if one.key == shape and shape != "own"), {})
    st.button(
        say("batch.make_one") if len(good) == 1 else say("batch.make", count=len(good)),
        key="make-batch",
        type="primary",
        icon=":material/auto_awesome:",
        disabled=not good,
        on_click=_start,
        args=(visitor, name, good, {"format": "mp4", **output, "quality": quality}, template, pictures),
    )


def _start(
    visitor: Here, name: str, orders: list[Order], output: dict[str, Any], template: str, pictures: list[Any]
) -> None:
    given = {one.name: one.getvalue() for one in pictures}
    batches.create(visitor.owner, name, orders, output, visitor.language, template, given)
    st.session_state["batch-round"] = st.session_state.get("batch-round", 0) + 1
