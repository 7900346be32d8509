"""The first screen: what this is, the chat box, the three jobs, and ways to begin without thinking."""

from __future__ import annotations

import streamlit as st

from components import uploader
from components.ask import ask, buttons, chat_box
from components.here import Here
from studio import samples

JOBS = {"affiliate": ":material/sell:", "link": ":material/link:", "wedding": ":material/favorite:"}


def show(visitor: Here) -> None:
    """Draw the first screen."""
    say = visitor.say
    with st.container(key="hero", gap="small"):
        st.title(say("welcome.title"))
        st.markdown(say("welcome.line"))
        chat_box(visitor, busy=False)
        if samples.available("affiliate"):
            label = say("welcome.sample")
            icon = ":material/photo_library:"
            st.button(label, key="sample", icon=icon, type="primary", on_click=_sample, args=(visitor,))
    with st.grid(3, min_column_width=230, key="jobs"):
        for job, icon in JOBS.items():
            _card(visitor, job, icon)
    uploader.show(visitor, "welcome-files")
    st.caption(say("welcome.try"))
    buttons(visitor, [say(f"try.{number}") for number in (1, 2, 3)], "try", ":material/chat_bubble:")


def _card(visitor: Here, job: str, icon: str) -> None:
    with st.container(border=True, key=f"job-{job}", gap="small"):
        st.markdown(f"### {icon} {visitor.say(f'job.{job}.title')}")
        st.markdown(visitor.say(f"job.{job}.line"))
        st.button(
            visitor.say(f"job.{job}.start"),
            key=f"start-{job}",
            width="stretch",
            icon=":material/arrow_forward:",
            icon_position="right",
            on_click=_choose,
            args=(job,),
        )


def _choose(job: str) -> None:
    st.session_state["job"] = job


def _sample(visitor: Here) -> None:
    samples.add(visitor.project.id, "affiliate")
    ask(visitor, visitor.say("try.sample"))
