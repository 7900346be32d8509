"""What to vary: openings, calls to action and shapes, or a list of guests; and how many films that makes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.export_card import duration
from components.here import Here
from components.plain import letters
from nemo import errors
from nemo.config import is_local
from nemo.draft import Draft
from nemo.variants import FEATURE, Ideas
from studio import backend, backends, guests, projects, variants
from studio.variants import Wish

SHOWN_CARDS = 4


def show(visitor: Here, draft: Draft) -> None:
    """Draw the form; what is typed is kept."""
    say, project = visitor.say, visitor.project
    kept: dict[str, Any] = project.forms.get("variants", {})
    able = backend.offers(project, FEATURE)
    with st.container(border=True, key="variant-form"):
        kind = _kind(visitor, draft, kept) if able else "variants"
        if not able:
            st.info(say("variants.shapes_only"), icon=":material/info:")
        if kind == "guests":
            values = _guests(visitor, draft, kept)
        else:
            values = _openings(visitor, kept) if able else {}
        st.pills(
            say("variants.shapes"),
            list(variants.SHAPES),
            default=kept.get("shapes", [variants.own_shape(draft)]),
            selection_mode="multi",
            key=_key(visitor, "shapes"),
        )
        values |= {"kind": kind, "shapes": st.session_state[_key(visitor, "shapes")]}
        projects.keep_form(project.id, "variants", {**kept, **values})
        _make(visitor, draft, kind)


def _key(visitor: Here, field: str) -> str:
    return f"variants-{field}-{visitor.project.id}"


def _kind(visitor: Here, draft: Draft, kept: dict[str, Any]) -> str:
    say = visitor.say
    if draft.meta.kind in ("affiliate", "link"):
        return "variants"
    names = {"guests": say("variants.kind_guests"), "variants": say("variants.kind_variants")}
    return str(
        st.segmented_control(
            say("variants.kind"),
            list(names),
            default=kept.get("kind") or ("guests" if draft.meta.kind == "wedding" else "variants"),
            required=True,
            format_func=names.__getitem__,
            key=_key(visitor, "kind"),
        )
    )


def _openings(visitor: Here, kept: dict[str, Any]) -> dict[str, Any]:
    say, found = visitor.say, _ideas(visitor)
    own = {"hooks": [found.opening, *found.hooks], "calls": [found.call]}
    more = {"hooks": [found.opening, *found.hooks], "calls": [found.call, *found.calls]}
    for field, column in zip(own, st.columns(2, gap="medium"), strict=True):
        key = _key(visitor, field)
        if key not in st.session_state:
            st.session_state[key] = kept.get(field, _list(own[field]))
        with column:
            st.text_area(say(f"variants.{field}"), key=key, height=150, help=say(f"variants.{field}_help"))
            lacking = [one for one in map(variants.one_line, more[field]) if one and one not in st.session_state[key]]
            if lacking:
                st.button(
                    say("variants.suggest"),
                    key=f"suggest-{field}",
                    icon=":material/lightbulb:",
                    type="tertiary",
                    on_click=_add,
                    args=(key, lacking),
                )
    return {field: st.session_state[_key(visitor, field)] for field in own}


def _list(texts: list[str]) -> str:
    return "\n".join(variants.one_line(one) for one in texts if one)


def _add(key: str, lines: list[str]) -> None:
    st.session_state[key] = "\n".join([*st.session_state[key].rstrip().splitlines(), *lines])


def _ideas(visitor: Here) -> Ideas:
    """Asked of the backend once for each version of the draft."""
    key = f"ideas-{visitor.project.id}-{visitor.project.version}"
    found: Ideas = st.session_state.get(key) or backend.ideas(visitor.project)
    if found != Ideas():
        st.session_state[key] = found
    return found


def _guests(visitor: Here, draft: Draft, kept: dict[str, Any]) -> dict[str, Any]:
    say, key = visitor.say, _key(visitor, "names")
    if key not in st.session_state:
        st.session_state[key] = kept.get("names", "")
    st.text_area(
        say("variants.names"),
        key=key,
        height=190,
        help=say("variants.names_help"),
        placeholder=say("variants.names_hint"),
    )
    found = guests.guests(st.session_state[key], draft.meta.language or visitor.project.language)
    if found:
        cards = "  \n".join(letters(one.greeting) for one in found[:SHOWN_CARDS])
        st.caption(f"{say('variants.cards')}  \n{cards}")
        if len(found) > SHOWN_CARDS:
            st.caption(say("variants.cards_more", count=len(found) - SHOWN_CARDS))
    return {"names": st.session_state[key]}


def _wish(visitor: Here, kind: str) -> Wish:
    """What is asked for at this moment: read as the button is pressed, which may be before the page was drawn anew."""
    chosen = st.session_state.get(_key(visitor, "shapes")) or ()
    shapes = tuple(one for one in variants.SHAPES if one in chosen)
    if kind == "guests":
        return variants.with_guests(Wish(shapes=shapes), st.session_state.get(_key(visitor, "names")) or "")
    hooks, calls = (variants.lines(st.session_state.get(_key(visitor, field)) or "") for field in ("hooks", "calls"))
    return Wish(hooks, calls, (), shapes)


def _make(visitor: Here, draft: Draft, kind: str) -> None:
    say, wish = visitor.say, _wish(visitor, kind)
    lacking = _lacking(visitor, wish, kind)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("variants.make"),
            key="make-all",
            type="primary",
            icon=":material/movie_filter:",
            on_click=_start,
            args=(visitor, kind),
        )
        st.caption(lacking or _told(visitor, draft, wish))


def _told(visitor: Here, draft: Draft, wish: Wish) -> str:
    say = visitor.say
    parts = [say("variants.count", count=wish.count)]
    if is_local(backends.url(backends.of(visitor.project))):
        parts.append(say("variants.time", time=duration(variants.estimate_s(draft, wish), say)))
    return " · ".join([*parts, say("variants.unchanged")])


def _lacking(visitor: Here, wish: Wish, kind: str) -> str:
    """Why it cannot be made as it stands; empty when it can."""
    say = visitor.say
    if not wish.shapes:
        return say("variants.no_shape")
    if kind == "guests" and not wish.guests:
        return say("variants.no_names")
    if wish.count > variants.MOST:
        return say("variants.too_many", count=wish.count, most=variants.MOST)
    long = variants.too_long(visitor.project, wish)
    return say("variants.too_long", text=long[:40], most=variants.LONGEST) if long else ""


def _start(visitor: Here, kind: str) -> None:
    wish = _wish(visitor, kind)
    if lacking := _lacking(visitor, wish, kind):
        st.session_state["notice"] = lacking
        return
    try:
        st.session_state["variant-set"] = variants.make(visitor.project, wish).id
    except errors.NemoError as error:
        st.session_state["notice"] = error.sentence(visitor.language)
