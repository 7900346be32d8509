"""Where letters may stand: inside every margin which a platform's buttons, captions and corners cover.

Margins are fractions of the frame (left, top, right, bottom), read off the platforms' own advertising guides of 2025/26
for 1080 × 1920 and rounded outwards. "any" is safe on all three vertical platforms at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from nemo.draft import Draft

VERTICAL = {
    "any": (0.075, 0.115, 0.125, 0.205),
    "tiktok": (0.06, 0.07, 0.115, 0.195),
    "reels": (0.06, 0.115, 0.125, 0.185),
    "shorts": (0.06, 0.115, 0.125, 0.205),
    "message": (0.07, 0.06, 0.07, 0.07),  # sent from person to person: no buttons over it
}
OTHER = (0.06, 0.06, 0.06, 0.07)
"""Squares, 4:5 and landscape players: rounded corners and a progress bar."""


@dataclass(frozen=True)
class Box:
    """A rectangle in px."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Width in px."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Height in px."""
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, other: Box) -> bool:
        """Whether `other` lies inside."""
        return self.x0 <= other.x0 and self.y0 <= other.y0 and self.x1 >= other.x1 and self.y1 >= other.y1


def frame_size(draft: Draft) -> tuple[int, int]:
    """Width and height of the draft's frame in px; 1080 × 1920 when it does not say."""
    return draft.meta.width or 1080, draft.meta.height or 1920


def safe_area(draft: Draft) -> Box:
    """The safe area of a draft's frame.

    The platform is `m.platform` of the draft (tiktok, reels, shorts, message) when it has one; weddings are sent in
    messages, everything else must be safe anywhere. Left and right are equal, so centred words stay in the middle.
    """
    width, height = frame_size(draft)
    platform = str(
        (draft.meta.model_extra or {}).get("platform") or ("message" if draft.meta.kind == "wedding" else "any")
    )
    margins = VERTICAL.get(platform, VERTICAL["any"]) if height > width * 1.5 else OTHER
    left, top, right, bottom = margins
    side = max(left, right)
    return Box(round(width * side), round(height * top), width - round(width * side), height - round(height * bottom))
