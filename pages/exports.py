"""Exports: choose where the video goes, watch it being made, play and keep it."""

import streamlit as st

from components import empty, export_card, export_form, variant_link
from components.ask import show_notice
from components.here import here
from nemo.draft import Draft
from studio import renders

visitor = here()
say = visitor.say
draft = Draft.read(visitor.project.draft)
made = renders.of(visitor.project)

show_notice()
if not draft.ready_for_export and not made:
    empty.show(visitor, "timeline.empty_title", "exports.no_draft", ":material/download:")
    st.stop()

st.title(say("nav.exports"))
export_form.show(visitor, draft)
if draft.ready_for_export:
    variant_link.show(visitor, draft)
st.subheader(say("exports.history"))
if not made:
    st.markdown(say("exports.none"))
with st.container(key="history"):
    for export in made:
        export_card.show(visitor, export)
