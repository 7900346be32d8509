"""Marks: the call-to-action card with its QR code, and the disclosure that a video is an advertisement."""

from __future__ import annotations

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

from engine.looks.colour import WHITE, Rgb, readable
from engine.looks.model import Look, TextStyle
from engine.render.block import fitted
from engine.render.raster import Sheet, grown, rounded
from engine.render.safe import Box, frame_size, safe_area
from engine.render.sprite import Animation, Sprite
from engine.render.support import lay_line, supported
from nemo.draft import Draft, Segment


def call_to_action(segment: Segment, draft: Draft, look: Look, backdrop: NDArray[np.uint8] | None) -> list[Sprite]:
    """The card with whatever of text, price, code, link and QR code the segment holds."""
    from engine.render.places import area, placed_in

    style = look.style("cta")
    details = segment.meta.cta or {}
    words = [segment.meta.text or "", *(str(details[key]) for key in ("price", "code", "link") if details.get(key))]
    parts = tuple((word, style if at == 0 else style.sub or style) for at, word in enumerate(words) if word.strip())
    if not parts:
        return []
    size = frame_size(draft)
    room = area(segment, "cta", draft, style)
    block = fitted(parts, room.width, room.height, min(size), draft.meta.language or "en")
    x, y = placed_in(room, block.width, block.height, segment.meta.position or style.position, style.align)
    return supported(block, x, y, segment, style, look, look.colours(draft), size, backdrop)


def disclosure(segment: Segment, draft: Draft, look: Look) -> list[Sprite]:
    """A small chip at the left upper corner of the safe area, for as long as the segment lasts."""
    style = look.style("disclosure")
    size, safe = frame_size(draft), safe_area(draft)
    short = min(size)
    room = Box(safe.x0, safe.y0, safe.x1, safe.y0 + short // 12)
    block = fitted(
        ((segment.meta.text or "", style),), room.width // 2, room.height, short, draft.meta.language or "en"
    )
    pad_x, pad_y = round(short * 0.016), round(short * 0.012)
    box = Box(safe.x0 + pad_x, safe.y0 + pad_y, safe.x0 + pad_x + block.width, safe.y0 + pad_y + block.height)
    plate = grown(box, pad_x, pad_y)
    sheet = Sheet(plate)
    dark = Rgb(16, 16, 18)
    sheet.lay(rounded(plate.width, plate.height, round(short * 0.012)), plate.x0, plate.y0, dark, 0.82)
    for line in block.lines:
        lay_line(sheet, line, box, readable(dark, WHITE))
    return [Sprite(sheet.pixels(), plate.x0, plate.y0, segment.start, segment.end, Animation("fade", 200), Animation())]


def qr(text: str, side: int, dark: Rgb = Rgb(0, 0, 0)) -> NDArray[np.uint8]:
    """A QR code of `text` with its quiet zone, RGB uint8, at most `side` px square; modules are whole pixels.

    Raises ValueError when the text is too long for any code.
    """
    code = segno.make(text, error="m", micro=False)
    modules = np.array([list(row) for row in code.matrix_iter(border=4)], np.uint8)
    scale = max(1, side // modules.shape[0])
    big = cv2.resize(modules, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    return np.where(big[..., None] > 0, np.asarray(dark, np.uint8), np.uint8(255)).astype(np.uint8)


__all__ = ["TextStyle", "call_to_action", "disclosure", "qr"]
