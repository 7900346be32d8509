"""Two or three next steps that fit the video as it is, each a message that may be sent as it stands."""

from __future__ import annotations

from engine.director.events import Tool
from engine.director.say import catalogue
from nemo.draft import Draft


def suggestions(draft: Draft, done: list[Tool], language: str) -> list[str]:
    """At most three."""
    book = catalogue(language if "suggest" in catalogue(language) else "en")["suggest"]
    if not draft.duration:
        return [str(book["create"]), str(book["create_wedding"]), str(book["create_link"])]
    ranked: list[str] = []
    if not draft.segments("voice") and (draft.segments("title") or draft.segments("text")):
        ranked.append("add_voice")
    if not draft.segments("music"):
        ranked.append("add_music")
    if draft.segments("voice") and not draft.segments("caption"):
        ranked.append("add_captions")
    if not draft.segments("title"):
        ranked.append("add_title")
    if (
        draft.meta.kind == "affiliate"
        and draft.segments("cta")
        and not (draft.segments("cta")[-1].meta.cta or {}).get("code")
    ):
        ranked.append("new_call")
    if draft.meta.kind == "wedding":
        ranked.append("look_floral")
    last = done[-1].name if done else ""
    if last and last not in ("undo", "redo", "restore"):
        ranked.append("undo")
    ranked += [
        "shorter" if draft.duration > 15_000 else "longer",
        "other_music" if draft.segments("music") else "add_music",
        "square",
    ]
    chosen = list(dict.fromkeys(ranked))
    return [str(book[name]) for name in chosen[:3]]
