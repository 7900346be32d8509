"""A photo on the screen: prepared once as a canvas of planes, then seen through a moving window.

The canvas holds just what the motion visits, scaled so that the closest window is shown a hair below 1:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.media.assets import Asset
from engine.render.framing import Framing, blurred_fill, contained
from engine.render.grade import Grade
from engine.render.motion import between, hull, windows
from engine.render.planes import Bytes, Planes, from_rgb
from engine.render.warp import SLACK, Window, padded, seen

Rgb = tuple[int, int, int]

_CLOSER = 1.06  # how far a picture on a backdrop of its own comes nearer
# A JPEG read at half its size and enlarged by so much cannot be told from one read whole, in a third of the time.
_ENLARGED = 1.15
_REDUCED = ((8, cv2.IMREAD_REDUCED_COLOR_8), (4, cv2.IMREAD_REDUCED_COLOR_4), (2, cv2.IMREAD_REDUCED_COLOR_2))


@dataclass(frozen=True)
class Camera:
    """The canvas to prepare (`width` × `height` px, showing `view` of the framed source) and the windows on it."""

    width: int
    height: int
    view: Window
    start: Window
    end: Window

    @property
    def moves(self) -> bool:
        """Whether two frames differ."""
        return self.start != self.end


def camera(frame: Framing, fit: str, motion: str, size: tuple[int, int], seconds: float) -> Camera:
    """Plan the canvas and the windows for a frame of `size` px."""
    width, height = size
    if fit in ("contain", "blur"):
        return _backed(motion, width, height)
    start, end = windows((frame.width, frame.height), width / height, frame.focus, motion, seconds)
    view = hull(start, end)
    scale = SLACK * width / min(start.width, end.width)
    return Camera(
        _even(view.width * scale), _even(view.height * scale), view, _on(start, view, scale), _on(end, view, scale)
    )


def _backed(motion: str, width: int, height: int) -> Camera:
    """A canvas with a backdrop: the camera goes from all of it to the part which holds the whole picture."""
    closer = 1.0 if motion in ("", "none") else _CLOSER
    full_w, full_h = _even(width * SLACK * closer), _even(height * SLACK * closer)
    wide = Window(0, 0, full_w, full_w * height / width)
    near_w = full_w / closer
    near = Window((full_w - near_w) / 2, (full_h - near_w * height / width) / 2, near_w, near_w * height / width)
    pair = (near, wide) if motion == "zoom_out" else (wide, near)
    return Camera(full_w, full_h, wide, *pair)


def canvas(asset: Asset, frame: Framing, view: Camera, fit: str, tone: Grade | None, backdrop: Rgb) -> Planes:
    """Prepare the canvas, with its margin. Raises FileNotFoundError when the photo cannot be read."""
    if fit in ("contain", "blur"):
        rgb = _on_backdrop(asset, frame, view, fit, backdrop)
    else:
        whole = frame.cut(_read(asset, view.width / view.view.width))
        rgb = _scaled(_part(whole, view.view, frame), view.width, view.height)
    planes = from_rgb(rgb)
    return padded(tone(planes) if tone else planes)


def look_through(prepared: Planes, view: Camera, progress: float, size: tuple[int, int]) -> Planes:
    """The picture at a progress of 0 … 1 of the motion."""
    return seen(prepared, between(view.start, view.end, progress), *size)


def _read(asset: Asset, scale: float) -> Bytes:
    """The photo as RGB; a JPEG is decoded at the least power of two that has, or all but has, `scale` of its size."""
    reduced = next((flag for share, flag in _REDUCED if scale * share <= _ENLARGED), cv2.IMREAD_COLOR)
    if asset.path.suffix.lower() not in (".jpg", ".jpeg"):
        reduced = cv2.IMREAD_COLOR
    return read_rgb(asset.path, reduced)


def read_rgb(path: Path, flags: int = cv2.IMREAD_COLOR) -> Bytes:
    """A picture file as uint8 (h, w, 3) RGB. Raises FileNotFoundError when it is missing or damaged."""
    bgr = cv2.imread(str(path), flags | cv2.IMREAD_IGNORE_ORIENTATION)
    if bgr is None:
        raise FileNotFoundError(path.name)
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB, dst=bgr)


def _part(whole: Bytes, view: Window, frame: Framing) -> Bytes:
    """The pixels of a window of the framed source, whatever scale they were read at."""
    fx, fy = whole.shape[1] / frame.width, whole.shape[0] / frame.height
    left, top = int(view.x * fx), int(view.y * fy)
    right, bottom = round((view.x + view.width) * fx), round((view.y + view.height) * fy)
    return whole[top : max(bottom, top + 1), left : max(right, left + 1)]


def _on_backdrop(asset: Asset, frame: Framing, view: Camera, fit: str, backdrop: Rgb) -> Bytes:
    near_w, near_h = min(view.start.width, view.end.width), min(view.start.height, view.end.height)
    x, y, width, height = contained(frame.width, frame.height, _even(near_w), _even(near_h))
    whole = frame.cut(_read(asset, max(width / frame.width, 1 / 8)))
    if fit == "blur":
        room = blurred_fill(whole, view.width, view.height)
    else:
        room = np.full((view.height, view.width, 3), backdrop, np.uint8)
    left, top = x + (view.width - _even(near_w)) // 2, y + (view.height - _even(near_h)) // 2
    room[top : top + height, left : left + width] = _scaled(whole, width, height)
    return room


def _scaled(rgb: Bytes, width: int, height: int) -> Bytes:
    shrinks = width < rgb.shape[1]
    return cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)


def _on(window: Window, view: Window, scale: float) -> Window:
    return Window((window.x - view.x) * scale, (window.y - view.y) * scale, window.width * scale, window.height * scale)


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))
