"""Frames put together without the renderer: a picture, sprites over it, what of it is letters."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.looks import Look
from engine.render.lettering import letters
from engine.render.sprite import Sprite
from nemo.draft import Draft, Segment

Picture = NDArray[np.uint8]
BACKDROP_WIDTH = 180
"""As wide as the renderer's own backdrops."""


def over(picture: Picture, sprites: Sequence[Sprite], t_ms: float | None = None) -> Picture:
    """The picture with the sprites laid at rest; only those on screen at `t_ms` when it is given."""
    out = picture.astype(np.float32)
    for sprite in sprites:
        if t_ms is not None and not sprite.start <= t_ms < sprite.end:
            continue
        height, width = sprite.pixels.shape[:2]
        x0, y0 = max(0, sprite.x), max(0, sprite.y)
        x1, y1 = min(picture.shape[1], sprite.x + width), min(picture.shape[0], sprite.y + height)
        if x1 > x0 and y1 > y0:
            part = sprite.pixels[y0 - sprite.y : y1 - sprite.y, x0 - sprite.x : x1 - sprite.x].astype(np.float32)
            out[y0:y1, x0:x1] = out[y0:y1, x0:x1] * (1 - part[..., 3:] / 255) + part[..., :3]
    return np.clip(out + 0.5, 0, 255).astype(np.uint8)


def cover(picture: Picture, width: int, height: int) -> Picture:
    """The middle of a picture, scaled to fill `width` × `height` px."""
    scale = max(width / picture.shape[1], height / picture.shape[0])
    size = (max(width, round(picture.shape[1] * scale)), max(height, round(picture.shape[0] * scale)))
    big = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    y, x = (big.shape[0] - height) // 2, (big.shape[1] - width) // 2
    return np.asarray(big[y : y + height, x : x + width], np.uint8)


def draft_for(
    look: Look, size: tuple[int, int], language: str = "en", beside: Sequence[str] = (), **meta: object
) -> Draft:
    """A draft of one frame size and look, with an empty-worded segment of each role in `beside` shown all the time."""
    tracks = [{"tt": 7, "m": {"role": role}, "sg": [{"d": 10_000, "m": {"start": 0}}]} for role in beside]
    about = {"width": size[0], "height": size[1], "language": language, "kind": look.kind, "look": look.name, **meta}
    return Draft.read({"d": 10_000, "m": about, "t": tracks})


def words(text: str, d: int = 4000, **meta: object) -> Segment:
    """A text segment from 0 to `d` ms."""
    return Segment.read({"d": d, "m": {"text": text, "start": 0, **meta}})


def backdrop(picture: Picture) -> Picture:
    """The small picture by which contrast is measured."""
    height = max(1, round(BACKDROP_WIDTH * picture.shape[0] / picture.shape[1]))
    return np.asarray(cv2.resize(picture, (BACKDROP_WIDTH, height), interpolation=cv2.INTER_AREA), np.uint8)


def lettered(
    picture: Picture, look: Look, role: str, segment: Segment, draft: Draft, t_ms: float | None = 2000
) -> Picture:
    """The picture with a segment's words on it."""
    return over(picture, letters(segment, role, draft, look, backdrop(picture)), t_ms)
