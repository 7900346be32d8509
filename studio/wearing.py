"""How a visitor's preferences come into a video: handed to the engine with a message, or named in a form's request."""

from __future__ import annotations

from typing import Any

from studio import backend, backends, preferences, uploads
from studio.tables import Project
from studio.words import Words, words

FEATURE = "defaults"


def handed(project: Project) -> dict[str, Any] | None:
    """What goes along with a message typed in the chat; nothing to a service which does not know of it."""
    defaults = preferences.of(project.owner).defaults()
    return defaults if defaults and backend.offers(project, FEATURE) else None


def attach_logo(project: Project, message: str, usual: bool) -> None:
    """Put the logo among the files of a project whose first video is being asked for, if that will wear it."""
    logo = preferences.of(project.owner).logo
    if not logo or not message.strip() or project.version:
        return
    known = backends.of(project) == backends.HERE or backend.offers(project, FEATURE)
    wanted = known if usual else logo in message
    if wanted and logo not in [one.name for one in uploads.of(project.id)]:
        uploads.keep(project.id, logo, preferences.logo_path(project.owner).read_bytes())


def look_said(look: str, language: str) -> str:
    """A look's name in a sentence that is sent: those are in Chinese for a Chinese reader, else the name is English."""
    return words("zh" if language == "zh" else "en")(f"look.{look}")


def lines(values: dict[str, Any], say: Words) -> list[str]:
    """The lines of a form's request which say how the video shall look and sound."""
    told = [(name, str(values.get(name) or "")) for name in ("voice_name", "look_said")]
    if values.get("brand"):
        told += [(name, str(values.get(name) or "")) for name in ("colours", "font", "logo")]
    return [say(f"say.taste.{name}", **{name: value}) for name, value in told if value]
