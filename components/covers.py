"""The preview as TikTok, Reels or Shorts would show it: what they cover is hatched, words that lie there are told."""

from __future__ import annotations

import streamlit as st

from components.ask import ask
from components.here import Here
from components.plain import letters
from studio import backend, covers
from studio.covers import App


def show(visitor: Here, busy: bool) -> None:
    """Draw the switch, and when it is on the choice of app, the hatching and the list."""
    if not backend.offers(visitor.project, "covers"):
        return
    say = visitor.say
    if not st.toggle(say("covers.show"), key="covers"):
        return
    apps = {one.key: one for one in covers.apps(visitor.project)}
    if not apps:
        st.caption(say("covers.upright"))
        return
    first = next(iter(apps))
    chosen = st.segmented_control(
        say("covers.app"),
        list(apps),
        default=first,
        required=True,
        format_func=lambda key: apps[key].name.split()[-1],
        key="cover",
        label_visibility="collapsed",
    )
    app = apps.get(chosen or first, apps[first])
    st.html(_hatching(app))
    st.caption(f":material/texture: {say('covers.zone', app=app.name)}")
    _told(visitor, app, busy)


def _told(visitor: Here, app: App, busy: bool) -> None:
    say = visitor.say
    if not app.hidden:
        st.success(say("covers.safe", app=app.name), icon=":material/check_circle:")
        return
    lines = [f"- {say('covers.item', text=letters(one.text), time=_clock(one.start))}" for one in app.hidden]
    st.warning("\n".join([say("covers.hidden", app=app.name), "", *lines]), icon=":material/warning:")
    wish = say("covers.clear_message", app=app.name)
    label, icon = say("covers.clear", app=app.name), ":material/fit_screen:"
    st.button(label, key="covers-clear", icon=icon, disabled=busy, on_click=ask, args=(visitor, wish))


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def _hatching(app: App) -> str:
    """Style which hatches the margins over the player; its numbers alone come from the backend."""
    left, top, right, bottom = (f"{value:.2%}" for value in app.margins)
    far, low = f"calc(100% - {right})", f"calc(100% - {bottom})"
    outer = "0 0, 100% 0, 100% 100%, 0 100%, 0 0"
    inner = f"{left} {top}, {left} {low}, {far} {low}, {far} {top}, {left} {top}"
    return f"""<style>
.st-key-film {{ position: relative; width: fit-content; max-width: 100%; }}
.st-key-film::after {{ content: ""; position: absolute; inset: 0; pointer-events: none; border-radius: .75rem;
  background: repeating-linear-gradient(45deg, rgb(255 255 255 / .4) 0 6px, rgb(190 30 70 / .5) 6px 12px);
  clip-path: polygon(evenodd, {outer}, {inner}); }}
</style>"""
