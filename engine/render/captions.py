"""Captions: clean (letters in a halo), boxed, karaoke (the spoken word is lit), pop (words arrive as they are spoken).

Captions keep one ink through the whole video: what changes with the picture is the strength of the dark behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import BLACK, WHITE, Rgb, readable, until_readable
from engine.looks.model import Look, Palette, TextStyle
from engine.render.block import Block, Placed, cased, fitted
from engine.render.contrast import legible_on, region
from engine.render.places import area, placed_in
from engine.render.raster import Sheet, grown, rounded, softened
from engine.render.safe import Box, frame_size
from engine.render.setting import cleaned, mask, set_line
from engine.render.sprite import STILL, Animation, Sprite
from engine.render.support import BOX_FROM, halo_lines, lay_line
from engine.render.timing import Token, tokens
from engine.render.wishes import colour_wish, wished_palette, wished_style
from nemo.draft import Draft, Segment

STYLES = ("clean", "boxed", "karaoke", "pop")
QUICK = Animation("fade", 90)
AT_ONCE = Animation("fade", 40)
"""How captions come: seen within a frame of their word. Slower ones were up to 52 ms late in finished films."""
POP = Animation("pop", 150)
STROKE = 0.075
"""The outline of popping words, of the em."""


def caption_style(segment: Segment, draft: Draft, look: Look) -> str:
    """The style of a caption: the segment's, else the draft's, else the look's."""
    asked = (segment.meta.style, draft.meta.caption_style, look.caption_style)
    return next(name for name in asked if name in STYLES)


