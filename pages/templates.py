"""Templates: videos which are made again with other words and pictures."""

import streamlit as st

from components import file_words, template_cards, template_save, template_use
from components.ask import show_notice
from components.here import here
from nemo.draft import Draft
from studio import projects, templates

visitor = here()
say = visitor.say
used = templates.get(visitor.owner, st.session_state.get("template", ""))
saved = projects.get(visitor.owner, st.session_state.get("saving", ""))

show_notice()
file_words.show(visitor)
if used:
    template_use.show(visitor, used)
    st.stop()
if saved:
    template_save.show(visitor, saved)
    st.stop()

st.title(say("nav.templates"))
st.markdown(say("templates.line"))
if Draft.read(visitor.project.draft).ready_for_export:
    st.button(
        say("templates.save_this", name=visitor.project.name),
        key="save-this",
        icon=":material/bookmark_add:",
        on_click=template_save.begin,
        args=(visitor.project.id,),
    )
template_cards.show(visitor)
