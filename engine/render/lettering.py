"""Words become sprites: titles, texts, captions, the call to action and the disclosure, in the manner of a look."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.looks.model import Look, Support, TextStyle
from engine.render import captions, card, marks
from engine.render.block import fitted, paragraphs
from engine.render.fonts import HAN, clusters
from engine.render.places import area, placed_in
from engine.render.raster import grown
from engine.render.safe import frame_size
from engine.render.sprite import Sprite
from engine.render.support import PANEL_PAD, PLATE_PAD, supported
from engine.render.wishes import colour_wish, wished_palette, wished_style
from nemo.draft import Draft, Segment

Backdrop = NDArray[np.uint8] | None


def letters(segment: Segment, role: str, draft: Draft, look: Look, backdrop: Backdrop) -> list[Sprite]:
    """The sprites of one text segment, the lowest first; times are absolute ms of the timeline.

    `role` is the role of its track; a text card of the main track ("main") is set like a title. `backdrop` is a small
    RGB picture (h, w, 3) of the whole frame behind it, by which contrast is measured: 180 px wide shows all that
    matters, None counts as mid grey. An empty text gives no sprite.
    """
    if role == "cta":
        return card.call_to_action(segment, draft, look) if segment.duration > 0 else []
    text = (segment.meta.text or "").strip()
    if not text or segment.duration <= 0:
        return []
    if role == "disclosure":
        return marks.disclosure(segment, draft, look)
    if role == "caption":
        return captions.caption(segment, draft, look, backdrop)
    return _written(segment, role, draft, look, backdrop)


def _written(segment: Segment, role: str, draft: Draft, look: Look, backdrop: Backdrop) -> list[Sprite]:
    style = look.style(role, segment.meta.style)
    if role == "main":
        style = _on_card(look.style("title", segment.meta.style))
    colour = colour_wish(segment, draft, role)
    style, palette = wished_style(style, segment, colour, draft.meta.font), wished_palette(look.colours(draft), colour)
    size = frame_size(draft)
    room = grown(area(segment, role, draft, style, look), *_inset(style, min(size)))
    parts = tuple(paragraphs(segment.meta.text or "", style, upright=size[1] >= size[0]))
    block = fitted(parts, room.width, room.height, min(size), draft.meta.language or "en")
    x, y = placed_in(room, block.width, block.height, segment.meta.position or style.position, style.align)
    return supported(block, x, y, segment, style, palette, size, backdrop)


def _on_card(style: TextStyle) -> TextStyle:
    """A title on its look's own card stands in the middle, and needs no panel there."""
    plain: Support = "auto" if style.support in ("panel", "scrim") else style.support
    return replace(style, position="center", support=plain, inks=("light", "dark"), lines=6)


def _inset(style: TextStyle, short: int) -> tuple[int, int]:
    """What to grow the room by, px: less than nothing, for the panels, plates and ornaments around the letters."""
    panel = PANEL_PAD if style.support == "panel" else 0.0
    plate = PLATE_PAD * style.size if style.support == "line_plates" else 0.0
    return -round((panel + plate) * short), -round(max(style.margin, panel, plate) * short)


def reading_ms(text: str) -> int:
    """How long a viewer needs for a text, ms: half a second to find it, then 15 letters or 5 Chinese signs a second.

    The rates are those of subtitling: 160–180 words a minute (BBC), 4–6 characters a second (Chinese broadcasters).
    """
    signs = [cluster for cluster in clusters(text) if not cluster.isspace()]
    wide = sum(bool(HAN.match(cluster)) for cluster in signs)
    return round(1000 * (wide / 5 + (len(signs) - wide) / 15)) + (500 if signs else 0)
