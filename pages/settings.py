"""Settings: who makes the videos, and how they look and sound unless one says otherwise."""

import streamlit as st

from components import (
    settings_backend,
    settings_brand,
    settings_credits,
    settings_language,
    settings_llm,
    settings_taste,
)
from components.ask import show_notice
from components.here import here
from studio import preferences

visitor = here()
kept = preferences.of(visitor.owner)

show_notice()
st.title(visitor.say("nav.settings"))
settings_language.show(visitor)
settings_taste.show(visitor, kept)
settings_brand.show(visitor, kept)
settings_backend.show(visitor)
settings_llm.show(visitor)
settings_credits.show(visitor)
