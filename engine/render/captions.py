"""Captions in four styles: clean (letters with a shadow), boxed, karaoke (the spoken word lit), pop (words arrive as spoken)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, readable
from engine.looks.model import Look, Palette, TextStyle
from engine.render.block import Block, fitted
from engine.render.places import area, placed_in
from engine.render.raster import Sheet, grown, rounded
from engine.render.safe import Box, frame_size
from engine.render.sprite import Animation, Sprite
from engine.render.support import supported
from nemo.draft import Draft, Segment

QUICK = Animation("fade", 90)


def caption(segment: Segment, draft: Draft, look: Look, backdrop: NDArray[np.uint8] | None) -> list[Sprite]:
    """The sprites of one caption in the style of the segment, else of the draft, else of the look."""
    name = segment.meta.style or draft.meta.caption_style or look.caption_style
    style = look.style("caption", name)
    size = frame_size(draft)
    room = area(segment, "caption", draft, style)
    text = " ".join((segment.meta.text or "").split())
    block = fitted(((text, style),), room.width, room.height, min(size), draft.meta.language or "en")
    position = segment.meta.position or style.position
    x, y = placed_in(room, block.width, block.height, position, "center")
    if name == "boxed":
        return [
            _boxed(block, Box(x, y, x + block.width, y + block.height), segment, style, look.colours(draft), min(size))
        ]
    return supported(block, x, y, segment, style, look, look.colours(draft), size, backdrop)


def _boxed(block: Block, box: Box, segment: Segment, style: TextStyle, palette: Palette, short: int) -> Sprite:
    plate = grown(box, round(short * 0.032), round(short * 0.024))
    sheet = Sheet(plate)
    sheet.lay(rounded(plate.width, plate.height, round(style.radius * short)), plate.x0, plate.y0, palette.dark, 0.86)
    ink = readable(palette.dark, palette.light, Rgb(255, 255, 255))
    from engine.render.support import lay_line

    for line in block.lines:
        lay_line(sheet, line, box, ink)
    return Sprite(sheet.pixels(), plate.x0, plate.y0, segment.start, segment.end, QUICK, QUICK)
