"""The form of a template: a field for every place, filled with what the template says."""

from __future__ import annotations

import streamlit as st

from components.empty import PAGES
from components.here import Here, leave_for
from components.plain import letters
from nemo import errors
from nemo.config import ALSO_FORMATS, FORMATS
from studio import slots, templates
from studio.slots import Slot
from studio.tables import Template

LONG = 60  # characters from which on a text has a field of several lines
SOUND = ("mp3", "wav", "m4a", "aac")
PICTURES = [one for one in (*FORMATS, *ALSO_FORMATS) if one not in SOUND]


def show(visitor: Here, template: Template) -> None:
    """Draw the form and make a video of it."""
    say, places = visitor.say, slots.read(template.slots)
    st.button(say("form.back"), key="use-back", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
    st.title(letters(template.name))
    st.markdown(say("templates.keep"))
    name = st.text_input(say("templates.video_name"), template.name, key=f"made-{template.id}", max_chars=80)
    left, right = st.columns([3, 2], gap="large")
    with left:
        texts = {one.key: _text(template, one) for one in places if not one.picture}
    with right:
        files = {one.key: _file(visitor, template, one) for one in places if one.picture}
    changed = {one.key: texts[one.key] for one in places if one.key in texts and texts[one.key] != one.text}
    given = {key: file for key, file in files.items() if file}
    if st.button(say("form.send"), key="use-template", type="primary", icon=":material/auto_awesome:"):
        _make(visitor, template, name.strip() or template.name, changed, given)


def _text(template: Template, slot: Slot) -> str:
    draw = st.text_area if len(slot.text) > LONG or "\n" in slot.text else st.text_input
    return str(draw(letters(slot.name), slot.text, key=f"fill-{template.id}-{slot.key}", max_chars=slot.limit))


def _file(visitor: Here, template: Template, slot: Slot) -> tuple[str, bytes] | None:
    picture = templates.picture(template.id, slot.key)
    if picture:
        st.image(picture, width=96, alt="")
    file = st.file_uploader(
        visitor.say("templates.file", name=letters(slot.name)),
        PICTURES,
        key=f"file-{template.id}-{slot.key}",
        max_upload_size=templates.MOST_MB,
    )
    return (file.name, file.getvalue()) if file else None


def _make(
    visitor: Here, template: Template, name: str, texts: dict[str, str], files: dict[str, tuple[str, bytes]]
) -> None:
    try:
        with st.spinner(visitor.say("templates.making")):
            made, left = templates.use(template, name, texts, files, visitor.language)
    except errors.NemoError as error:
        st.error(error.sentence(visitor.language), icon=":material/error:")
        return
    if left:
        st.session_state["notice"] = visitor.say("templates.left", names=", ".join(left))
    _leave()
    leave_for(made.id)
    st.switch_page(PAGES / "create.py")


def _leave() -> None:
    st.session_state.pop("template", None)
