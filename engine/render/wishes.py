"""What a user wished of the letters themselves — size, colour, font — laid over what the look says.

A wished colour is kept exactly; what lies behind it gives way: the veil is measured against it, and a plate or a panel
takes the first ground of the look on which it can be read.
"""

from __future__ import annotations

from dataclasses import replace

import fontpkg

from engine.looks.colour import BLACK, ENOUGH, WHITE, Rgb, ratio, rgb
from engine.looks.model import Palette, TextStyle
from engine.render import fonts
from nemo.draft import Draft, Segment

SMALLEST, LARGEST = 0.4, 3.0
GENERIC = {"serif": "playfair-display", "sans": "inter", "script": "great-vibes"}
"""Kinds of letters people name instead of a family."""


def size_wish(segment: Segment) -> float:
    """The factor on the look's size; 1 when none or none that makes sense was wished."""
    wish = getattr(segment.meta, "size", None)
    return min(LARGEST, max(SMALLEST, float(wish))) if isinstance(wish, int | float) and wish > 0 else 1.0


def colour_wish(segment: Segment, draft: Draft, role: str) -> Rgb | None:
    """The colour wished for a text: its own, or for a caption the one of all captions."""
    wish = getattr(segment.meta, "color", None)
    if role == "caption":
        wish = wish or draft.meta.caption_color
    return rgb(wish) if isinstance(wish, str) and wish.startswith("#") else None


def wished_style(style: TextStyle, segment: Segment, colour: Rgb | None, usual: str | None = None) -> TextStyle:
    """The style with the wished size and font, else the font `usual` in this video; with a wished colour its one ink is
    "light", its plate "dark".
    """
    style = replace(style, size=style.size * size_wish(segment))
    family = _family(getattr(segment.meta, "font", None) or usual)
    if family:
        style = replace(style, families=(family, *style.families))
    if colour is not None:
        style = replace(style, inks=("light",), plate="dark")
    return replace(
        style,
        sub=wished_style(style.sub, segment, colour, usual) if style.sub else None,
        pair=wished_style(style.pair, segment, colour, usual) if style.pair else None,
    )


def wished_palette(palette: Palette, colour: Rgb | None) -> Palette:
    """The palette whose light ink is the wished colour, and whose dark is a ground on which it can be read."""
    if colour is None:
        return palette
    grounds = (palette.dark, palette.light, palette.accent, BLACK, WHITE)
    ground = next(found for found in grounds if ratio(colour, found) >= ENOUGH)
    return replace(palette, light=colour, dark=ground)


def _family(wish: object) -> str | None:
    """An installed family of this name; None when there is none."""
    if not isinstance(wish, str) or not wish.strip():
        return None
    name = wish.strip().lower()
    name = GENERIC.get(name, name.replace(" ", "-"))
    try:
        fonts.family(name)
    except (fontpkg.FontpkgError, ValueError):
        return None
    return name
