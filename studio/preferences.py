"""What a browser prefers for all its videos: voices, looks, and the colours, letters and logo of a brand.

They stand in the record of the browser. A form is filled in with them, where they can be seen and changed; a message
which makes a video takes them along for the engine of this computer. Nothing of it is a secret.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio import projects
from studio.settings import settings

LOOKS = {
    "affiliate": ("bold", "clean", "premium"),
    "link": ("news", "explainer", "magazine"),
    "wedding": ("classic", "modern", "floral"),
}
FONTS = (
    "Inter",
    "Montserrat",
    "Playfair Display",
    "Cormorant Garamond",
    "Bebas Neue",
    "Great Vibes",
    "Dancing Script",
)
MOST_COLOURS = 2
LARGEST_LOGO = 2 * 1024 * 1024
LOGO = "brand-logo"  # its name as a file of a project; the director takes a file of this name for a mark, not a scene
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class LogoError(ValueError):
    """A file which cannot be a logo; `key` is the sentence which says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Preferences:
    """`voices` by language, `looks` by job, `colours` as "#rrggbb", `logo` as the name of its file; empty is none."""

    voices: dict[str, str] = field(default_factory=dict)
    looks: dict[str, str] = field(default_factory=dict)
    colours: tuple[str, ...] = ()
    font: str = ""
    logo: str = ""

    def defaults(self) -> dict[str, Any]:
        """What goes along with a message: only what was chosen."""
        chosen = {"voices": self.voices, "looks": self.looks, "colours": list(self.colours), "font": self.font}
        return {key: value for key, value in {**chosen, "logo": self.logo}.items() if value}


def of(owner: str) -> Preferences:
    """The preferences of a browser; what is kept of another version and makes no sense any more is left out."""
    kept = projects.browser(owner).preferences
    voices, looks = kept.get("voices"), kept.get("looks")
    logo = kept.get("logo")
    return Preferences(
        voices={key: str(value) for key, value in voices.items() if value} if isinstance(voices, dict) else {},
        looks={job: look for job, look in looks.items() if look in LOOKS.get(job, ())}
        if isinstance(looks, dict)
        else {},
        colours=tuple(one for one in kept.get("colours") or [] if _COLOUR.fullmatch(str(one)))[:MOST_COLOURS],
        font=kept["font"] if kept.get("font") in FONTS else "",
        logo=str(logo) if logo and logo_path(owner).exists() else "",
    )


def keep_logo(owner: str, content: bytes) -> None:
    """Keep a picture as the brand's logo. Raises LogoError. It is only looked at here, never decoded."""
    if len(content) > LARGEST_LOGO:
        raise LogoError("settings.logo_large")
    ending = next((kind for mark, kind in _PICTURES.items() if content.startswith(mark)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        ending = "webp"
    if not ending:
        raise LogoError("settings.logo_type")
    logo_path(owner).parent.mkdir(parents=True, exist_ok=True)
    logo_path(owner).write_bytes(content)
    projects.prefer(owner, logo=f"{LOGO}.{ending}")


def drop_logo(owner: str) -> None:
    """Forget the logo; videos which show it keep it."""
    projects.prefer(owner, logo="")
    logo_path(owner).unlink(missing_ok=True)


def logo_path(owner: str) -> Path:
    """Where the logo of a browser lies, under a name of ours."""
    return settings().data / "studio" / "brand" / hashlib.sha256(owner.encode()).hexdigest()
