"""The styles a look starts from: a look changes what makes it itself, and keeps what makes captions and chips work."""

from __future__ import annotations

from dataclasses import replace

from engine.looks.colour import Rgb, oklch, readable, toned
from engine.looks.model import Palette, TextStyle, most_colourful
from engine.render.sprite import Animation

CAPTION = TextStyle(
    families=("inter",),
    size=0.052,
    weight=700,
    lines=2,
    leading=1.24,
    position="bottom",
    enter=Animation("fade", 90),
    leave=Animation("fade", 90),
)
CHIP = TextStyle(families=("inter",), size=0.031, weight=700, tracking=0.02, lines=1, support="none")


def caption_styles(
    families: tuple[str, ...], weight: int = 700, pop: tuple[str, ...] = ("montserrat",), size: float = 0.052
) -> dict[str, TextStyle]:
    """The four caption styles in a look's own letters; `pop` is the family of the loud one."""
    clean = replace(CAPTION, families=families, weight=weight, size=size)
    loud = 0.1 if "bebas-neue" in pop else 0.08
    return {
        "caption": clean,
        "caption.boxed": replace(clean, size=size * 0.9, radius=0.018),
        "caption.karaoke": replace(clean, size=size * 1.1, weight=max(weight, 700)),
        "caption.pop": replace(clean, families=pop, size=loud, weight=900, upper=True, leading=1.08, lines=3),
    }


def accent_from(own: Palette, colours: list[Rgb], light: float, least: float = 0.0, most: float = 0.3) -> Palette:
    """The look's palette with its accent in the hue of the strongest colour given, as light and as strong as it may be.

    `light` is the accent's OKLCH lightness, `least` … `most` its chroma. Greys give no hue: the look keeps its own.
    """
    strongest = most_colourful(colours)
    chroma = oklch(strongest)[1]
    if chroma < 0.025:
        return own
    accent = toned(strongest, light, min(max(chroma, least), most))
    return replace(own, accent=accent, on_accent=readable(accent, own.on_accent, own.dark, own.light))