def caption(segment: Segment, draft: Draft, look: Look, backdrop: NDArray[np.uint8] | None) -> list[Sprite]:
    """The sprites of one caption."""
    name = caption_style(segment, draft, look)
    size, colour = frame_size(draft), colour_wish(segment, draft, "caption")
    style = wished_style(look.style("caption", name), segment, colour)
    palette = wished_palette(look.colours(draft), colour)
    room = area(segment, "caption", draft, style, look)
    text = " ".join((segment.meta.text or "").split())
    block = fitted(((text, style),), room.width, room.height, min(size), draft.meta.language or "en")
    x, y = placed_in(room, block.width, block.height, segment.meta.position or style.position, "center")
    box = Box(x, y, x + block.width, y + block.height)
    if name == "boxed":
        return [_boxed(block, box, segment, style, palette, min(size), 1.0 if colour else 0.88)]
    if name == "pop":
        return list(_popping(block, box, segment, palette))
    behind = region(backdrop, grown(box, min(size) // 40), size)
    if colour is not None and legible_on([behind], [colour]).opacity >= BOX_FROM:
        base = _boxed(block, box, segment, style, palette, min(size), 1.0)
    else:
        base = _haloed(block, box, segment, draft, palette, behind)
    return [base, *_lit(block, box, segment, palette)] if name == "karaoke" else [base]


def _boxed(
    block: Block, box: Box, segment: Segment, style: TextStyle, palette: Palette, short: int, opacity: float
) -> Sprite:
    plate = grown(box, round(short * 0.032), round(short * 0.024))
    sheet = Sheet(plate)
    sheet.lay(
        rounded(plate.width, plate.height, round(style.radius * short)), plate.x0, plate.y0, palette.dark, opacity
    )
    ink = readable(palette.dark, palette.light)
    for line in block.lines:
        lay_line(sheet, line, box, ink)
    return _shown(sheet, segment)


def _haloed(
    block: Block, box: Box, segment: Segment, draft: Draft, palette: Palette, behind: NDArray[np.uint8] | None
) -> Sprite:
    """Light letters in a dark halo: close around them as strong as the picture needs, and a wide faint one for calm."""
    needed = legible_on([behind], [palette.light]).opacity
    px = block.lines[0].line.type.px if block.lines else 1
    sheet = Sheet(grown(box, round(px * 0.9)))
    halo_lines(sheet, block.lines, box, palette.light, max(0.45, needed), min(frame_size(draft)))
    for line in block.lines:
        lay_line(sheet, line, box, palette.light)
    return _shown(sheet, segment)


def _lit(block: Block, box: Box, segment: Segment, palette: Palette) -> Iterator[Sprite]:
    """One sprite a word: the word again, on a plate of the accent, while it is spoken."""
    ink = readable(palette.accent, palette.on_accent)
    for line, part, x, token in _spoken(block, segment):
        px = line.line.type.px
        word = set_line(part, line.line.type)
        left, baseline = box.x0 + line.x + x, box.y0 + line.y
        plate = Box(
            round(left - 0.14 * px),
            round(baseline - 0.9 * px),
            round(left + word.width + 0.14 * px),
            round(baseline + 0.27 * px),
        )
        sheet = Sheet(plate)
        sheet.lay(rounded(plate.width, plate.height, round(px * 0.18)), plate.x0, plate.y0, palette.accent)
        shape, x0, y0 = mask(word)
        sheet.lay(shape, left - x0, baseline - y0, ink)
        yield Sprite(sheet.pixels(), plate.x0, plate.y0, token.start, token.end)


def _popping(block: Block, box: Box, segment: Segment, palette: Palette) -> Iterator[Sprite]:
    """Each word springs up in the accent when it is spoken, and stays in the light ink until the caption ends."""
    outline = readable(palette.light, Rgb(12, 12, 14), WHITE)
    accent = until_readable(palette.accent, outline)
    for line, part, x, token in _spoken(block, segment):
        at = (box.x0 + line.x + x, box.y0 + line.y)
        loud, where = _outlined(part, line, at, accent, outline)
        yield Sprite(loud, *where, token.start, token.end, POP, STILL)
        if token.end < segment.end:
            calm, where = _outlined(part, line, at, palette.light, outline)
            yield Sprite(calm, *where, token.end, segment.end, STILL, QUICK)


def _outlined(
    text: str, line: Placed, at: tuple[float, float], ink: Rgb, outline: Rgb
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    px = line.line.type.px
    word = set_line(text, line.line.type)
    edge, x0, y0 = mask(word, stroke=max(1.0, STROKE * px))
    shadow, reach = softened(edge, max(1.0, px * 0.05))
    left, top = round(at[0] - x0), round(at[1] - y0)
    sheet = Sheet(grown(Box(left, top, left + edge.shape[1], top + edge.shape[0]), reach))
    sheet.lay(shadow, left - reach, top - reach + px * 0.05, BLACK, 0.5)
    sheet.lay(edge, left, top, outline)
    shape, x0, y0 = mask(word)
    sheet.lay(shape, round(at[0] - x0), round(at[1] - y0), ink)
    return sheet.pixels(), (sheet.box.x0, sheet.box.y0)


def _spoken(block: Block, segment: Segment) -> Iterator[tuple[Placed, str, float, Token]]:
    """Each word where it stands: its line, its letters as set, px from the line's origin, and its time."""
    spoken = iter(tokens(segment))
    token = next(spoken, None)
    for line in block.lines:
        at = 0
        while token is not None:
            part = cleaned(cased(token.text, line.style))
            found = line.line.text.find(part, at)
            if found < 0:
                break
            at = found + len(part)
            yield line, part, _offset(line, found, at), token
            token = next(spoken, None)


def _offset(line: Placed, start: int, end: int) -> float:
    """Where the letters `start` … `end` of a line begin, px from its origin; in a right-to-left line from its right."""
    before = set_line(line.line.text[:end], line.line.type).width
    own = set_line(line.line.text[start:end], line.line.type).width
    rtl = bool(line.line.pieces) and line.line.pieces[-1].rtl
    return line.line.width - before if rtl else before - own


def _shown(sheet: Sheet, segment: Segment) -> Sprite:
    return Sprite(sheet.pixels(), sheet.box.x0, sheet.box.y0, segment.start, segment.end, AT_ONCE, QUICK)
