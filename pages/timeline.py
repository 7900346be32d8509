"""Timeline: what the video is made of, its preview, and controls for every part."""

import streamlit as st

from components import covers, empty, preview, segment, table, three_looks, timeline, transcript, versions
from components.ask import show_notice
from components.here import here
from nemo.draft import Draft
from studio import tracks

visitor = here()
say = visitor.say
draft = Draft.read(visitor.project.draft)
rows = tracks.rows(draft)
busy = visitor.busy

show_notice()
if not rows:
    empty.show(visitor, "timeline.empty_title", "timeline.empty_line", ":material/view_timeline:")
    transcript.live(visitor)
    st.stop()

st.title(say("nav.timeline"))
watch, change = st.columns([2, 3], gap="large")
with watch:
    film = preview.show(visitor)
    covers.show(visitor, busy)
    three_looks.show(visitor, busy)
with change:
    versions.facts(visitor, draft)
    transcript.live(visitor)
    chosen = st.session_state.get("segment")
    row = next((one for one in rows if one.id == chosen), None)
    with st.container(border=True, key="controls"):
        if row:
            segment.show(visitor, row, busy)
        else:
            st.markdown(f":material/touch_app: {say('timeline.pick')}")
    versions.undo(visitor, busy)

st.subheader(say("timeline.picture"))
timeline.show(visitor, draft, film, chosen)
st.subheader(say("timeline.table"))
table.show(visitor, rows)
versions.show(visitor, busy)
