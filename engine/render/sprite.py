"""A sprite: one raster laid over the picture for a while, and how it comes and goes.

`lettering` makes sprites from words, the compositor blends them. A sprite's place and time are those of the frame it
was made for (px of that frame, ms of the timeline), so a preview of another size asks for its own sprites.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["none", "fade", "slide_up", "slide_down", "slide_left", "slide_right", "pop"]

# How far a slide travels, as a part of the sprite's own height (or width, for a sideways slide).
_TRAVEL = 0.35
_POP_FROM = 0.82
_OVERSHOOT = 1.4  # the "back" easing's constant: 1.4 overshoots by about 7 %


@dataclass(frozen=True)
class Animation:
    """One entrance or exit. `slide_up` moves upwards while it comes in (and on upwards while it leaves)."""

    kind: Kind = "none"
    ms: int = 0


STILL = Animation()


@dataclass(frozen=True)
class State:
    """How a sprite stands at one moment: opacity 0 … 1, offset in px from its place, scale about its centre."""

    opacity: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0

    @property
    def moved(self) -> bool:
        """Whether the raster has to be resampled."""
        return bool(self.dx or self.dy or self.scale != 1.0)


@dataclass(frozen=True, eq=False)
class Sprite:
    """A premultiplied RGBA raster, uint8 (h, w, 4), its left upper corner at `x`, `y` px, shown `start` to `end` ms.

    The raster may reach beyond the frame; what is outside is not drawn. A large empty margin costs nothing.
    """

    pixels: NDArray[np.uint8]
    x: int
    y: int
    start: int
    end: int
    enter: Animation = STILL
    leave: Animation = STILL

    def state(self, t_ms: float) -> State | None:
        """How it stands at `t_ms` of the timeline; None while it is not shown."""
        if not self.start <= t_ms < self.end:
            return None
        enter_ms, leave_ms = self._spans()
        if t_ms < self.start + enter_ms:
            return self._at(self.enter.kind, (t_ms - self.start) / enter_ms, coming=True)
        if t_ms >= self.end - leave_ms:
            return self._at(self.leave.kind, (self.end - t_ms) / leave_ms, coming=False)
        return State()

    def _spans(self) -> tuple[float, float]:
        """The two animations in ms, shortened alike when the sprite does not last long enough for both."""
        enter = self.enter.ms if self.enter.kind != "none" else 0
        leave = self.leave.ms if self.leave.kind != "none" else 0
        room = (self.end - self.start) / max(1, enter + leave)
        return enter * min(1.0, room), leave * min(1.0, room)

    def _at(self, kind: Kind, presence: float, coming: bool) -> State:
        """The state at a presence from 0 (away) to 1 (there)."""
        eased = 1 - (1 - presence) ** 3
        if kind == "pop":
            return State(
                min(1.0, presence * 4), 0.0, 0.0, _pop(presence) if coming else _POP_FROM + (1 - _POP_FROM) * eased
            )
        if kind == "fade":
            return State(presence)
        rest = (1 - eased) * (1 if coming else -1)
        height, width = self.pixels.shape[:2]
        dx, dy = {"slide_left": (width, 0), "slide_right": (-width, 0), "slide_up": (0, height)}.get(kind, (0, -height))
        return State(min(1.0, presence * 1.5), dx * _TRAVEL * rest, dy * _TRAVEL * rest)


def _pop(presence: float) -> float:
    """The scale of a pop: quickly beyond full size and back (the "back" easing)."""
    rest = presence - 1
    eased = rest * rest * ((_OVERSHOOT + 1) * rest + _OVERSHOOT) + 1
    return _POP_FROM + (1 - _POP_FROM) * eased
