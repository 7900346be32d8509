"""Frames: a shot or two, a transition, a dimming, and the sprites over them."""

from __future__ import annotations

from collections.abc import Iterator

import av
import cv2

from engine.media.assets import Assets
from engine.render.cache import Cache, digest
from engine.render.library import Canvases
from engine.render.overlay import blend
from engine.render.plan import Plan, Shot
from engine.render.planes import Bytes, Planes, resized, to_rgb
from engine.render.sources import Clip, Photo, Source, missing, source
from engine.render.transitions import between, dimmed
from engine.render.words import Lettering

_OPEN = 4  # sources a compositor keeps open: what two neighbouring transitions need
_BACKDROP_WIDTH = 180  # px: enough to measure contrast on


class Stage:
    """What the compositors of one film share. Safe for many threads; each takes a `Compositor` of its own."""

    def __init__(self, film: Plan, assets: Assets, cache: Cache) -> None:
        self.film, self.assets, self.cache = film, assets, cache
        self._canvases = Canvases(cache)
        self.keys = [digest(self.source(shot).key, _fades(shot)) for shot in film.shots]
        self.lettering = Lettering(film, assets, cache, self.picture_key, self._backdrop)

    def source(self, shot: Shot) -> Source:
        """A fresh source of a shot. Raises RenderError naming the scene when its file is gone."""
        return source(self.film, shot, self.assets, self._canvases.held)

    def state(self, first: int, end: int) -> list[object]:
        """All that the pictures of frames `first` … `end` − 1 depend on, but for the words, told from `first` on."""
        film = self.film
        found: list[object] = []
        for number in range(film.shot_at(first), film.shot_at(end - 1) + 1):
            shot = film.shots[number]
            entering = shot.enter and number and first < shot.first + shot.enter
            came = (shot.transition, shot.enter, self.keys[number - 1], film.shots[number - 1].first - first)
            last = min(end, shot.end) - first if number < len(film.shots) - 1 else None
            found.append((self.keys[number], shot.first - first, last, came if entering else None))
        return found

    def picture_key(self, frame: int) -> str:
        """The name of the picture of one frame, without words."""
        return digest("picture", self.film.width, self.film.height, self.film.fps, self.state(frame, frame + 1))

    def _backdrop(self, frame: int) -> Bytes:
        with Compositor(self) as compositor:
            picture = compositor.picture(frame)
        width, height = picture.size
        small = _BACKDROP_WIDTH, max(2, round(_BACKDROP_WIDTH * height / width / 2) * 2)
        return to_rgb(resized(picture, *small) if width > _BACKDROP_WIDTH else picture)


class Compositor:
    """Makes the frames of a film, best in order. For one thread."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._film = stage, stage.film
        self._open: dict[int, Source] = {}
        self._still: dict[int, Planes] = {}

    def __enter__(self) -> Compositor:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._open.values():
            _close(one)

    def frames(self, first: int, end: int) -> Iterator[Planes]:
        """The frames `first` … `end` − 1."""
        return (self.frame(number) for number in range(first, end))

    def frame(self, number: int) -> Planes:
        """A frame with its words. Raises RenderError naming the scene that cannot be shown."""
        picture, now = self.picture(number), self._film.ms(number)
        mine = self._fresh(number)
        for item in self._stage.lettering.during(now, now + 0.001):
            for laid in self._stage.lettering.laid(item):
                if (state := laid.sprite.state(now)) is not None:
                    picture, mine = picture if mine else picture.copy(), True
                    blend(picture, laid.sprite, laid.still, state)
        return picture

    def _fresh(self, number: int) -> bool:
        """Whether the picture of a frame was made for it alone, and may be drawn on."""
        index = self._film.shot_at(number)
        between_two = index > 0 and number - self._film.shots[index].first < self._film.shots[index].enter
        return between_two or (isinstance(found := self._source(index), Photo) and found.moves)

    def picture(self, number: int) -> Planes:
        """A frame without words; not to be written into."""
        index = self._film.shot_at(number)
        shot = self._film.shots[index]
        picture = self._shown(index, number)
        since = number - shot.first
        if index and since < shot.enter:
            return between(shot.transition, self._shown(index - 1, number), picture, (since + 1) / (shot.enter + 1))
        return picture

    def _shown(self, index: int, number: int) -> Planes:
        shot = self._film.shots[index]
        try:
            picture = self._frame(index, number - shot.first)
        except (av.FFmpegError, OSError, ValueError, cv2.error) as error:
            raise missing(shot, self._name(shot)) from error
        return dimmed(picture, self._light(shot, number))

    def _frame(self, index: int, number: int) -> Planes:
        """A picture of a source; the one and only picture of a source which does not move is kept."""
        if index in self._still:
            return self._still[index]
        found = self._source(index)
        picture = found.frame(number)
        if not found.moves:
            self._still = {**dict(list(self._still.items())[-1:]), index: picture}
        return picture

    def _light(self, shot: Shot, number: int) -> float:
        rise, fall = (ms * self._film.fps / 1000 for ms in _fades(shot)[:2])
        up = (number - shot.first + 0.5) / rise if rise else 1.0
        down = (shot.end - number - 0.5) / fall if fall else 1.0
        return min(1.0, max(0.0, min(up, down)))

    def _source(self, index: int) -> Source:
        if index not in self._open:
            if len(self._open) >= _OPEN:
                _close(self._open.pop(min(self._open)))
            self._open[index] = self._stage.source(self._film.shots[index])
        return self._open[index]

    def _name(self, shot: Shot) -> str | None:
        asset = self._stage.assets.get(shot.segment.meta.asset or "")
        return asset.name if asset else shot.segment.meta.name


def _fades(shot: Shot) -> tuple[int, int, int]:
    """Fade in and out of the picture in ms, and the frames they depend on."""
    meta = shot.segment.meta
    rise, fall = meta.picture_fade_in_ms or 0, meta.picture_fade_out_ms or 0
    return rise, fall, (shot.end - shot.first if fall else 0)


def _close(one: Source) -> None:
    if isinstance(one, Clip):
        one.close()
