"""The sprites of a film: lettered once for a text, a look, a size and what lies behind, and kept.

A text is lettered from a draft stripped to what may matter to it: the meta, and when the words beside it stand. So an
edit of one text re-letters that text alone, and the name of a sprite is the hash of its own pixels.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import cv2
import numpy as np

from engine.looks import look
from engine.media.assets import Asset, Assets
from engine.render import marks
from engine.render.cache import Cache, digest
from engine.render.lettering import letters
from engine.render.library import Recent
from engine.render.overlay import Layer, layer
from engine.render.photo import read_rgb
from engine.render.plan import Plan, Words
from engine.render.planes import Bytes
from engine.render.sprite import Animation, Sprite
from engine.render.wishes import size_wish
from nemo.draft import Draft, Segment

VERSION = 4
_BESIDE = ("title", "text", "cta", "caption", "disclosure")
_NO_MATTER = {"version", "brief", "fps", "logo"}  # of the draft's meta, to letters
_INSET_WIDTH = 0.42  # of the frame: a picture laid over the main one

Backdrop = Callable[[int], Bytes]


@dataclass(frozen=True, eq=False)
class Laid:
    """A sprite with its name and its layer at rest."""

    sprite: Sprite
    name: str
    still: Layer | None


@dataclass(frozen=True)
class Item:
    """One maker of sprites: `start` to `end` ms, named by what it depends on."""

    start: int
    end: int
    key: str
    make: Callable[[], list[Sprite]]


class Lettering:
    """The sprites of one plan, in the order they are laid."""

    def __init__(
        self, film: Plan, assets: Assets, cache: Cache, picture_key: Callable[[int], str], backdrop: Backdrop
    ) -> None:
        self._cache, self._recent = cache, Recent[list[Laid]](24 << 20)
        self._names: dict[str, list[str]] = {}
        self.items = [
            *_pictures(film, assets),
            *(_written(film, words, picture_key, backdrop) for words in film.words),
            *_logo(film, assets),
        ]

    def laid(self, item: Item) -> list[Laid]:
        """The sprites of an item."""
        return self._recent.get(item.key, lambda: self._stored(item), _weight)

    def names(self, item: Item) -> list[str]:
        """The names of its sprites, without reading their pixels when they were made before."""
        if item.key not in self._names:
            raw = self._cache.get("names", item.key)
            self._names[item.key] = json.loads(raw) if raw is not None else [laid.name for laid in self.laid(item)]
        return self._names[item.key]

    def during(self, start_ms: float, end_ms: float) -> list[Item]:
        """The items with anything to show between two times."""
        return [item for item in self.items if item.start < end_ms and start_ms < item.end]

    def _stored(self, item: Item) -> list[Laid]:
        raw = self._cache.get("sprites", item.key)
        sprites = _unpacked(raw) if raw is not None else item.make()
        found = [Laid(one, _name(one), layer(one.pixels, one.x, one.y)) for one in sprites]
        if raw is None:
            self._cache.put("sprites", item.key, _packed(sprites))
            self._cache.put("names", item.key, json.dumps([one.name for one in found]).encode())
        return found


def _written(film: Plan, words: Words, picture_key: Callable[[int], str], backdrop: Backdrop) -> Item:
    segment, style = words.segment, look(film.draft.meta.look, film.draft.meta.kind)
    middle = film.frame((segment.start + segment.end) / 2)
    view = _view(film.draft, segment)
    key = digest(
        "words",
        VERSION,
        words.role,
        segment.wire(),
        view.wire(),
        style.name,
        film.width,
        film.height,
        picture_key(middle),
    )

    def make() -> list[Sprite]:
        return letters(segment, words.role, view, style, backdrop(middle))

    return Item(segment.start, segment.end, key, make)


def _view(draft: Draft, segment: Segment) -> Draft:
    """The draft as far as it matters to one text."""
    kept = {name: value for name, value in draft.meta.wire().items() if name not in _NO_MATTER}
    view = Draft.read({"d": draft.duration, "m": kept})
    for role in _BESIDE:
        beside = [s for s in draft.segments(role) if s.start < segment.end and segment.start < s.end]
        if beside:
            bare = [{"d": one.duration, "m": {"start": one.start, "size": size_wish(one)}} for one in beside]
            view.tracks.append(Draft.read({"t": [{"tt": 7, "m": {"role": role}, "sg": bare}]}).tracks[0])
    return view


def _pictures(film: Plan, assets: Assets) -> list[Item]:
    """The overlay track: a picture in a corner is a logo, any other stands in the frame."""
    found = [(one, assets.get(one.meta.asset or "")) for one in film.pictures]
    return [_laid_over(film, one, asset) for one, asset in found if asset is not None and asset.kind == "photo"]


def _logo(film: Plan, assets: Assets) -> list[Item]:
    """The logo of the draft's meta, unless the overlay track shows the same picture."""
    wish = film.draft.meta.logo or {}
    asset = assets.get(str(wish.get("asset") or ""))
    if asset is None or asset.kind != "photo" or any(one.meta.asset == asset.id for one in film.pictures):
        return []
    segment = Segment.model_validate({"d": film.draft.duration, "m": {"start": 0, "position": wish.get("position")}})
    return [_laid_over(film, segment, asset, logo=True)]


