"""The camera over a picture: where it begins, where it ends, and how it gets there.

Windows are in px of the source, with fractions. A window never leaves the source, so no border is ever seen.
"""

from __future__ import annotations

from engine.render.warp import Window

MOTIONS = ("none", "zoom_in", "zoom_out", "pan_left", "pan_right", "pan_up", "pan_down")

# A calm camera: the picture grows by 2.2 % a second, and a pan crosses 4.5 % of the frame a second.
_ZOOM_PER_S, _LEAST_ZOOM, _MOST_ZOOM = 0.022, 1.04, 1.12
_PAN_PER_S, _LEAST_PAN, _MOST_PAN = 0.045, 0.05, 0.22
_EASE = 0.55  # share of smoothstep in the movement; the rest runs evenly, so a long shot never seems to stop


def eased(progress: float) -> float:
    """The way covered at a progress of 0 … 1: it sets off and arrives softly."""
    smooth = progress * progress * (3 - 2 * progress)
    return progress + (smooth - progress) * _EASE


def between(start: Window, end: Window, progress: float) -> Window:
    """The window at a progress of 0 … 1."""
    way = eased(min(1.0, max(0.0, progress)))
    return Window(*(a + (b - a) * way for a, b in zip(start, end, strict=True)))


def windows(
    source: tuple[float, float], shape: float, focus: tuple[float, float], motion: str, seconds: float
) -> tuple[Window, Window]:
    """The first and the last window of a shot of `seconds` over a source of (width, height) px.

    `shape` is the frame's width by its height, `focus` the fraction of the source to keep in view.
    """
    width, height = source
    full = min(width, height * shape)
    centre = (focus[0] * width, focus[1] * height)
    base = _window(full, shape, centre, width, height)
    if motion in ("zoom_in", "zoom_out"):
        zoom = min(_MOST_ZOOM, max(_LEAST_ZOOM, 1 + _ZOOM_PER_S * seconds))
        close = _window(full / zoom, shape, centre, width, height)
        return (base, close) if motion == "zoom_in" else (close, base)
    if motion.startswith("pan_") and motion in MOTIONS:
        return _pan(full, shape, centre, source, motion, seconds)
    return base, base


def _pan(
    full: float, shape: float, centre: tuple[float, float], source: tuple[float, float], motion: str, seconds: float
) -> tuple[Window, Window]:
    share = min(_MOST_PAN, max(_LEAST_PAN, _PAN_PER_S * seconds))
    sideways = motion in ("pan_left", "pan_right")
    side = source[0] if sideways else source[1]
    view = full if sideways else full / shape
    # Where the picture has no room to travel, the camera goes near enough to make some.
    zoom = min(_MOST_ZOOM, max(1.0, view * (1 + share) / side))
    view /= zoom
    travel = min(view * share, side - view)
    ends = []
    for sign in (-0.5, 0.5):
        shift = sign * travel * (1 if motion in ("pan_right", "pan_down") else -1)
        middle = min(side - (view + travel) / 2, max((view + travel) / 2, centre[0 if sideways else 1]))
        point = (middle + shift, centre[1]) if sideways else (centre[0], middle + shift)
        ends.append(_window(full / zoom, shape, point, *source))
    return ends[0], ends[1]


def _window(view: float, shape: float, centre: tuple[float, float], width: float, height: float) -> Window:
    """The window of a width about a point, moved inside the source."""
    tall = view / shape
    x = min(max(0.0, centre[0] - view / 2), width - view)
    y = min(max(0.0, centre[1] - tall / 2), height - tall)
    return Window(x, y, view, tall)


def hull(a: Window, b: Window) -> Window:
    """The smallest window which holds both."""
    x, y = min(a.x, b.x), min(a.y, b.y)
    return Window(x, y, max(a.x + a.width, b.x + b.width) - x, max(a.y + a.height, b.y + b.height) - y)
