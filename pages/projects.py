"""Projects: every video of this browser, found, renamed, opened, deleted and brought back."""

import streamlit as st

from components import project_card
from components.ask import show_notice
from components.here import here
from studio import erase, projects

visitor = here()
say = visitor.say

show_notice()
st.title(say("nav.projects"))
search = st.text_input(say("projects.search"), key="search", icon=":material/search:")
found = [one for one in projects.mine(visitor.owner, search) if one.name]
if not found:
    st.markdown(say("projects.none"))
with st.grid(3, min_column_width=260, key="projects"):
    for project in found:
        project_card.show(visitor, project)
away = erase.deleted(visitor.owner)
if away:
    with st.expander(say("projects.deleted", count=len(away)), icon=":material/delete:"):
        for project in away:
            project_card.show_deleted(visitor, project)
