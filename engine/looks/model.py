"""What a look is: how each role's words are set, which colours, motion and cards. Pure data and small functions.

Lengths are fractions of the frame's short side, so a look is the same in every aspect and size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb, oklch, rgb
from engine.looks.vector import Shape
from engine.render.sprite import Animation
from nemo.draft import Draft, Segment

COMES, GOES = Animation("fade", 300), Animation("fade", 250)
Ink = Literal["light", "dark", "accent", "on_accent", "soft"]
Support = Literal["auto", "line_plates", "panel", "scrim", "none"]


@dataclass(frozen=True)
class Palette:
    """The colours of one video: `light` and `dark` inks, the `accent` with the ink that reads on it, a `soft` tint."""

    light: Rgb
    dark: Rgb
    accent: Rgb
    on_accent: Rgb
    soft: Rgb

    def ink(self, name: Ink) -> Rgb:
        """The colour of that name."""
        colour: Rgb = getattr(self, name)
        return colour


Ornament = Callable[[Palette, Rgb, int, int, float | None, int], list[Shape]]
"""(palette, ink, width and height of the set block, middle of the gap above its subtitle, short side), all px → shapes
in px of the block, whose left upper corner is (0, 0)."""


@dataclass(frozen=True)
class TextStyle:
    """How the words of one role are set.

    `size` is the em at its largest; `inks` are tried in order against the picture behind; `support` says what may be
    put between letters and picture, `auto` being the least which gives enough contrast. `sub` sets the paragraphs after
    the first. Inks and plates are names of the palette.
    """

    families: tuple[str, ...]
    size: float
    weight: int = 600
    italic: bool = False
    upper: bool = False
    tracking: float = 0.0
    leading: float = 1.16
    lines: int = 3
    inks: tuple[Ink, ...] = ("light", "dark")
    support: Support = "auto"
    plate: Ink = "dark"
    radius: float = 0.02
    align: Literal["center", "left"] = "center"
    position: Literal["top", "center", "bottom"] = "center"
    enter: Animation = COMES
    leave: Animation = GOES
    sub: TextStyle | None = None
    gap: float = 0.03  # above this style's paragraph, where it follows another
    pair: TextStyle | None = (
        None  # two names in an upright frame: “Anna”, “&”, “James” below one another, the “&” in this
    )
    ornament: Ornament | None = None
    margin: float = 0.0  # kept free around the words for the ornament


Painter = Callable[[Palette, int, int, int], NDArray[np.uint8]]
"""(palette, width, height, seed) → RGB (h, w, 3)."""


@dataclass(frozen=True)
class Look:
    """One look. `styles` is keyed by role, or by "role.style" for a style a segment asks for."""

    name: str
    kind: Literal["affiliate", "link", "wedding"]
    label: str
    label_zh: str
    summary: str
    styles: Mapping[str, TextStyle]
    palette: Palette
    derive: Callable[[Palette, list[Rgb]], Palette]
    paint_card: Painter
    motions: tuple[str, ...]
    transition: tuple[str, int]
    caption_style: Literal["clean", "boxed", "karaoke", "pop"]
    mood: str

    def style(self, role: str, style: str | None = None) -> TextStyle:
        """The style of a role; an unknown style is the role's own, an unknown role is set as text."""
        return self.styles.get(f"{role}.{style}") or self.styles.get(role) or self.styles["text"]

    def colours(self, draft: Draft) -> Palette:
        """The palette for a draft: its own colours (from the photos or the brand) led through the look's taste."""
        given = [rgb(text) for text in draft.meta.palette or [] if isinstance(text, str)]
        return self.derive(self.palette, given) if given else self.palette

    def card(self, draft: Draft, segment: Segment, size: tuple[int, int]) -> NDArray[np.uint8]:
        """The background of a text card, RGB uint8 (h, w, 3), for a frame of (width, height) px."""
        palette = self.colours(draft)
        if segment.meta.background:
            palette = replace(palette, dark=rgb(segment.meta.background, palette.dark))
        return self.paint_card(palette, *size, segment.start)


def most_colourful(colours: list[Rgb]) -> Rgb:
    """The colour a palette would be remembered by: the most chromatic, the first of equals."""
    return max(colours, key=lambda colour: oklch(colour)[1])
