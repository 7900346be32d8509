"""What the apps cover of an upright film, as the backend tells: asked once for each version of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nemo import errors
from studio import backend
from studio.tables import Project


@dataclass(frozen=True)
class Hidden:
    """A text below an app's own buttons; `start` in ms."""

    text: str
    start: int


@dataclass(frozen=True)
class App:
    """An app and what it covers: left, top, right, bottom as fractions of the frame."""

    key: str
    name: str
    margins: tuple[float, float, float, float]
    hidden: tuple[Hidden, ...]


_known: dict[str, tuple[int, tuple[App, ...]]] = {}  # of each project, for the version last asked about


def apps(project: Project) -> tuple[App, ...]:
    """The apps; none where the film is not upright, or the backend does not tell."""
    version, known = _known.get(project.id, (-1, ()))
    if version == project.version or not backend.offers(project, "covers"):
        return known
    try:
        told = tuple(filter(None, map(_read, backend.covers(project))))
    except errors.NemoError:
        return ()
    _known[project.id] = project.version, told
    return told


def _read(raw: dict[str, Any]) -> App | None:
    margins = raw.get("margins")
    if not (isinstance(margins, list) and len(margins) == 4 and all(isinstance(one, int | float) for one in margins)):
        return None
    inside = tuple(min(max(float(one), 0.0), 0.5) for one in margins)
    hidden = [one for one in raw.get("hidden") or [] if isinstance(one, dict)]
    told = tuple(Hidden(str(one.get("text", "")), int(one.get("start") or 0)) for one in hidden)
    return App(str(raw.get("key", "")), str(raw.get("name", "")), inside, told)  # type: ignore[arg-type]
