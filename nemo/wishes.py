"""What somebody who asks for an export says about the file: "export 720p webm in high quality"."""

from __future__ import annotations

import re
from typing import Any

from nemo.config import ALSO_FORMATS, FORMATS
from nemo.draft import Draft

SHORT_SIDES = {"4k": 2160, "uhd": 2160, "2k": 1440, "fhd": 1080, "hd": 1080, "超清": 2160, "高清": 1080}
QUALITIES = {
    "high": ("high", "best", "highest", "max", "maximum", "最高", "最好"),
    "standard": ("standard", "medium", "normal", "中等", "标准"),
    "draft": ("draft quality", "low", "lowest", "small", "最低", "低画质"),
}
WORD = r"(?<![a-z0-9]){}(?![a-z0-9])"


def wishes(text: str) -> dict[str, Any]:
    """The options of an export that a message names: `format`, `quality`, and `short_side` in px."""
    plain = text.lower()
    found: dict[str, Any] = {}
    for ending in (*FORMATS, *ALSO_FORMATS):
        if re.search(WORD.format(ending), plain):
            found["format"] = ALSO_FORMATS.get(ending, ending)
    for quality, names in QUALITIES.items():
        if any(re.search(WORD.format(name), plain) for name in names):
            found["quality"] = quality
    size = re.search(r"(?<![a-z0-9])(\d{3,4})p", plain)
    named = next((side for name, side in SHORT_SIDES.items() if re.search(WORD.format(name), plain)), None)
    if size or named:
        found["short_side"] = int(size[1]) if size else named
    return found


def sized(short_side: int, draft: Draft) -> dict[str, int]:
    """The option of the embedded engine for a video whose shorter side has this many px; it keeps the shape."""
    upright = (draft.meta.width or 0) < (draft.meta.height or 0)
    return {"width": short_side} if upright else {"height": short_side}
