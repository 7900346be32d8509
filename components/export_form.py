"""The form of a new export: a place to publish in one click, or format and quality by hand."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.here import Here
from nemo import errors
from nemo.draft import Draft
from studio import backend, presets, renders
from studio.presets import Preset

PLACES = {one.key: one for one in presets.PRESETS}
FIRST = presets.PRESETS[0].key


def show(visitor: Here, draft: Draft) -> None:
    """Draw the form."""
    say = visitor.say
    with st.container(border=True, key="new-export"):
        st.pills(
            say("exports.preset"),
            list(PLACES),
            default=FIRST,
            required=True,
            format_func=lambda key: f"{PLACES[key].icon} {say(f'preset.{key}')}",
            key="preset",
        )
        if _preset().key == "own":
            left, right = st.columns(2)
            left.selectbox(say("exports.format"), presets.FORMATS, format_func=str.upper, key="format")
            right.selectbox(
                say("exports.quality"),
                presets.QUALITIES,
                presets.QUALITIES.index("standard"),
                format_func=lambda one: say(f"quality.{one}"),
                key="quality",
            )
        _start(visitor, draft)
        _elsewhere(visitor, draft)


def _preset() -> Preset:
    return PLACES[st.session_state.get("preset") or FIRST]


def _output() -> dict[str, Any]:
    """What is chosen at this moment: read when the button is pressed, which may be before the page was drawn anew."""
    chosen = _preset()
    if chosen.key != "own":
        return dict(chosen.output)
    return {key: st.session_state.get(key, chosen.output[key]) for key in ("format", "quality")}


def _start(visitor: Here, draft: Draft) -> None:
    size = presets.estimate_mb(_output(), draft.duration)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            visitor.say("exports.start"),
            key="export",
            type="primary",
            icon=":material/movie:",
            disabled=not draft.ready_for_export,
            on_click=_export,
            args=(visitor,),
        )
        st.button(
            visitor.say("exports.shapes"),
            key="shapes",
            icon=":material/aspect_ratio:",
            disabled=not draft.ready_for_export,
            on_click=_shapes,
            args=(visitor,),
        )
        if size is not None and draft.duration:
            st.caption(visitor.say("exports.estimate", size=f"{max(size, 0.1):.1f}"))


def _elsewhere(visitor: Here, draft: Draft) -> None:
    """What other programs take: the words where there are captions, and the whole project for an editor."""
    captions = bool(draft.segments("caption")) and backend.offers(visitor.project, "subtitles")
    editable = draft.ready_for_export and backend.offers(visitor.project, "editable")
    if not captions and not editable:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="subtitles"):
        if captions:
            _subtitles(visitor)
        if editable:
            st.button(
                visitor.say("exports.editable"),
                key="editable",
                icon=":material/movie_edit:",
                type="tertiary",
                help=visitor.say("exports.editable_line"),
                on_click=_editable,
                args=(visitor,),
            )


def _subtitles(visitor: Here) -> None:
    """What is said, as a file for places which show it themselves."""
    st.markdown(visitor.say("exports.subtitles"))
    for ending in ("srt", "vtt"):
        address = f"/app/static/subtitles/{visitor.project.id}.{ending}"
        st.link_button(ending.upper(), address, icon=":material/subtitles:", type="tertiary")


def _editable(visitor: Here) -> None:
    try:
        renders.export(visitor.project, presets.EDITABLE, "editable")
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)


def _shapes(visitor: Here) -> None:
    """Every shape at once; the one which most people want is made first."""
    try:
        for label, output in presets.SHAPES.items():
            renders.export(visitor.project, output, label)
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)


def _export(visitor: Here) -> None:
    try:
        renders.export(visitor.project, _output(), _preset().label)
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)
