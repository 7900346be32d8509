"""The exports page."""

import streamlit as st

from components.here import here

visitor = here()
st.title(visitor.say("nav.exports"))
