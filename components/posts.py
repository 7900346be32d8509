"""What to post with a finished film: title, description, hashtags and cover for each place, ready to be copied."""

from __future__ import annotations

import streamlit as st

from components.here import Here
from studio import facts, films, posts
from studio.tables import Export


def show(visitor: Here, export: Export) -> None:
    """Draw the button which opens the texts; only films have them."""
    if not films.media_type(export).startswith("video/"):
        return
    if st.button(visitor.say("posts.button"), key=f"posts-{export.id}", icon=":material/edit_note:"):
        st.dialog(visitor.say("posts.button"), width="medium")(_texts)(visitor, export)


def _texts(visitor: Here, export: Export) -> None:
    say = visitor.say
    st.caption(say("posts.origin"))
    key = st.pills(
        say("posts.place"),
        list(posts.BY_KEY),
        default=posts.PLACES[0].key,
        required=True,
        format_func=lambda one: posts.BY_KEY[one].name,
        key=f"place-{export.id}",
    )
    with st.container(key="post"):
        _post(visitor, export, posts.BY_KEY[key or posts.PLACES[0].key])


def _post(visitor: Here, export: Export, place: posts.Place) -> None:
    say, post = visitor.say, posts.compose(facts.of(export), place)
    if place.title:
        _block(visitor, "posts.title", post.title, place.measure(post.title), place.title)
    _block(visitor, "posts.text", post.text, place.measure(post.whole), place.text)
    if post.tags:
        st.markdown(f"**{say('posts.tags')}**")
        st.code(" ".join(post.tags), language=None, wrap_lines=True)
    width, height = place.cover
    label = say("posts.cover", width=width, height=height)
    st.link_button(label, f"/app/static/cover/{export.id}/{place.key}.jpg", icon=":material/image:")


def _block(visitor: Here, title: str, text: str, count: int, limit: int) -> None:
    st.markdown(f"**{visitor.say(title)}**")
    st.code(text, language=None, wrap_lines=True)
    st.caption(visitor.say("posts.count", count=count, limit=limit))
