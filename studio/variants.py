"""Many films of one draft: other openings, other calls to action, other shapes, or a card for every guest.

A set is asked for once and kept; `variants_work` makes its films in the background. A film of a set is an export of
purpose `variant`, so it is played, downloaded and erased like any other.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from nemo import errors
from nemo.draft import Draft
from studio import films, guests, renders, variants_work, zips
from studio.filenames import distinct, slug
from studio.tables import Export, Project, Variant, VariantSet, insert_once, session

SHAPES = {"9:16": (1080, 1920), "1:1": (1080, 1080), "16:9": (1920, 1080), "4:5": (1080, 1350)}
KINDS = {"affiliate": "promo", "wedding": "invitation", "link": "story"}
MOST = 200
"""Films of a set."""
LONGEST = 200
"""Characters of an opening, a call to action or a greeting: what the engine takes."""
BREAK = "|"
"""Stands for a new line in a list which has one text a line."""

# What the first film of a shape takes for each second of the draft, what a further one does, and what each film takes
# however long it is: derived, joined, fetched. `python -m bench variants` measured them on two cores.
_FIRST_S, _MORE_S, _GUEST_S, _EACH_S = 0.5, 0.05, 0.025, 1.5
_FULL = 1080 * 1920


class TooManyError(Exception):
    """More films than a set may have."""


class TooLongError(Exception):
    """A text that is longer than a picture can hold; `text` is its beginning."""

    def __init__(self, text: str) -> None:
        super().__init__("a text is too long")
        self.text = text[:40]


@dataclass(frozen=True)
class Wish:
    """What to make: every opening with every call to action in every shape, or every guest in every shape. Without
    openings or calls the draft's own stay."""

    hooks: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()  # lines as they were pasted
    shapes: tuple[str, ...] = ("9:16",)

    @property
    def kind(self) -> str:
        """What set it is."""
        return "guests" if self.guests else "variants"

    @property
    def derived(self) -> bool:
        """Whether it takes a backend which can tell what a draft would be."""
        return bool(self.hooks or self.calls or self.guests)

    @property
    def count(self) -> int:
        """How many films it is."""
        return max(1, len(self.hooks)) * max(1, len(self.calls)) * max(1, len(self.guests)) * len(self.shapes)


@dataclass(frozen=True)
class Film:
    """One film of a set and how far it is."""

    variant: Variant
    export: Export

    @property
    def place(self) -> Path:
        """Where its file lies once it is finished."""
        return films.path(self.export.id)


def lines(text: str) -> tuple[str, ...]:
    """The texts of a list with one a line, each once; BREAK starts a new line in one."""
    found = (line.strip() for line in text.splitlines())
    kept = ("\n".join(part.strip() for part in line.split(BREAK)).strip() for line in found)
    return tuple(dict.fromkeys(line for line in kept if line))


def one_line(text: str) -> str:
    """A text as it stands in such a list."""
    return f" {BREAK} ".join(part.strip() for part in text.splitlines() if part.strip())


def own_shape(draft: Draft) -> str:
    """The shape of these which is nearest to the draft's own."""
    width, height = draft.meta.width or 1080, draft.meta.height or 1920
    return min(SHAPES, key=lambda one: abs(SHAPES[one][0] / SHAPES[one][1] - width / height))


def estimate_s(draft: Draft, wish: Wish) -> float:
    """About how long this computer takes for all of it, in seconds."""
    seconds, more = draft.duration / 1000, _GUEST_S if wish.guests else _MORE_S
    pixels = sum(width * height / _FULL for width, height in (SHAPES[one] for one in wish.shapes))
    further = wish.count // max(1, len(wish.shapes)) - 1
    return wish.count * _EACH_S + seconds * pixels * (_FIRST_S + further * more)


def too_long(project: Project, wish: Wish) -> str:
    """The first text of a wish which is longer than a picture can hold, a guest's as the card greets; else empty."""
    language = Draft.read(project.draft).meta.language or project.language
    greetings = [one.greeting for one in guests.guests("\n".join(wish.guests), language)]
    return next((one for one in (*wish.hooks, *wish.calls, *greetings) if len(one) > LONGEST), "")


def make(project: Project, wish: Wish) -> VariantSet:
    """Ask for all films of a wish. The same wish for the same draft is the same set: what it lacks is asked for again.

    Raises NothingToExport, TooManyError, TooLongError.
    """
    if not Draft.read(project.draft).ready_for_export:
        raise errors.NothingToExport
    if wish.count > MOST:
        raise TooManyError
    if text := too_long(project, wish):
        raise TooLongError(text)
    made = VariantSet(id=_name(project, wish), project=project.id, kind=wish.kind, version=project.version)
    made.draft, made.wish, made.created = project.draft, asdict(wish), time.time()
    if not insert_once(made, *_planned(project, made.id, wish)):
        retry_failed(made.id)
    variants_work.start(made.id)
    return made


def sets(project: Project) -> list[VariantSet]:
    """The project's sets, the latest first; one at work is followed from here on."""
    with session() as db:
        wanted = select(VariantSet).where(VariantSet.project == project.id).order_by(VariantSet.created.desc())
        found = list(db.scalars(wanted))
    for one in found:
        variants_work.start(one.id)
    return found


