"""What goes out with a finished export: its private page, on or off, and an invitation's calendar file."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import streamlit as st

from components.here import Here
from studio import calendars, facts, films, shares
from studio.tables import Export


def show(visitor: Here, export: Export) -> None:
    """Draw what can be shared of an export."""
    link(visitor, export)
    known = facts.of(export)
    if calendars.dated(known):
        hint = visitor.say("share.no_zone") if calendars.floating(known) else None
        address = f"/app/static/calendar/{export.id}.ics"
        st.link_button(visitor.say("share.calendar_file"), address, icon=":material/event:", help=hint)


def link(visitor: Here, export: Export) -> None:
    """Draw the way to the private page; nothing for a file that browsers do not show."""
    if films.media_type(export).split("/")[0] in ("video", "image", "audio"):
        with st.popover(visitor.say("share.button"), icon=":material/share:"):
            _page(visitor, export)


def _page(visitor: Here, export: Export) -> None:
    say, share = visitor.say, shares.of(export.id)
    on, days = f"share-{export.id}", f"share-days-{export.id}"
    st.toggle(say("share.on"), share is not None, key=on, on_change=_switch, args=(export.id, on, days))
    st.caption(say("share.line"))
    st.segmented_control(
        say("share.days"),
        shares.DAYS,
        default=shares.days_of(share) if share else shares.USUAL_DAYS,
        required=True,
        format_func=lambda count: say("share.count", count=count),
        key=days,
        on_change=_prolong,
        args=(export.id, days),
    )
    if share is not None:
        site = urlsplit(st.context.url or "")
        address = f"{site.scheme}://{site.netloc}{shares.path(share)}"
        st.code(address, language=None, wrap_lines=True)
        st.link_button(say("share.visit"), address, icon=":material/open_in_new:", type="tertiary")
        st.caption(say("share.open_until", date=time.strftime("%Y-%m-%d", time.gmtime(share.until))))


def _switch(export: str, on: str, days: str) -> None:
    if st.session_state[on]:
        shares.begin(export, st.session_state.get(days) or shares.USUAL_DAYS)
    else:
        shares.end(export)


def _prolong(export: str, days: str) -> None:
    if shares.of(export) is not None:
        shares.begin(export, st.session_state[days])
