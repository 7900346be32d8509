"""How pictures stand in their scenes: another framing when one returns, and words where no head is."""

from __future__ import annotations

from typing import Any

from engine.looks import Look
from engine.media.assets import Asset, Box
from engine.render.framing import framing
from engine.render.motion import windows
from nemo.draft import Draft, Segment

CLOSER = 0.7  # the part of each side that is left when a picture returns
FEWEST_PX = 700  # the short side of a closer view: below this it would look soft
ZONES = {"top": (0.08, 0.36), "center": (0.36, 0.64), "bottom": (0.54, 0.82)}  # where words stand, of the height
HEAD = (0.08, 0.1)  # half the width and height of a head about the focus, where no face was found
TOUCHING = 0.02  # of the frame's height: less than this of a head under words is nobody's concern


def closer(asset: Asset, seen: int) -> list[float] | None:
    """The crop for a photo shown for the `seen`-th time again: every other time nearer to its subject, all faces kept.

    None is the whole picture, also where the picture is too small or its faces need all of it.
    """
    if asset.kind != "photo" or seen % 2 == 0 or CLOSER * min(asset.width, asset.height) < FEWEST_PX:
        return None
    spans = []
    for axis in (0, 1):
        low = min((face[axis] for face in asset.faces), default=1.0)
        high = max((face[axis + 2] for face in asset.faces), default=0.0)
        start = min(max(0.0, asset.focus[axis] - CLOSER / 2), 1 - CLOSER)
        if asset.faces and high - low > CLOSER:
            return None
        start = min(max(start, high - CLOSER), low) if asset.faces else start
        spans.append((round(max(0.0, start), 4), round(min(1.0, max(0.0, start) + CLOSER), 4)))
    return [spans[0][0], spans[1][0], spans[0][1], spans[1][1]]


def free_place(
    draft: Draft, scene: Segment, asset: Asset | None, look: Look, role: str, style: str | None
) -> str | None:
    """Where words over this photo cover the least of a head; None keeps the look's own place."""
    own = look.style(role, style).position
    heads = _heads(draft, scene, asset) if asset is not None and asset.kind == "photo" else []
    covered = {place: sum(_shared(zone, head) for head in heads) for place, zone in ZONES.items()}
    if covered[own] <= TOUCHING:
        return None
    return min((own, "bottom", "top", "center"), key=lambda place: round(covered[place], 3))


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))


def _heads(draft: Draft, scene: Segment, asset: Asset) -> list[tuple[float, float]]:
    """The rows (fractions of the frame's height) that heads take during a scene."""
    boxes: list[Box] = list(asset.faces)
    if not boxes and draft.meta.kind == "wedding" and asset.focus != (0.5, 0.5):
        (x, y), (w, h) = asset.focus, HEAD
        boxes = [(x - w, y - h, x + w, y + h)]
    if not boxes or not asset.width or not asset.height or scene.meta.rotate:
        return []
    view, meta = framing(scene.meta, asset), scene.meta
    shape = (draft.meta.width or 1080) / (draft.meta.height or 1920)
    ends = windows((view.width, view.height), shape, view.focus, meta.motion or "none", scene.duration / 1000)
    return [row for window in ends for box in boxes for row in _rows(box, view, window)]


def _rows(box: Box, view: Any, window: Any) -> list[tuple[float, float]]:
    crop = view.crop
    x0, x1 = ((value - crop[0]) / (crop[2] - crop[0]) * view.width for value in (box[0], box[2]))
    y0, y1 = ((value - crop[1]) / (crop[3] - crop[1]) * view.height for value in (box[1], box[3]))
    if x1 < window.x or x0 > window.x + window.width:
        return []
    tall = y1 - y0  # hair and chin reach beyond the box of a face
    rows = ((y0 - 0.25 * tall - window.y) / window.height, (y1 + 0.1 * tall - window.y) / window.height)
    return [rows] if rows[1] > 0 and rows[0] < 1 else []
