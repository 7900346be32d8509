"""The styles a look starts from: a look changes what makes it itself, and keeps what makes captions and chips work."""

from __future__ import annotations

from engine.looks.model import TextStyle
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
CHIP = TextStyle(families=("inter",), size=0.026, weight=700, tracking=0.02, lines=1, support="none")


def caption_styles(
    families: tuple[str, ...], weight: int = 700, pop: tuple[str, ...] = ("montserrat",)
) -> dict[str, TextStyle]:
    """The four caption styles in a look's own letters; `pop` is the family of the loud one."""
    from dataclasses import replace

    clean = replace(CAPTION, families=families, weight=weight)
    return {
        "caption": clean,
        "caption.boxed": replace(clean, size=0.046, radius=0.018),
        "caption.karaoke": replace(clean, size=0.058, weight=max(weight, 700)),
        "caption.pop": replace(clean, families=pop, size=0.082, weight=900, upper=True, leading=1.06),
    }
