"""The form of a new export: a place to publish in one click, or format and quality by hand."""

from __future__ import annotations

import streamlit as st

from components.here import Here
from nemo import errors
from nemo.draft import Draft
from studio import presets, renders
from studio.presets import Preset


def show(visitor: Here, draft: Draft) -> None:
    """Draw the form."""
    say = visitor.say
    with st.container(border=True, key="new-export"):
        places = {one.key: one for one in presets.PRESETS}
        chosen = st.pills(
            say("exports.preset"),
            list(places),
            default="tiktok",
            required=True,
            format_func=lambda key: f"{places[key].icon} {say(f'preset.{key}')}",
            key="preset",
        )
        preset = places[chosen or "tiktok"]
        output = dict(preset.output)
        if preset.key == "own":
            left, right = st.columns(2)
            output["format"] = left.selectbox(
                say("exports.format"), presets.FORMATS, format_func=str.upper, key="format"
            )
            output["quality"] = right.selectbox(
                say("exports.quality"),
                presets.QUALITIES,
                2,
                format_func=lambda one: say(f"quality.{one}"),
                key="quality",
            )
        _start(visitor, draft, preset, output)


def _start(visitor: Here, draft: Draft, preset: Preset, output: dict[str, object]) -> None:
    size = presets.estimate_mb(output, draft.duration)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            visitor.say("exports.start"),
            key="export",
            type="primary",
            icon=":material/movie:",
            disabled=not draft.ready_for_export,
            on_click=_export,
            args=(visitor, output, preset.label),
        )
        if size is not None and draft.duration:
            st.caption(visitor.say("exports.estimate", size=f"{max(size, 0.1):.1f}"))


def _export(visitor: Here, output: dict[str, object], label: str) -> None:
    try:
        renders.export(visitor.project, output, label)
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)
