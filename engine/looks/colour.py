"""Colours: hex and sRGB, OKLCH for changing one thing at a time, and the contrast of WCAG 2.2.

OKLab: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Rgb(NamedTuple):
    """An sRGB colour, 0 … 255 each."""

    r: int
    g: int
    b: int

    @property
    def hex(self) -> str:
        """The colour as "#rrggbb"."""
        return f"#{self.r:02x}{self.g:02x}{self.b:02x}"


WHITE, BLACK = Rgb(255, 255, 255), Rgb(0, 0, 0)
ENOUGH = 4.5
"""The least contrast of letters to what is behind them: WCAG 2.2, 1.4.3 (AA)."""


def rgb(value: str | None, default: Rgb = BLACK) -> Rgb:
    """Read "#rrggbb" or "#rgb"; anything else is `default`."""
    text = (value or "").strip().lstrip("#")
    text = "".join(char * 2 for char in text) if len(text) == 3 else text
    try:
        return Rgb(*bytes.fromhex(text)) if len(text) == 6 else default
    except ValueError:
        return default


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 … 1."""
    linear = [_linear(channel / 255) for channel in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: Rgb, other: Rgb) -> float:
    """Contrast ratio, 1 … 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(one: Rgb, other: Rgb, part: float) -> Rgb:
    """`one` with `part` (0 … 1) of `other` in it."""
    return Rgb(*(round(a + (b - a) * part) for a, b in zip(one, other, strict=True)))


def readable(on: Rgb, *inks: Rgb) -> Rgb:
    """The first of `inks` with enough contrast on `on`; else black or white, whichever has more."""
    for ink in inks:
        if ratio(ink, on) >= ENOUGH:
            return ink
    return max((WHITE, BLACK), key=lambda ink: ratio(ink, on))


def oklch(colour: Rgb) -> tuple[float, float, float]:
    """Lightness 0 … 1, chroma 0 … about 0.32, hue in radians."""
    r, g, b = (_linear(channel / 255) for channel in colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    yellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, yellow), math.atan2(yellow, a)


def from_oklch(light: float, chroma: float, hue: float) -> Rgb:
    """The sRGB colour; chroma is lowered until it fits into sRGB."""
    for step in range(20):
        channels = _from_oklab(light, chroma * (1 - step / 20), hue)
        if all(-0.002 <= channel <= 1.002 for channel in channels):
            break
    return Rgb(*(round(255 * _gamma(min(1.0, max(0.0, channel)))) for channel in channels))


def toned(colour: Rgb, light: float | None = None, chroma: float | None = None) -> Rgb:
    """The same hue in another lightness or chroma."""
    old_light, old_chroma, hue = oklch(colour)
    return from_oklch(old_light if light is None else light, old_chroma if chroma is None else chroma, hue)


def until_readable(colour: Rgb, on: Rgb, enough: float = ENOUGH) -> Rgb:
    """`colour`, made lighter or darker step by step until it can be read on `on`."""
    light, chroma, hue = oklch(colour)
    step = -0.02 if luminance(on) > 0.18 else 0.02
    while ratio(colour, on) < enough and 0 <= light <= 1:
        light += step
        colour = from_oklch(light, chroma, hue)
    return colour


def _from_oklab(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, yellow = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * yellow) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * yellow) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
