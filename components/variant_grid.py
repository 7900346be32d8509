"""The films of a set side by side: on their way, finished to be played and compared, or what kept them from it."""

from __future__ import annotations

import time
from html import escape
from itertools import pairwise
from statistics import median
from typing import Literal
from urllib.parse import quote

import streamlit as st

from components import share
from components.export_card import duration
from components.here import Here
from components.plain import letters
from studio import renders, variants
from studio.tables import VariantSet
from studio.variants import Film

TICK_S = 1.0
POSTER_MS = 1300
"""By then the words of an opening or a card have come in."""
SHOWN = 12
"""Films on a page at first."""


def show(visitor: Here, made: VariantSet) -> None:
    """Draw the set; while it is at work it is drawn anew by itself."""
    working = _working(variants.films_of(made.id))
    st.fragment(run_every=TICK_S if working else None)(_set)(visitor, made, working)


def _working(films: list[Film]) -> bool:
    return any(film.export.state in renders.ACTIVE for film in films)


def _set(visitor: Here, made: VariantSet, working: bool) -> None:
    films = variants.films_of(made.id)
    if working != _working(films) or variants.owned(visitor.owner, made.id) is None:
        st.rerun()  # ended, begun again, or removed: the page draws it, with a clock of its own or without
    _head(visitor, made, films, working)
    shown = st.session_state.get("variants-shown", SHOWN)
    _notes(visitor, films)
    with st.grid(3, min_column_width=230, key="variant-grid"):
        for film in films[:shown]:
            _card(visitor, film, working)
    if len(films) > shown:
        st.button(visitor.say("variants.more"), key="variants-more", on_click=_more, args=(shown,))


def _notes(visitor: Here, films: list[Film]) -> None:
    """What one should know about their pictures: mostly the same of all of them, so it is said once."""
    found = dict.fromkeys(note for film in films for note in film.export.output.get("notes", ()))
    if found:
        with st.expander(visitor.say("variants.notes"), icon=":material/info:"):
            for note in found:
                st.caption(letters(note))


def _more(shown: int) -> None:
    st.session_state["variants-shown"] = shown + SHOWN


def _head(visitor: Here, made: VariantSet, films: list[Film], working: bool) -> None:
    say = visitor.say
    done = [film for film in films if film.export.state == "completed"]
    line = say("variants.ready", done=len(done), count=len(films))
    if working:
        left = _left_s(films)
        st.progress(_part(films), line + (" · " + say("variants.left", time=duration(left, say)) if left else ""))
    else:
        st.markdown(f"**{line}**")
    with st.container(horizontal=True):
        if done:
            name = "guests" if made.kind == "guests" else "variants"
            address = f"/app/static/zip/{made.id}/{quote(renders.stem(visitor.project))}-{name}.zip"
            st.link_button(say("variants.zip"), address, icon=":material/folder_zip:", type=_weight(working))
        if working:
            _button(say("variants.stop"), f"stop-{made.id}", "cancel", variants.cancel, visitor.project, made.id)
            return
        if len(done) < len(films):
            _button(say("variants.again"), f"again-{made.id}", "refresh", variants.retry_failed, made.id)
        _button(say("variants.remove"), f"remove-{made.id}", "delete", variants.remove, visitor.project, made.id)


def _weight(working: bool) -> Literal["primary", "secondary"]:
    """The zip is what one came for, once it is whole."""
    return "secondary" if working else "primary"


def _button(label: str, key: str, icon: str, act: object, *told: object) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", on_click=act, args=told)  # type: ignore[arg-type]


def _part(films: list[Film]) -> float:
    parts = [1.0 if film.export.state not in renders.ACTIVE else film.export.progress for film in films]
    return min(1.0, max(0.01, sum(parts) / max(1, len(parts))))


def _left_s(films: list[Film]) -> float | None:
    """What is left, judged by the pace at which the last ones were finished; None before there is a pace."""
    ends = sorted(film.export.finished for film in films if film.export.finished and film.export.state == "completed")
    gaps = [later - earlier for earlier, later in pairwise(ends)][-8:]
    waiting = sum(1.0 - film.export.progress for film in films if film.export.state in renders.ACTIVE)
    return median(gaps) * waiting if gaps and time.time() - ends[-1] < 60 else None


def _card(visitor: Here, film: Film, working: bool) -> None:
    say, export = visitor.say, film.export
    with st.container(border=True, key=f"film-{export.id}"):
        if export.state == "completed":
            _player(visitor, film)
        _words(visitor, film)
        if export.state == "completed":
            with st.container(horizontal=True):
                address = f"{_address(film)}?download=1"
                st.link_button(say("exports.download"), address, icon=":material/download:", help=export.name)
                if not working:
                    share.link(visitor, export)
        elif export.state in renders.ACTIVE:
            if export.state == "processing":
                st.progress(export.progress, say("exports.working", percent=round(100 * export.progress)))
            else:
                st.caption(say("variants.waiting"))
            _button(say("exports.cancel"), f"cancel-{export.id}", "cancel", renders.cancel, visitor.project, export.id)
        else:
            failed = say("variants.failed", error=letters(export.error))
            st.caption(f":material/error: {failed}" if export.state == "failed" else say("exports.cancelled"))
            _button(say("exports.retry"), f"retry-{export.id}", "refresh", variants.retry, export.id)


def _words(visitor: Here, film: Film) -> None:
    """What makes it differ from the others."""
    say, label = visitor.say, film.variant.label
    if label.get("greeting"):
        st.markdown(f"**{letters(label['greeting'])}**")
    told = [
        say(f"variants.{field}", text=f"**{letters(variants.one_line(label[field]))}**")
        for field in ("hook", "call")
        if label.get(field)
    ]
    st.caption("  \n".join([*told, f":material/aspect_ratio: {letters(label['shape'])}"]))


def _player(visitor: Here, film: Film) -> None:
    """With a picture of the moment when its words can be read; the film itself is fetched when it is played."""
    name = escape(visitor.say("variants.player", name=film.export.name))
    still = f"/app/static/frame/{film.export.id}/{POSTER_MS}.jpg"
    st.html(
        f'<video class="variant-film" src="{_address(film)}" poster="{still}" aria-label="{name}" '
        'controls playsinline preload="none"></video>'
    )


def _address(film: Film) -> str:
    return f"/app/static/film/{film.export.id}/{quote(film.export.name)}"
