"""Marks: the disclosure that a video is an advertisement, QR codes, and a logo kept in its corner."""

from __future__ import annotations

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

from engine.looks.colour import WHITE, Rgb, readable
from engine.looks.model import Look
from engine.render.block import fitted
from engine.render.places import CHIP_BAND
from engine.render.raster import Sheet, grown, rounded
from engine.render.safe import Box, frame_size, safe_area
from engine.render.sprite import Animation, Sprite
from engine.render.support import lay_line
from nemo.draft import Draft, Segment


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


def qr(text: str, side: int) -> NDArray[np.uint8]:
    """A QR code of `text` with a quiet zone of 4 modules, RGB uint8, about `side` px square; modules are whole pixels.

    Raises segno.DataOverflowError (a ValueError) when the text is too long for any code.
    """
    dots = np.array([list(row) for row in _code(text).matrix_iter(border=4)], np.uint8)
    scale = max(1, side // dots.shape[0])
    big = cv2.resize(dots, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    return np.repeat(np.where(big > 0, np.uint8(0), np.uint8(255))[..., None], 3, axis=2)


def modules(text: str) -> int:
    """Modules of one side of the QR code of `text`, its quiet zone among them."""
    return int(_code(text).symbol_size(border=4)[0])


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)


def logo(picture: NDArray[np.uint8], draft: Draft) -> Sprite:
    """A logo, straight RGBA uint8 (h, w, 4), over the whole video in the corner which `m.logo.position` names.

    Positions are top_left, top_right, bottom_left, bottom_right. It stays inside the safe area, is at most 16 % of the
    short side high and 26 % wide, and stands below the disclosure where both would be in one corner.
    """
    size, safe = frame_size(draft), safe_area(draft)
    short = min(size)
    height, width = picture.shape[:2]
    scale = min(0.26 * short / width, 0.11 * short / height)
    small = cv2.resize(
        picture, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    alpha = small[..., 3:].astype(np.uint16)
    pixels = np.dstack([(small[..., :3] * alpha // 255).astype(np.uint8), small[..., 3]])
    position = str((draft.meta.logo or {}).get("position") or "top_right")
    x = safe.x0 if "left" in position else safe.x1 - pixels.shape[1]
    y = safe.y1 - pixels.shape[0] if "bottom" in position else safe.y0
    if position == "top_left" and draft.segments("disclosure"):
        y += round(short * CHIP_BAND)
    return Sprite(pixels, x, y, 0, draft.duration, Animation("fade", 300), Animation())