def films_of(set_id: str) -> list[Film]:
    """The films of a set, in their order."""
    return [Film(variant, export) for variant, export in variants_work.rows(set_id)]


def finished(set_id: str) -> list[zips.Entry]:
    """The finished films of a set as files of a zip."""
    done = [one for one in films_of(set_id) if one.export.state == "completed" and one.place.exists()]
    return [
        zips.Entry(one.export.name, one.place, one.variant.file["size"], one.variant.file["crc"], one.export.created)
        for one in done
    ]


def owned(owner: str, set_id: str) -> VariantSet | None:
    """The set of this id if it belongs to a project of this browser."""
    with session() as db:
        found = db.get(VariantSet, set_id)
        project = db.get(Project, found.project) if found else None
    return found if project and project.owner == owner and project.deleted is None else None


def cancel(project: Project, set_id: str) -> None:
    """Stop what is not finished."""
    for film in reversed(films_of(set_id)):
        renders.cancel(project, film.export.id)


def retry(film: str) -> None:
    """Ask again for one which failed or was cancelled."""
    with session() as db:
        variant, export = db.get(Variant, film), db.get(Export, film)
        if variant is None or export is None or export.state in ("completed", *renders.ACTIVE):
            return
        variant.attempt += 1
        export.state, export.remote, export.error, export.progress, export.finished = "pending", "", "", 0.0, None
    variants_work.start(variant.set_id)


def retry_failed(set_id: str) -> None:
    """Ask again for everything that failed or was cancelled."""
    for film in films_of(set_id):
        retry(film.export.id)


def remove(project: Project, set_id: str) -> None:
    """Remove a set with its films."""
    cancel(project, set_id)
    for film in films_of(set_id):
        renders.forget(film.export.id)
    with session() as db:
        db.execute(delete(Variant).where(Variant.set_id == set_id))
        db.execute(delete(VariantSet).where(VariantSet.id == set_id))


def _name(project: Project, wish: Wish) -> str:
    told = json.dumps([project.id, project.version, project.draft, asdict(wish)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _planned(project: Project, set_id: str, wish: Wish) -> list[Variant | Export]:
    """Every film of a new set, the first shape's first: they share most of their work."""
    draft = Draft.read(project.draft)
    planned = _guests(wish, draft, project.language) if wish.guests else _openings(wish)
    shaped = [(shape, label, edits, name) for shape in wish.shapes for label, edits, name in planned]
    first = KINDS.get(draft.meta.kind or "", "video")
    names = distinct("-".join([first, *name, *_shape(shape, wish, draft)]) for shape, _, _, name in shaped)
    rows: list[Variant | Export] = []
    for number, ((shape, label, edits, _), name) in enumerate(zip(shaped, names, strict=True), 1):
        film, label = f"variant_{set_id}_{number}", {**label, "shape": shape}
        row = {"id": film, "set_id": set_id, "project": project.id}
        rows.append(Variant(**row, number=number, label=label, operations=edits, attempt=1, file={}))
        rows.append(_export(film, project, f"{name}.mp4", SHAPES[shape]))
    return rows


def _export(film: str, project: Project, name: str, size: tuple[int, int]) -> Export:
    output = {"format": "mp4", "width": size[0], "height": size[1]}
    row = {"id": film, "project": project.id, "purpose": "variant", "name": name, "version": project.version}
    return Export(**row, output=output, state="pending", remote="", error="", progress=0.0, created=time.time())


def _shape(shape: str, wish: Wish, draft: Draft) -> list[str]:
    """The shape in a name: of an invitation in its own shape it says nothing."""
    told = len(wish.shapes) > 1 or not wish.guests or shape != own_shape(draft)
    return [shape.replace(":", "x")] if told else []


Planned = tuple[dict[str, Any], list[dict[str, str]], list[str]]


def _openings(wish: Wish) -> list[Planned]:
    """What each combination is labelled, what makes it, and what its name says."""
    found = []
    for hook_number, hook in enumerate(wish.hooks or ("",), 1):
        for call_number, call in enumerate(wish.calls or ("",), 1):
            edits = [{"op": "set_hook", "text": hook}] if hook else []
            edits += [{"op": "set_call", "text": call}] if call else []
            name = [f"hook{hook_number}"] if hook else []
            name += [f"cta{call_number}"] if call else []
            found.append(({"hook": hook, "call": call}, edits, name))
    return found


def _guests(wish: Wish, draft: Draft, language: str) -> list[Planned]:
    invited = guests.guests("\n".join(wish.guests), draft.meta.language or language)
    longest = max((one.greeting for one in invited), key=len)
    return [
        (
            {"guest": one.name, "greeting": one.greeting},
            [{"op": "greet", "text": one.greeting, "longest": longest}],
            [slug(one.name) or f"guest{number}"],
        )
        for number, one in enumerate(invited, 1)
    ]


def with_guests(wish: Wish, pasted: str) -> Wish:
    """The wish for the guests of a pasted list."""
    return replace(wish, guests=tuple(dict.fromkeys(one.strip() for one in pasted.splitlines() if one.strip())))
