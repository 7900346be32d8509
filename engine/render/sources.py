"""What stands behind the words: photos, clips and cards, each named by all that its pictures depend on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.errors import RenderError
from engine.looks import look
from engine.looks.colour import Rgb, rgb
from engine.media.assets import Asset, Assets
from engine.render.cache import digest
from engine.render.clip import Fitting, Reel
from engine.render.framing import framing
from engine.render.grade import Grade, grade
from engine.render.photo import Camera, camera, canvas, look_through
from engine.render.plan import Plan, Shot
from engine.render.planes import Planes, halved, in_samples
from nemo.draft import SegmentMeta

VERSION = 1
"""Part of every key: raise it when the same draft shall give other pictures."""

Held = Callable[[str, Callable[[], Planes]], Planes]
"""Where prepared planes are kept: (key, how to make them) → planes."""


class Source(Protocol):
    """The pictures of one shot."""

    @property
    def key(self) -> str:
        """The hash of all that the pictures depend on."""

    @property
    def moves(self) -> bool:
        """Whether two frames may differ."""

    def frame(self, number: int) -> Planes:
        """The picture on frame `number` of the shot; not to be written into."""


@dataclass(frozen=True)
class Photo:
    """A prepared canvas and the camera over it."""

    key: str
    asset: Asset
    view: Camera
    length: int
    size: tuple[int, int]
    prepare: Callable[[], Planes]

    @property
    def moves(self) -> bool:
        """See `Source`."""
        return self.view.moves

    def frame(self, number: int) -> Planes:
        """See `Source`."""
        progress = number / max(1, self.length - 1)
        return look_through(self.prepare(), self.view, progress, self.size)


@dataclass(frozen=True)
class Card:
    """A background for words."""

    key: str
    prepare: Callable[[], Planes]
    moves: bool = False

    def frame(self, number: int) -> Planes:
        """See `Source`."""
        return self.prepare()


class Clip:
    """A film; it is opened at its first frame, and closed with `close`."""

    moves = True

    def __init__(self, key: str, asset: Asset, fitting: Fitting, tone: Grade | None, shot: Shot, fps: int) -> None:
        self.key, self._asset, self._fitting, self._tone = key, asset, fitting, tone
        meta = shot.segment.meta
        self._from, self._step = (meta.in_ or 0) / 1000, pace(meta) / fps
        self._length = max(1, shot.length - 1)
        self._reel: Reel | None = None
        self._last: tuple[Any, Planes] | None = None

    def frame(self, number: int) -> Planes:
        """See `Source`."""
        if self._reel is None:
            self._reel = Reel(self._asset.path)
        source = self._reel.at(self._from + number * self._step)
        if self._last and self._last[0] is source and not self._fitting.camera.moves:
            return self._last[1]
        picture = self._fitting(source, number / self._length, self._tone)
        self._last = (source, picture)
        return picture

    def close(self) -> None:
        """Let go of the file."""
        if self._reel:
            self._reel.close()
            self._reel = None


def pace(meta: SegmentMeta) -> float:
    """How fast a clip plays: 0.25 … 4 × its own speed."""
    return min(4.0, max(0.25, meta.speed or 1.0))


def source(film: Plan, shot: Shot, assets: Assets, held: Held) -> Source:
    """What `shot` shows. Raises RenderError naming the scene when its file is gone."""
    meta = shot.segment.meta
    if not meta.asset or meta.kind == "card":
        return _card(film, shot, held)
    asset = assets.get(meta.asset)
    if asset is None or not asset.path.exists():
        raise missing(shot, asset.name if asset else meta.name or meta.file)
    if asset.kind == "audio":
        raise RenderError(f"{scene(shot, asset.name)} is a sound without a picture. Replace it; the rest is untouched.")
    return _photo(film, shot, asset, held) if asset.kind == "photo" else _clip(film, shot, asset)


def scene(shot: Shot, name: str | None) -> str:
    """How a sentence speaks of a shot."""
    return f"Scene {shot.number} (“{name}”)" if name else f"Scene {shot.number}"


def missing(shot: Shot, name: str | None) -> RenderError:
    """The error of a shot whose file is gone."""
    return RenderError(
        f"{scene(shot, name)} cannot be shown: its file is missing. Upload it again or remove the scene; "
        "the rest of the project is untouched."
    )


def _photo(film: Plan, shot: Shot, asset: Asset, held: Held) -> Photo:
    meta, frame, fit = shot.segment.meta, framing(shot.segment.meta, asset), shot.segment.meta.fit or "cover"
    seconds = shot.length / film.fps
    size = (film.width, film.height)
    view = camera(frame, fit, meta.motion or "none", size, seconds)
    backdrop = rgb(meta.background)
    tones = (meta.filter, meta.adjust)
    canvas_key = digest("canvas", VERSION, asset.sha256, repr(frame), repr(view), fit, backdrop, tones)

    def prepare() -> Planes:
        try:
            return canvas(asset, frame, view, fit, grade(*tones), backdrop)
        except FileNotFoundError as error:
            raise missing(shot, asset.name) from error

    key = digest("photo", canvas_key, shot.length, size)
    return Photo(key, asset, view, shot.length, size, lambda: held(canvas_key, prepare))


def _clip(film: Plan, shot: Shot, asset: Asset) -> Clip:
    meta, frame, fit = shot.segment.meta, framing(shot.segment.meta, asset), shot.segment.meta.fit or "cover"
    tones = (meta.filter, meta.adjust)
    backdrop = rgb(meta.background)
    motion, size, seconds = meta.motion or "none", (film.width, film.height), shot.length / film.fps
    fitting = Fitting(frame, fit, motion, size, seconds, backdrop)
    moving = (motion, shot.length) if fitting.camera.moves else ()
    played = (film.fps, meta.in_ or 0, pace(meta))
    key = digest("clip", VERSION, asset.sha256, repr(frame), fit, backdrop, tones, size, played, moving)
    return Clip(key, asset, fitting, grade(*tones), shot, film.fps)


def _card(film: Plan, shot: Shot, held: Held) -> Card:
    style = look(film.draft.meta.look, film.draft.meta.kind)
    size, colours = (film.width, film.height), style.colours(film.draft)
    key = digest("card", VERSION, style.name, repr(colours), shot.segment.meta.background, shot.segment.start, size)
    own = rgb(shot.segment.meta.background, Rgb(-1, -1, -1))

    def paint() -> Planes:
        return dithered(style.card(film.draft, shot.segment, size) if min(own) < 0 else shaded(own, *size))

    return Card(key, lambda: held(key, paint))


def shaded(colour: Rgb, width: int, height: int) -> NDArray[np.float32]:
    """A background of the user's own colour: that colour, a little lighter above than below. RGB (h, w, 3)."""
    light = np.linspace(1.06, 0.94, height, dtype=np.float32)
    column = np.asarray(colour, np.float32) * light[:, None]
    return np.ascontiguousarray(np.broadcast_to(np.clip(column, 0, 255)[:, None], (height, width, 3)))


def dithered(picture: NDArray[Any]) -> Planes:
    """Planes of a smooth picture, RGB (h, w, 3) of any number type: noise of half a step keeps it free of bands."""
    samples = in_samples(picture)
    noise = np.random.default_rng(0).random(samples.shape, np.float32) - 0.5
    grained = np.clip(np.rint(samples + noise), 16, 240).astype(np.uint8)
    return Planes(np.ascontiguousarray(grained[..., 0]), np.ascontiguousarray(halved(grained)[..., 1:]))
