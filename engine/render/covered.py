"""Which words of a film an app's own buttons and captions would lie over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.looks import look
from engine.looks.model import Look
from engine.render.lettering import letters
from engine.render.safe import VERTICAL, frame_size
from nemo.draft import Draft, Segment

APPS = {"tiktok": "TikTok", "reels": "Instagram Reels", "shorts": "YouTube Shorts"}
ROLES = ("title", "text", "cta", "caption", "disclosure")
WIDTH = 360  # px: words are set at this size; a hundredth of it is less than anybody sees
SLACK = 0.01  # of the frame: shadows and the rounding of px
SOLID = 160  # of 255: below this a pixel is shadow or scrim and no letter

Fractions = tuple[float, float, float, float]


@dataclass(frozen=True)
class App:
    """An app, what it covers of an upright frame (left, top, right, bottom, as fractions), and the words below that."""

    key: str
    name: str
    margins: Fractions
    hidden: list[dict[str, Any]]

    def wire(self) -> dict[str, Any]:
        """As it is sent."""
        return {"key": self.key, "name": self.name, "margins": list(self.margins), "hidden": self.hidden}


def covered(draft: Draft) -> list[App]:
    """For each app what it covers and which texts: `{"id", "role", "text", "start"}`, ms. Empty unless upright."""
    width, height = frame_size(draft)
    if height <= width * 1.5:
        return []
    small = draft.model_copy(update={"meta": draft.meta.model_copy()})
    small.meta.width, small.meta.height = WIDTH, round(WIDTH * height / width)
    style = look(draft.meta.look or "", draft.meta.kind or "plain")
    boxes = [
        (_told(segment, role), box)
        for role in ROLES
        for segment in draft.segments(role)
        if (box := _box(segment, role, small, style))
    ]
    found = []
    for key, name in APPS.items():
        left, top, right, bottom = VERTICAL[key]
        free = (left - SLACK, top - SLACK, 1 - right + SLACK, 1 - bottom + SLACK)
        under = [told for told, box in boxes if not _inside(box, free)]
        found.append(App(key, name, VERTICAL[key], sorted(under, key=lambda one: one["start"])))
    return found


def _told(segment: Segment, role: str) -> dict[str, Any]:
    text = " ".join((segment.meta.text or "").split())
    return {"id": segment.meta.id or "", "role": role, "text": text[:80], "start": segment.start}


def _box(segment: Segment, role: str, draft: Draft, style: Look) -> Fractions | None:
    """The smallest rectangle around the solid pixels of a text, in fractions of the frame; None where nothing is."""
    width, height = frame_size(draft)
    spans = []
    for sprite in letters(segment, role, draft, style, None):
        solid = sprite.pixels[..., 3] >= SOLID
        if solid.any():
            rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
            spans.append((sprite.x + columns[0], sprite.y + rows[0], sprite.x + columns[-1], sprite.y + rows[-1]))
    if not spans:
        return None
    x0, y0, x1, y1 = (pick(values) for pick, values in zip((min, min, max, max), zip(*spans, strict=True), strict=True))
    return float(x0 / width), float(y0 / height), float((x1 + 1) / width), float((y1 + 1) / height)


def _inside(box: Fractions, free: Fractions) -> bool:
    return box[0] >= free[0] and box[1] >= free[1] and box[2] <= free[2] and box[3] <= free[3]
