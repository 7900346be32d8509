"""Batch: a table with a product in each row becomes a video for each."""

import streamlit as st

from components import batch_card, batch_new, file_words
from components.ask import show_notice
from components.here import here
from studio import batches

visitor = here()
say = visitor.say

show_notice()
file_words.show(visitor)
st.title(say("nav.batch"))
st.markdown(say("batch.line"))
batch_new.show(visitor)
found = batches.of(visitor.owner)
if found:
    st.subheader(say("batch.mine"))
for batch in found:
    batch_card.show(visitor, batch)
