"""Which part of the frame a role's words may take, so that roles shown at once do not cover each other."""

from __future__ import annotations

from engine.looks.model import Look, TextStyle
from engine.render.safe import Box, frame_size, safe_area
from engine.render.wishes import size_wish
from nemo.draft import Draft, Segment

CHIP_BAND = 0.082
"""The height kept for the disclosure chip at the top of the safe area, of the short side."""


def overlapping(segment: Segment, role: str, draft: Draft) -> bool:
    """Whether a segment of the track of `role` is on screen at some time together with `segment`."""
    return any(other.start < segment.end and segment.start < other.end for other in draft.segments(role))


def area(segment: Segment, role: str, draft: Draft, style: TextStyle, look: Look) -> Box:
    """The box (px) in which the segment's words are to be fitted."""
    safe, short = safe_area(draft), min(frame_size(draft))
    top, bottom = safe.y0, safe.y1
    if role != "caption" and overlapping(segment, "caption", draft):
        bottom -= round(_caption_band(segment, draft, look) * short)
    if overlapping(segment, "disclosure", draft):
        top += round(CHIP_BAND * short)
    position = segment.meta.position or style.position
    if role == "text" and overlapping(segment, "title", draft):
        top, bottom = _half(top, bottom, position)
    return Box(safe.x0, top, safe.x1, bottom)


def _caption_band(segment: Segment, draft: Draft, look: Look) -> float:
    """The height of a full caption with some air above it, of the short side."""
    style = look.style("caption", draft.meta.caption_style or look.caption_style)
    shown = [size_wish(one) for one in draft.segments("caption") if one.start < segment.end and segment.start < one.end]
    return style.lines * style.size * max(shown, default=1.0) * style.leading + 0.035


def _half(top: int, bottom: int, position: str) -> tuple[int, int]:
    """The upper or lower part of the room, left by a title shown at the same time."""
    cut = top + round((bottom - top) * (0.36 if position == "top" else 0.62))
    return (top, cut) if position == "top" else (cut, bottom)


def placed_in(room: Box, width: int, height: int, position: str, align: str) -> tuple[int, int]:
    """The left upper corner of a block of `width` × `height` px in `room`."""
    x = room.x0 if align == "left" else round(room.middle[0] - width / 2)
    if position == "top":
        return x, room.y0
    if position == "bottom":
        return x, room.y1 - height
    return x, round(room.middle[1] - height / 2)
