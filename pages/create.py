"""Create: say what you want and watch it happen."""

import streamlit as st

from components import briefs, next_steps, preview, transcript, uploader, welcome
from components.ask import chat_box, show_notice
from components.here import here
from studio import projects

visitor = here()
say = visitor.say
history = projects.entries(visitor.project.id)
job = briefs.chosen()

show_notice()
if job:
    briefs.show(visitor, job)
elif not history:
    welcome.show(visitor)
else:
    talk, stage = st.columns([3, 2], gap="large")
    with talk:
        transcript.show(visitor, history)
        transcript.live(visitor)
        with st.expander(say("upload.more"), icon=":material/attach_file:"):
            uploader.show(visitor, "more-files")
    with stage, st.container(key="stage"):
        if preview.show(visitor):
            next_steps.show(visitor)
if history and not job:
    chat_box(visitor, visitor.busy)
