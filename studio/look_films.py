"""The same video in the three looks of its job, side by side: small films of drafts which are not kept."""

from __future__ import annotations

from dataclasses import dataclass

from nemo.draft import Draft
from nemo.variants import FEATURE
from studio import backend, renders
from studio.preferences import LOOKS
from studio.tables import Export, Project


@dataclass(frozen=True)
class LookFilm:
    """One of the three: `current` is the look which the video wears."""

    look: str
    current: bool
    film: Export


def offered(project: Project) -> bool:
    """Whether there is a video, and a backend which tells what it would be in another look."""
    return Draft.read(project.draft).ready_for_export and backend.offers(project, FEATURE)


def rest_s(project: Project) -> int:
    """The second at which the films rest, the same for all: late in the first scene, before the next one fades in."""
    first = next(iter(Draft.read(project.draft).segments("main")), None)
    return max(1, min(3, (first.duration - 1) // 1000)) if first else 1


def films(project: Project) -> list[LookFilm]:
    """The three films of the present version, asked for where they are not there yet.

    The current look's is the preview. A video of no job of its own is seen in the looks of a product's.
    """
    meta = Draft.read(project.draft).meta
    return [
        LookFilm(look, look == meta.look, film)
        for look in LOOKS.get(meta.kind or "", LOOKS["affiliate"])
        if (film := renders.preview(project) if look == meta.look else renders.in_look(project, look))
    ]
