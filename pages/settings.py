"""Settings: who makes the videos, whether it answers, what is left, and where the files are."""

from urllib.parse import urlsplit

import streamlit as st

from components.here import here
from nemo import errors
from nemo.config import is_local
from studio import backend
from studio.settings import settings

visitor = here()
say = visitor.say
chosen = settings()

st.title(say("nav.settings"))
with st.container(border=True, key="backend"):
    st.subheader(say("settings.backend"))
    if chosen.embedded:
        st.markdown(f":material/computer: {say('settings.here')}")
    else:
        st.markdown(f":material/cloud: {say('settings.there', host=urlsplit(chosen.backend_url).netloc)}")
    st.caption(say("settings.private" if is_local(chosen.backend_url) else "settings.sent"))
    if st.button(say("settings.test"), key="test-backend", icon=":material/network_check:"):
        try:
            with st.spinner(say("chat.connecting")):
                available, frozen, total = backend.credits(backend.connected(visitor.project.id))
            st.success(say("settings.answers"), icon=":material/check_circle:")
            st.markdown(say("nav.credits", available=available))
        except errors.NemoError as error:
            st.error(error.sentence(visitor.language), icon=":material/error:")
    st.caption(say("settings.cost"))
