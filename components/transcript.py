"""The conversation so far, and the answer that is being written."""

from __future__ import annotations

import streamlit as st

from components import earlier, uploader
from components.ask import ask, buttons
from components.here import Here
from components.plain import letters, prose
from studio import turns
from studio.tables import Entry

AVATARS = {"user": ":material/person:", "assistant": ":material/movie_edit:"}
TICK_S = 0.2
SHOWN = 30
SHOWN_CHANGES = 5


def show(visitor: Here, entries: list[Entry]) -> None:
    """Draw the finished lines, the latest with its next steps."""
    growing = visitor.turn.entry if visitor.turn else None
    finished = [one for one in entries if one.state != "running" and one.id != growing]
    shown = earlier.latest(visitor, finished[::-1], SHOWN, "lines")[::-1]
    earlier.button(visitor, len(finished) - len(shown), "lines")
    for entry in shown:
        with st.chat_message(entry.role, avatar=AVATARS[entry.role]):
            _user(visitor, entry) if entry.role == "user" else _assistant(visitor, entry, entry is finished[-1])


def live(visitor: Here) -> None:
    """Draw the answer as it grows; once it is whole, the page is drawn anew with it among the finished lines."""
    if visitor.turn:
        st.fragment(run_every=TICK_S)(_grow)(visitor, visitor.turn.entry)


def _grow(visitor: Here, entry: int) -> None:
    turn = turns.current(visitor.project.id, visitor.language)
    if turn is None or turn.entry != entry:
        st.rerun()
    with st.chat_message("assistant", avatar=AVATARS["assistant"]):
        if turn.text:
            st.markdown(prose(turn.text))
        with st.container(key="activity"):
            st.markdown(f":material/progress_activity: {prose(turn.activity or visitor.say('chat.working'))}")
        asked = turn.stop.is_set()
        label = visitor.say("chat.stopping" if asked else "chat.stop")
        st.button(
            label, key="stop", icon=":material/stop_circle:", disabled=asked, on_click=turns.stop, args=(turn.project,)
        )


def _user(visitor: Here, entry: Entry) -> None:
    if entry.text:
        st.markdown(letters(entry.text))
    if entry.data.get("files"):
        st.caption(f":material/attach_file: {letters(', '.join(entry.data['files']))}")


def _assistant(visitor: Here, entry: Entry, latest: bool) -> None:
    if entry.text:
        st.markdown(prose(entry.text))
    for line in entry.data.get("rejected", []):
        st.warning(prose(line), icon=":material/block:")
    if entry.data.get("error"):
        _trouble(visitor, entry, latest)
    if entry.data.get("changes"):
        _changes(visitor, entry, latest)
    if entry.data.get("summary"):
        st.markdown(prose(entry.data["summary"]))
    if entry.data.get("uploader"):
        uploader.show(visitor, f"files-{entry.id}")
    if latest:
        if entry.data.get("options"):
            buttons(visitor, entry.data["options"], f"option-{entry.id}", ":material/check:")
        undo = visitor.say("chat.undo_message").casefold()
        steps = [one for one in entry.data.get("suggestions", []) if str(one).casefold() != undo]
        if steps:
            buttons(visitor, steps, f"next-{entry.id}", ":material/auto_awesome:")


def _trouble(visitor: Here, entry: Entry, latest: bool) -> None:
    stopped = entry.state == "stopped"
    box, icon = (st.info, ":material/info:") if stopped else (st.error, ":material/error:")
    box(prose(entry.data["error"]), icon=icon)
    message = str(entry.data.get("message", ""))
    usual = bool(entry.data.get("usual", True))
    if latest and message and entry.data.get("action") in ("retry", "new_session", "none", "rephrase"):
        label = visitor.say("chat.retry")
        st.button(
            label, key=f"retry-{entry.id}", icon=":material/refresh:", on_click=ask, args=(visitor, message, usual)
        )


def _changes(visitor: Here, entry: Entry, latest: bool) -> None:
    with st.container(border=True, key=f"changes-{entry.id}", gap="small"):
        st.markdown(f"**{visitor.say('chat.changed')}**")
        lines = [prose(line.removeprefix("✅").strip()) for line in entry.data["changes"]]
        st.markdown("\n".join(f"- {line}" for line in lines[:SHOWN_CHANGES]))
        if lines[SHOWN_CHANGES:]:
            with st.expander(visitor.say("chat.more", count=len(lines) - SHOWN_CHANGES)):
                st.markdown("\n".join(f"- {line}" for line in lines[SHOWN_CHANGES:]))
        if latest:
            st.button(
                visitor.say("chat.undo"),
                key=f"undo-{entry.id}",
                icon=":material/undo:",
                on_click=ask,
                args=(visitor, visitor.say("chat.undo_message")),
            )
