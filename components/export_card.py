"""One export: on its way with progress and remaining time, then a player and a download."""

from __future__ import annotations

import time
from urllib.parse import quote

import streamlit as st

from components import posts, share
from components.here import Here
from components.plain import letters
from studio import films, presets, renders
from studio.tables import Export
from studio.words import Words

TICK_S = 0.5
VIDEO = ("mp4", "mov", "webm", "mkv")
PICTURES = ("gif", "webp", "jpg", "png")
SOUND = ("mp3", "wav", "m4a", "aac")


def show(visitor: Here, export: Export) -> None:
    """Draw the card; while the export is at work it is drawn anew by itself."""
    with st.container(border=True, key=f"export-{export.id}"):
        if export.state in renders.ACTIVE:
            st.fragment(run_every=TICK_S)(_working)(visitor, export.id)
        elif export.state == "completed":
            _finished(visitor, export)
        else:
            _ended(visitor, export)


def _working(visitor: Here, render: str) -> None:
    export = renders.get(render)
    if export is None or export.state not in renders.ACTIVE:
        st.rerun()
    say = visitor.say
    st.markdown(f"**{letters(export.name)}**")
    st.progress(min(max(export.progress, 0.01), 1.0), _progress_line(export, say))
    st.button(
        say("exports.cancel"),
        key=f"cancel-{render}",
        icon=":material/cancel:",
        on_click=renders.cancel,
        args=(visitor.project, render),
    )


def _progress_line(export: Export, say: Words) -> str:
    if export.state == "pending":
        behind = export.position or 0
        return say("exports.queued", position=behind) if behind > 1 else say("exports.waiting")
    line = say("exports.working", percent=round(100 * export.progress))
    if export.remaining_s:
        line += " · " + say("exports.remaining", time=duration(export.remaining_s, say))
    return line


def _finished(visitor: Here, export: Export) -> None:
    say, kind = visitor.say, str(export.output.get("format"))
    address = f"/app/static/film/{export.id}/{quote(export.name)}"
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with left:
        if kind in VIDEO:
            st.video(address, format=films.media_type(export), alt=say("exports.player"))
        elif kind in PICTURES:
            st.html(f'<img src="{address}" alt="{say("exports.player")}" class="export-picture">')
        elif kind in SOUND:
            st.audio(address, format=films.media_type(export))
        elif kind == presets.EDITABLE["format"]:
            st.markdown(f":material/movie_edit: {say('exports.editable_line')}")
    with right:
        st.markdown(f":material/check_circle: **{letters(export.name)}**")
        st.caption(_facts(export, say))
        if notes := export.output.get("notes"):
            st.caption(letters(" ".join(notes)))
        with st.container(horizontal=True):
            st.link_button(say("exports.download"), f"{address}?download=1", icon=":material/download:", type="primary")
            if kind != presets.EDITABLE["format"]:
                share.show(visitor, export)
                posts.show(visitor, export)
            _remove(visitor, export)


def _facts(export: Export, say: Words) -> str:
    place = films.path(export.id)
    size = f"{place.stat().st_size / 1e6:.1f}" if place.exists() else "0"
    parts = [str(export.output.get("format", "")).upper(), say("exports.size", size=size)]
    if export.version:
        parts.append(say("timeline.version_line", number=export.version))
    parts.append(say("exports.made", ago=duration(time.time() - (export.finished or export.created), say)))
    return " · ".join(parts)


def _ended(visitor: Here, export: Export) -> None:
    say = visitor.say
    st.markdown(f"**{letters(export.name)}**")
    if export.state == "failed":
        st.error(f"{say('exports.failed')}. {export.error}", icon=":material/error:")
    else:
        st.caption(say("exports.cancelled"))
    with st.container(horizontal=True):
        st.button(
            say("exports.retry"),
            key=f"again-{export.id}",
            icon=":material/refresh:",
            on_click=renders.retry,
            args=(visitor.project, export),
        )
        _remove(visitor, export)


def _remove(visitor: Here, export: Export) -> None:
    label = visitor.say("exports.remove")
    st.button(label, key=f"forget-{export.id}", icon=":material/delete:", on_click=renders.forget, args=(export.id,))


def duration(seconds: float, say: Words) -> str:
    """A length of time as people say it, in its largest unit."""
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= length:
            return say(f"exports.{unit}", count=round(seconds / length))
    return say("exports.seconds", count=max(round(seconds), 1))
