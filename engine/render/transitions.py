"""How one shot gives way to the next: `between(kind, out, into, progress)` makes the picture of one frame.

Both pictures move on beneath it; nothing here holds state, so any frame can be made alone.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from engine.render.planes import BLACK, Bytes, Planes, blank, colour, mixed

_FEATHER = 0.16  # width of the soft edge of a wipe, as a part of the frame's width


def between(kind: str, out: Planes, into: Planes, progress: float) -> Planes:
    """The picture at a progress between 0 (all of `out`) and 1 (all of `into`); an unknown kind fades."""
    return _KINDS.get(kind, _fade)(out, into, progress)


def dimmed(planes: Planes, light: float) -> Planes:
    """The picture at `light` of its brightness, black at 0."""
    if light >= 1:
        return planes
    y, cb, cr = colour(*BLACK)
    luma = cv2.convertScaleAbs(planes.y, alpha=light, beta=y * (1 - light))
    return Planes(luma, cv2.addWeighted(planes.c, light, np.full_like(planes.c, (cb, cr)), 1 - light, 0))


def _fade(out: Planes, into: Planes, progress: float) -> Planes:
    return mixed(out, into, progress)


def _dip(out: Planes, into: Planes, progress: float) -> Planes:
    return dimmed(out, 1 - 2 * progress) if progress < 0.5 else dimmed(into, 2 * progress - 1)


def _push(out: Planes, into: Planes, progress: float) -> Planes:
    return _beside(out, into, _even(_soft(progress) * out.size[0]), moves=True)


def _slide(out: Planes, into: Planes, progress: float) -> Planes:
    return _beside(out, into, _even(_soft(progress) * out.size[0]), moves=False)


def _beside(out: Planes, into: Planes, covered: int, moves: bool) -> Planes:
    """`into` has come in by `covered` px from the right; `out` rests, or is pushed out to the left."""
    width, height = out.size
    result = blank(width, height)
    for target, a, b, n in ((result.y, out.y, into.y, covered), (result.c, out.c, into.c, covered // 2)):
        rest = target.shape[1] - n
        target[:, :rest] = a[:, n:] if moves else a[:, :rest]
        target[:, rest:] = b[:, :n]
    return result


def _wipe(out: Planes, into: Planes, progress: float) -> Planes:
    width, height = out.size
    feather = max(4, _even(width * _FEATHER))
    edge = _even(_soft(progress) * (width + feather)) - feather  # left end of the soft edge, which runs to the right
    result = blank(width, height)
    _wiped(result.y, out.y, into.y, edge, feather)
    _wiped(result.c, out.c, into.c, edge // 2, feather // 2)
    return result


def _wiped(target: Bytes, out: Bytes, into: Bytes, edge: int, feather: int) -> None:
    width = target.shape[1]
    left, right = max(0, edge), min(width, edge + feather)
    target[:, :left], target[:, right:] = into[:, :left], out[:, right:]
    if right > left:
        ramp = (np.arange(left, right, dtype=np.float32) - edge + 0.5) / feather
        share = ramp.reshape(1, -1, *[1] * (target.ndim - 2))
        soft = into[:, left:right] * (1 - share) + out[:, left:right] * share
        target[:, left:right] = np.rint(soft)


def _zoom(out: Planes, into: Planes, progress: float) -> Planes:
    """Into the old picture, and out of the new one, with a cross-fade in the middle."""
    way = _soft(progress)
    share = min(1.0, max(0.0, (way - 0.25) / 0.5))
    if share <= 0:
        return _nearer(out, 1 + 0.5 * way)
    fresh = _nearer(into, 1 + 0.25 * (1 - way))
    return fresh if share >= 1 else mixed(_nearer(out, 1 + 0.5 * way), fresh, share)


def _nearer(planes: Planes, zoom: float) -> Planes:
    def warped(samples: Bytes) -> Bytes:
        height, width = samples.shape[:2]
        matrix = np.array([[1 / zoom, 0, width / 2 * (1 - 1 / zoom)], [0, 1 / zoom, height / 2 * (1 - 1 / zoom)]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(samples, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)

    return Planes(warped(planes.y), warped(planes.c))


def _whip(out: Planes, into: Planes, progress: float) -> Planes:
    """A push so quick that it smears."""
    way = _soft(_soft(progress))
    pushed = _beside(out, into, _even(way * out.size[0]), moves=True)
    speed = 1 - abs(2 * progress - 1)
    smear = 2 * int(out.size[0] * 0.12 * speed) + 1
    return Planes(cv2.blur(pushed.y, (smear, 1)), cv2.blur(pushed.c, (smear // 2 | 1, 1)))


def _soft(progress: float) -> float:
    return progress * progress * (3 - 2 * progress)


def _even(length: float) -> int:
    return 2 * round(length / 2)


_KINDS: dict[str, Callable[[Planes, Planes, float], Planes]] = {
    "fade": _fade,
    "dip": _dip,
    "slide": _slide,
    "push": _push,
    "wipe": _wipe,
    "zoom": _zoom,
    "whip": _whip,
}
