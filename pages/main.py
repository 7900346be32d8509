"""The frame around every page: who is here, the navigation, the sidebar."""

from pathlib import Path

import streamlit as st

from components import nav, sidebar, style
from components.here import here
from studio import calm

PAGES = Path(__file__).parent
ICON = PAGES.parent / "static" / "icon.png"

st.set_page_config(page_title="Reelwright", page_icon=str(ICON), layout="wide")
calm.settle()
visitor = here()
say = visitor.say
pages = [
    st.Page(PAGES / "create.py", title=say("nav.create"), icon=":material/auto_awesome:", default=True),
    st.Page(PAGES / "timeline.py", title=say("nav.timeline"), icon=":material/view_timeline:"),
    st.Page(PAGES / "exports.py", title=say("nav.exports"), icon=":material/download:"),
]
more = [
    st.Page(PAGES / "variants.py", title=say("variants.title"), icon=":material/dynamic_feed:"),
    st.Page(PAGES / "projects.py", title=say("nav.projects"), icon=":material/folder:"),
    st.Page(PAGES / "templates.py", title=say("nav.templates"), icon=":material/bookmarks:"),
    st.Page(PAGES / "batch.py", title=say("nav.batch"), icon=":material/table_rows:"),
    st.Page(PAGES / "settings.py", title=say("nav.settings"), icon=":material/settings:"),
]
page = st.navigation(pages + more, position="hidden")
style.show()
nav.show(pages)
sidebar.show(visitor, more)
page.run()
