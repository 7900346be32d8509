"""Text which others wrote, made harmless for Markdown: shown letter for letter, or with emphasis and lists alone."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&^=])")
_RISKY = re.compile(r"!\[|\$|:(?=[\w/-]+(\[|:))|<")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def letters(text: str) -> str:
    """A user's own text: every sign that Markdown knows is escaped, line breaks stay."""
    return _MARKS.sub(r"\\\1", text).replace("\n", "  \n")


def prose(text: str) -> str:
    """A backend's text: emphasis, lists and plain links work; pictures, formulas, HTML and icons do not."""
    shown = _LINK.sub(lambda found: found[0] if found[2].startswith("https://") else found[1], text)
    return _RISKY.sub(lambda found: "\\" + found[0], shown)
