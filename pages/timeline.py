"""The timeline page."""

import streamlit as st

from components.here import here

visitor = here()
st.title(visitor.say("nav.timeline"))
