"""Tool names, which a user never sees, as the friendly line a user sees instead."""

from __future__ import annotations

import re

from nemo.words import say

# The first row with a word that occurs in the tool's name wins; the keys are those of [activity] in the catalogues.
ROWS: tuple[tuple[str, str], ...] = (
    ("undo", r"undo|revert|rollback|restore"),
    ("render", r"render|export"),
    ("remove", r"remove|delete|drop|clear|cut_out"),
    ("caption", r"caption|subtitle|srt|transcri"),
    ("voice", r"voice|narrat|tts|speech|dub"),
    ("volume", r"volume|gain|loud|mute|duck"),
    ("music", r"music|bgm|song|soundtrack|audio|sound"),
    ("transition", r"transition|fade|dissolve|wipe"),
    ("trim", r"trim|(?:^|_)cut|shorten"),
    ("split", r"split|slice"),
    ("speed", r"speed|tempo|slow|retime"),
    ("aspect", r"aspect|ratio|canvas|resize|orientation|portrait|landscape"),
    ("crop", r"crop|frame|framing|zoom|motion|focus|rotate"),
    ("title", r"title|headline|heading"),
    ("text", r"text|font|cta|call_to_action|overlay|sticker|logo"),
    ("effect", r"effect|filter|style|look|colou?r|theme|adjust|bright"),
    ("duration", r"duration|length"),
    ("reorder", r"order|move|swap|shift|arrange"),
    ("storyboard", r"storyboard|scene|plan|outline"),
    ("script", r"script|copy|write"),
    ("fetch", r"fetch|browse|url|link|page|article|scrape|search"),
    ("image", r"image|photo|picture|t2i"),
    ("generate", r"generat|create|make|build|compose|t2v|i2v|video"),
    ("media", r"media|asset|upload|file|material|footage|clip"),
    ("timeline", r"timeline|track|draft|state|project|segment"),
    ("add", r"add|insert|append|put|set"),
)


def activity_line(tool: str, language: str | None = "en") -> str:
    """What a tool is doing, for people: `trim_clip` is "Trimming the clip…". Unknown tools are "Working on it…"."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", tool).lower()
    key = next((row for row, pattern in ROWS if re.search(pattern, name)), "working")
    return say(f"activity.{key}", language)