def _laid_over(film: Plan, segment: Segment, asset: Asset, logo: bool = False) -> Item:
    position = segment.meta.position or ""
    logo = logo or "_" in position
    below = bool(film.draft.segments("disclosure"))
    size = (film.width, film.height)
    key = digest("laid", VERSION, asset.sha256, position, logo, below, segment.start, segment.end, *size)

    def make() -> list[Sprite]:
        picture = _rgba(asset)
        if not logo:
            return [_inset(picture, position, segment, *size)]
        view = film.draft.model_copy(update={"meta": film.draft.meta.model_copy()})
        view.meta.logo = {"position": position or "top_right"}
        return [replace(marks.logo(picture, view), start=segment.start, end=segment.end)]

    return Item(segment.start, segment.end, key, make)


def _inset(picture: Bytes, position: str, segment: Segment, width: int, height: int) -> Sprite:
    """A picture in the picture, at the top, the bottom or in the middle."""
    wide = round(width * _INSET_WIDTH)
    tall = max(1, round(wide * picture.shape[0] / picture.shape[1]))
    small: Bytes = cv2.resize(picture, (wide, tall), interpolation=cv2.INTER_AREA)
    small[..., :3] = np.rint(small[..., :3] * (small[..., 3:] / 255.0))
    y = {"top": round(height * 0.14), "bottom": round(height * 0.78) - tall}.get(position, (height - tall) // 2)
    fade = Animation("fade", 250)
    return Sprite(small, (width - wide) // 2, y, segment.start, segment.end, fade, fade)


def _rgba(asset: Asset) -> Bytes:
    """The picture with its transparency, straight RGBA."""
    if asset.alpha_path is not None:
        bgra = cv2.imread(str(asset.alpha_path), cv2.IMREAD_UNCHANGED)
        if bgra is not None and bgra.ndim == 3 and bgra.shape[2] == 4:
            return cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA)
    return cv2.cvtColor(read_rgb(asset.path), cv2.COLOR_RGB2RGBA)


def _name(sprite: Sprite) -> str:
    return digest(_place(sprite), sprite.pixels.shape, np.ascontiguousarray(sprite.pixels).data.cast("B"))


def _place(one: Sprite) -> tuple[object, ...]:
    return one.x, one.y, one.start, one.end, asdict(one.enter), asdict(one.leave)


def _weight(laid: list[Laid]) -> int:
    return sum(one.sprite.pixels.nbytes + (one.still.nbytes if one.still else 0) for one in laid)


def _packed(sprites: list[Sprite]) -> bytes:
    """Head (JSON, its length before it) and pixels, deflated: letters are mostly clear."""
    heads = [
        (one.pixels.shape[:2], one.x, one.y, one.start, one.end, asdict(one.enter), asdict(one.leave))
        for one in sprites
    ]
    head = json.dumps(heads).encode()
    body = zlib.compress(b"".join(one.pixels.tobytes() for one in sprites), 1)
    return len(head).to_bytes(4, "little") + head + body


def _unpacked(raw: bytes) -> list[Sprite]:
    end = 4 + int.from_bytes(raw[:4], "little")
    body, offset, found = zlib.decompress(raw[end:]), 0, []
    for (height, width), x, y, start, stop, enter, leave in json.loads(raw[4:end]):
        pixels = np.frombuffer(body, np.uint8, height * width * 4, offset).reshape(height, width, 4)
        offset += pixels.size
        found.append(Sprite(pixels, x, y, start, stop, Animation(**enter), Animation(**leave)))
    return found
