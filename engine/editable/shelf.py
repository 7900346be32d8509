"""The files which lie beside an editable timeline: pictures, clips, lettering and sounds, each put there once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.editable import sounds
from engine.media.assets import Asset, Assets
from engine.render.compose import Compositor, Stage
from engine.render.plan import Shot
from engine.render.planes import Bytes, to_rgb
from engine.render.sprite import Sprite
from engine.render.words import Item
from nemo.draft import Segment

FOLDER = "media"
_LEVEL = [cv2.IMWRITE_PNG_COMPRESSION, 3]

Write = Callable[[BinaryIO], object]


@dataclass
class Shelf:
    """Collects what the timeline refers to. `files` are the names in the package and how each is written."""

    stage: Stage
    assets: Assets
    files: dict[str, Write] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def picture(self, asset: Asset) -> str:
        """A photo or a clip as the engine keeps it: upright, in usual colours, of even size."""
        return self._put("file", asset.id, Path(asset.name).stem, asset.path.suffix, lambda out: _copy(asset.path, out))

    def card(self, shot: Shot) -> str:
        """A shot without a file: its ground with its own words, as a picture."""
        return self._put("card", str(shot.number), "card", ".png", lambda out: out.write(self._card(shot)))

    def lettering(self, item: Item, role: str, number: int) -> str:
        """Words, a logo or an inset over a clear ground of the film's size."""
        return self._put(role, str(number), role, ".png", lambda out: out.write(self._lettering(item)))

    def sound(self, segment: Segment, role: str, number: int, frames: int) -> str | None:
        """The sound of one segment, `frames` of the film long; None for one which is silent."""
        language = self.stage.film.draft.meta.language or "en"
        blocks = sounds.heard(segment, role, self.assets, language)
        if blocks is None:
            return None
        length = round(frames * sounds.RATE / self.stage.film.fps)
        return self._put(role, str(number), role, ".wav", lambda out: sounds.write(out, blocks(), length))

    def _put(self, kind: str, key: str, stem: str, suffix: str, write: Write) -> str:
        if (kind, key) not in self._names:
            name = f"{FOLDER}/{len(self._names) + 1:02d}-{_plain(stem)}{suffix}"
            self._names[kind, key] = name
            self.files[name] = write
        return self._names[kind, key]

    def _card(self, shot: Shot) -> bytes:
        with Compositor(self.stage) as compositor:
            rgb = to_rgb(compositor.picture((shot.first + shot.enter + shot.end) // 2))
        room = np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
        for item in self._words_of(shot):
            _lay(room, self._resting(item))
        return _png(room)

    def _words_of(self, shot: Shot) -> Iterable[Item]:
        lettering, film = self.stage.lettering, self.stage.film
        own = lettering.items[len(film.pictures) : len(film.pictures) + len(film.words)]
        segment = shot.segment
        for words, item in zip(film.words, own, strict=True):
            if words.role == "main" and words.segment.end == segment.end:
                yield item

    def _lettering(self, item: Item) -> bytes:
        film = self.stage.film
        room = np.zeros((film.height, film.width, 4), np.uint8)
        _lay(room, self._resting(item))
        return _png(room)

    def _resting(self, item: Item) -> list[Sprite]:
        middle = (item.start + item.end) / 2
        return [
            laid.sprite for laid in self.stage.lettering.laid(item) if laid.sprite.start <= middle < laid.sprite.end
        ]


def _lay(room: NDArray[np.uint8], sprites: Iterable[Sprite]) -> None:
    """Premultiplied sprites over a premultiplied ground, in place."""
    for one in sprites:
        height, width = one.pixels.shape[:2]
        left, top = max(0, -one.x), max(0, -one.y)
        right, bottom = min(width, room.shape[1] - one.x), min(height, room.shape[0] - one.y)
        if right <= left or bottom <= top:
            continue
        over = one.pixels[top:bottom, left:right].astype(np.uint16)
        under = room[one.y + top : one.y + bottom, one.x + left : one.x + right]
        under[:] = over + (under * (255 - over[..., 3:]) + 127) // 255


def _png(premultiplied: Bytes) -> bytes:
    """RGBA with its colours as PNG has them, not multiplied by the alpha."""
    alpha = np.maximum(premultiplied[..., 3:], 1).astype(np.uint16)
    straight = np.minimum(premultiplied[..., :3] * np.uint16(255) // alpha, 255).astype(np.uint8)
    rgba = np.dstack([straight[..., ::-1], premultiplied[..., 3]])
    return cv2.imencode(".png", rgba, _LEVEL)[1].tobytes()


def _copy(path: Path, out: BinaryIO) -> None:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            out.write(block)


def _plain(stem: str) -> str:
    """A user's name for a file, cut down to letters, digits and - so that every system takes it."""
    return re.sub(r"[^\w-]+", "-", stem).strip("-_")[:40] or "file"
