"""The large-file uploader: photos, clips and music straight to our own route, in pieces, with progress and cancel."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.here import Here
from nemo.config import ALSO_FORMATS, FORMATS
from studio import uploads
from studio.settings import MAX_UPLOAD_BYTES

HERE = Path(__file__).parent
HTML = """
<label class="zone"><input type="file" multiple><span class="call"></span><span class="hint"></span></label>
<ul></ul><p class="news" role="status"></p>
"""
WORDS = ("call", "hint", "done", "large", "empty", "type", "failed", "remove", "away", "earlier", "later", "list")
PARTS = ("uploader_send.js", "uploader_store.js", "uploader.js")  # one script: the sending, the list, the looks

_mount = st.components.v2.component(
    "reelwright_uploader",
    html=HTML,
    css=(HERE / "uploader.css").read_text("utf-8"),
    js="\n".join((HERE / part).read_text("utf-8") for part in PARTS),
)


def show(visitor: Here, key: str) -> list[uploads.Upload]:
    """Draw the uploader; returns the files of the project which wait to be used."""
    say, endings = visitor.say, [*FORMATS, *ALSO_FORMATS]
    files = uploads.of(visitor.project.id, "waiting", "receiving")
    words = {word: say(f"upload.{word}") for word in WORDS}
    # The blanks of these two are filled in by the script.
    words["unfinished"] = say("upload.unfinished", percent="{percent}")
    words["moved"] = say("upload.moved", name="{name}", number="{number}", count="{count}")
    _mount(
        key=key,
        data={
            "project": visitor.project.id,
            "limit": MAX_UPLOAD_BYTES,
            "endings": endings,
            "accept": ",".join(f".{one}" for one in endings),
            "round": st.session_state.get("round", 0),
            "files": [_shown(one) for one in files],
            "words": words,
        },
        on_arrived_change=lambda: None,
    )
    return [one for one in files if one.state == "waiting"]


def _shown(upload: uploads.Upload) -> dict[str, object]:
    received = uploads.received(upload)
    return {"id": upload.id, "name": upload.name, "size": upload.size, "received": received, "state": upload.state}
