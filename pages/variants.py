"""Variants: many films of one video, made in one click, compared side by side, saved as one zip."""

import time

import streamlit as st

from components import empty, variant_form, variant_grid
from components.ask import show_notice
from components.export_card import duration
from components.here import here
from nemo.draft import Draft
from studio import variants

visitor = here()
say = visitor.say
draft = Draft.read(visitor.project.draft)
sets = {one.id: one for one in variants.sets(visitor.project)}


def named(set_id: str) -> str:
    """How a set is called among the others."""
    one = sets[set_id]
    what = say("variants.kind_guests" if one.kind == "guests" else "variants.kind_variants")
    return say("variants.set_line", what=what, ago=duration(time.time() - one.created, say))


show_notice()
if not draft.ready_for_export and not sets:
    empty.show(visitor, "timeline.empty_title", "variants.no_draft", ":material/dynamic_feed:")
    st.stop()

st.title(say("variants.title"))
st.markdown(say("variants.guests_line" if draft.meta.kind == "wedding" else "variants.line"))
variant_form.show(visitor, draft)
if sets:
    wanted = st.session_state.pop("variant-set", None)
    if wanted in sets:
        st.session_state["variant-sets"] = wanted
    if st.session_state.get("variant-sets") not in sets:
        st.session_state["variant-sets"] = next(iter(sets))
    chosen = st.session_state["variant-sets"]
    if len(sets) > 1:
        chosen = st.selectbox(say("variants.set"), list(sets), format_func=named, key="variant-sets")
    variant_grid.show(visitor, sets[chosen])
