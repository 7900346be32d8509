"""The controls of one segment; each change goes out as the same kind of sentence that one could type."""

from __future__ import annotations

import streamlit as st

from components import voices
from components.ask import ask
from components.here import Here
from components.plain import letters
from nemo.draft import Draft
from studio import tracks
from studio.tracks import Row


def show(visitor: Here, row: Row, busy: bool) -> None:
    """Draw the controls of a segment."""
    say = visitor.say
    stem = f"{visitor.project.id}-{visitor.project.version}-{row.id}"
    st.markdown(f"#### {tracks.title(row, say)}")
    if row.name:
        st.caption(letters(row.name))
    if row.source:
        st.caption(f":material/link: {letters(row.source)}")
    if row.text:
        text = st.text_area(say("timeline.new_text"), row.text, key=f"text-{stem}", height=80)
        _apply(visitor, tracks.text_edit(row, text, say), f"apply-text-{stem}", busy or text.strip() in ("", row.text))
    if row.role == "main":
        seconds = st.number_input(
            say("timeline.new_length"), 0.5, 600.0, row.seconds, step=0.5, key=f"length-{stem}", format="%.1f"
        )
        _apply(visitor, tracks.length_edit(row, seconds, say), f"apply-length-{stem}", busy or seconds == row.seconds)
    if row.role == "voice":
        _voice(visitor, row, stem, busy)
    if row.volume is not None:
        percent = st.slider(say("timeline.new_volume"), 0, 100, min(row.volume, 100), key=f"volume-{stem}")
        _apply(visitor, tracks.volume_edit(row, percent, say), f"apply-volume-{stem}", busy or percent == row.volume)
    _order(visitor, row, stem, busy)


def _voice(visitor: Here, row: Row, stem: str, busy: bool) -> None:
    """Who reads it, to be heard saying this very line; the change is for the whole voiceover."""
    known = voices.known(visitor)
    language = Draft.read(visitor.project.draft).meta.language or visitor.language
    fitting = [one for one in known if one.language == language] or known
    if not fitting:
        return
    now = row.voice or fitting[0].id
    picked = voices.line(visitor, fitting, now, row.text, f"voice-{stem}")
    name = next(one.name for one in fitting if one.id == picked)
    _apply(visitor, visitor.say("edit.voice", voice=name), f"apply-voice-{stem}", busy or picked == now)


def _apply(visitor: Here, message: str, key: str, disabled: bool) -> None:
    label = visitor.say("timeline.apply")
    st.button(label, key=key, icon=":material/check:", disabled=disabled, on_click=ask, args=(visitor, message))


def _order(visitor: Here, row: Row, stem: str, busy: bool) -> None:
    say = visitor.say
    with st.container(horizontal=True):
        if row.role == "main":
            for key, icon, place, off in (
                ("earlier", ":material/arrow_back:", row.number - 1, row.number == 1),
                ("later", ":material/arrow_forward:", row.number + 1, row.last),
            ):
                message = tracks.move_edit(row, place, say)
                st.button(
                    say(f"timeline.{key}"),
                    key=f"{key}-{stem}",
                    icon=icon,
                    disabled=busy or off,
                    on_click=ask,
                    args=(visitor, message),
                )
        st.button(
            say("timeline.remove"),
            key=f"remove-{stem}",
            icon=":material/delete:",
            disabled=busy,
            on_click=ask,
            args=(visitor, tracks.remove_edit(row, say)),
        )
