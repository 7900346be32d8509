"""The forms of the three jobs: saved as they are typed, checked, and shown as the request they make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from components import brief_taste, uploader
from components.ask import ask
from components.empty import PAGES
from components.here import Here
from studio import briefs, projects

JOBS = ("affiliate", "link", "wedding")
PLATFORMS = ["TikTok", "Instagram Reels", "YouTube Shorts", "YouTube", "Instagram", "小红书", "抖音"]
Values = dict[str, Any]


def chosen() -> str | None:
    """The job whose form is open, also after a reload: the address names it."""
    if not st.session_state.get("arrived"):
        st.session_state["arrived"] = True
        named = st.query_params.get("job")
        if named in JOBS:
            st.session_state["job"] = named
    job: str | None = st.session_state.get("job")
    if job:
        st.query_params["job"] = job
    else:
        st.query_params.pop("job", None)
    return job


def show(visitor: Here, job: str) -> None:
    """Draw the form of a job and send what it makes."""
    say = visitor.say
    st.button(say("form.back"), key="form-back", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
    st.title(say(f"job.{job}.title"))
    if job == "affiliate":
        st.page_link(PAGES / "batch.py", label=say("batch.many"), icon=":material/table_rows:")
    kept: Values = visitor.project.forms.get(job, {})
    left, right = st.columns([3, 2], gap="large")
    with left:
        values = {"affiliate": _affiliate, "link": _link, "wedding": _wedding}[job](visitor, kept)
        values |= brief_taste.show(visitor, job, kept, values)
        projects.keep_form(visitor.project.id, job, values)
        st.caption(f":material/cloud_done: {say('form.kept')}")
    with right:
        if job != "link":
            st.markdown(f"**{say('form.photos')}**")
            uploader.show(visitor, f"files-{job}")
        _request(visitor, job, values)


def _request(visitor: Here, job: str, values: Values) -> None:
    say = visitor.say
    composed = briefs.compose(job, values, say)
    if st.session_state.get("composed") != composed:
        st.session_state["composed"] = st.session_state["request"] = composed
    st.text_area(say("form.request"), key="request", height=220)
    lacking = briefs.missing(job, values)
    if lacking:
        names = ", ".join(say(f"form.{job}.{field}") for field in lacking)
        st.caption(f":material/edit_note: {say('form.missing', fields=names)}")
    for problem in briefs.problems(job, values, date.today()):
        st.warning(say(problem), icon=":material/warning:")
    st.button(
        say("form.send"),
        key="form-send",
        type="primary",
        icon=":material/auto_awesome:",
        width="stretch",
        disabled=bool(lacking),
        on_click=_send,
        args=(visitor, job),
    )


def _send(visitor: Here, job: str) -> None:
    """Send the request as it stands at this moment, which may be newer than the page."""
    projects.change(visitor.project.id, skill=job)
    ask(visitor, st.session_state["request"], usual=False)


def _leave() -> None:
    st.session_state.pop("job", None)


def _affiliate(visitor: Here, kept: Values) -> Values:
    ask_for = _Fields(visitor, "affiliate", kept)
    tones = [visitor.say(f"form.affiliate.tone_{one}") for one in _TONES]
    values: Values = {"product": ask_for.line("product"), "link": ask_for.line("link", "https://")}
    values |= _pair(price=lambda: ask_for.line("price"), code=lambda: ask_for.line("code"))
    values |= _pair(length=ask_for.seconds, platform=lambda: ask_for.choice("platform", PLATFORMS))
    values |= _pair(tone=lambda: ask_for.choice("tone", tones))
    return values | {"benefits": ask_for.area("benefits"), "disclosure": ask_for.switch("disclosure")}


def _link(visitor: Here, kept: Values) -> Values:
    ask_for = _Fields(visitor, "link", kept)
    return {"url": ask_for.line("url", "https://"), "length": ask_for.seconds(), "voice": ask_for.switch("voice")}


def _wedding(visitor: Here, kept: Values) -> Values:
    ask_for = _Fields(visitor, "wedding", kept)
    moods = [visitor.say(f"form.wedding.mood_{one}") for one in _MOODS]
    languages = [visitor.say(f"form.wedding.language_{one}") for one in ("en", "zh")]
    values = _pair(first=lambda: ask_for.line("first"), second=lambda: ask_for.line("second"))
    values |= _pair(date=lambda: ask_for.day("date"), time=lambda: ask_for.hour("time"))
    values |= _pair(venue=lambda: ask_for.line("venue"), address=lambda: ask_for.line("address"))
    values |= _pair(mood=lambda: ask_for.choice("mood", moods, moods[0]), length=ask_for.seconds)
    values |= _pair(language=lambda: ask_for.choice("language", languages), rsvp=lambda: ask_for.line("rsvp"))
    values |= {"message": ask_for.line("message"), "zone": ask_for.zone("zone") if values["time"] else None}
    return values | {"map": ask_for.switch("map")}


def _pair(**fields: Callable[[], Any]) -> Values:
    """Fields side by side; on a phone one under the other, in their order."""
    values: Values = {}
    for column, (name, draw) in zip(st.columns(2), fields.items(), strict=False):
        with column:
            values[name] = draw()
    return values


_TONES = ("friendly", "bold", "premium", "funny")
_MOODS = ("romantic", "calm", "happy", "cinematic")


class _Fields:
    """The widgets of one form, filled with what was kept."""

    def __init__(self, visitor: Here, job: str, kept: Values) -> None:
        self._say, self._job, self._kept = visitor.say, job, kept
        self._stem = f"{visitor.project.id}-{job}"

    def line(self, field: str, hint: str = "") -> str:
        return st.text_input(self._label(field), self._kept.get(field, ""), key=self._key(field), placeholder=hint)

    def area(self, field: str) -> str:
        return st.text_area(self._label(field), self._kept.get(field, ""), key=self._key(field), height=110)

    def switch(self, field: str) -> bool:
        return st.toggle(self._label(field), self._kept.get(field, True), key=self._key(field))

    def seconds(self) -> int:
        value = int(self._kept.get("length") or briefs.LENGTHS[self._job])
        return int(st.number_input(self._label("length"), 5, 600, value, step=5, key=self._key("length")))

    def choice(self, field: str, options: list[str], usual: str | None = None) -> str | None:
        chosen = self._kept.get(field) or usual
        index = options.index(chosen) if chosen in options else None
        hint = self._say("form.optional")
        return st.selectbox(self._label(field), options, index, key=self._key(field), placeholder=hint)

    def day(self, field: str) -> str | None:
        kept = self._kept.get(field)
        chosen = st.date_input(self._label(field), date.fromisoformat(kept) if kept else None, key=self._key(field))
        return chosen.isoformat() if isinstance(chosen, date) else None

    def hour(self, field: str) -> str | None:
        kept = self._kept.get(field)
        chosen = st.time_input(self._label(field), time.fromisoformat(kept) if kept else None, key=self._key(field))
        return chosen.strftime("%H:%M") if chosen else None

    def zone(self, field: str) -> str | None:
        """A time zone; the one this browser is in unless another was chosen."""
        zones = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
        here = str(st.context.timezone or "")
        return self.choice(field, zones, here if here in zones else None)

    def _label(self, field: str) -> str:
        return self._say(f"form.{self._job}.{field}")

    def _key(self, field: str) -> str:
        return f"{self._stem}-{field}"
