"""What a film says of itself, and so what may go out with it: read from the draft it was made of, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nemo.draft import Draft, Occasion
from studio.tables import Export, Project, Sent, session
from studio.words import LANGUAGES


@dataclass(frozen=True)
class Facts:
    """Words as they stand in the film. `length_ms` and `poster_ms` are ms of the film."""

    kind: str
    language: str
    title: str
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    product: str = ""
    price: str = ""
    code: str = ""
    link: str = ""
    site: str = ""
    rsvp: str = ""
    disclosure: str = ""
    occasions: tuple[Occasion, ...] = ()
    poster_ms: int = 0


def keep(export: str, draft: dict[str, Any]) -> None:
    """Keep what an export is made of, for as long as the export is kept."""
    with session() as db:
        db.merge(Sent(export=export, draft=draft))


def of(export: Export) -> Facts:
    """The facts of a film; of one exported before drafts were kept with exports, those of its project now."""
    with session() as db:
        kept, project = db.get(Sent, export.id), db.get_one(Project, export.project)
    return read(Draft.read(kept.draft if kept else project.draft), project)


def read(draft: Draft, project: Project) -> Facts:
    """The facts of a draft."""
    brief = draft.meta.brief or {}
    titles = [_flat(one.meta.text) for one in draft.segments("title") if one.meta.text]
    texts = [_flat(one.meta.text) for one in draft.segments("text") if one.meta.text]
    call = next((one.meta for one in reversed(draft.segments("cta"))), None)
    offer = (call.cta if call else None) or {}
    shown = " ".join([*titles, *texts, _flat(call.text) if call else ""])
    heard = " ".join(_flat(one.meta.text) for one in draft.segments("voice"))
    language = (draft.meta.language or project.language).split("-")[0]
    return Facts(
        kind=draft.meta.kind or project.skill,
        language=language if language in LANGUAGES else project.language,
        title=titles[0] if titles else project.name,
        lines=tuple(dict.fromkeys(texts)),
        names=tuple(name for name in _listed(brief.get("names")) if name in shown),
        product=_still(_text(brief.get("product")), f"{shown} {heard}"),
        price=_text(offer.get("price")),
        code=_text(offer.get("code")),
        link=_web(_text(offer.get("link"))),
        site=_still(_text(brief.get("site")), f"{shown} {_text(offer.get('link'))}"),
        rsvp=_still(_text(brief.get("rsvp")), shown),
        disclosure=next((_flat(one.meta.text) for one in draft.segments("disclosure") if one.meta.text), ""),
        occasions=tuple(draft.meta.occasions or ()),
        poster_ms=_poster(draft),
    )


def _still(fact: str, told: str) -> str:
    """A fact of the brief, unless an edit has taken it out of the film since."""
    return fact if fact.casefold() in told.casefold() else ""


def reply_link(rsvp: str) -> str:
    """What a tap on an RSVP opens: a page, a mail or a call; empty where it is none of these."""
    page = re.search(r"https?://[^\s<>\"']+", rsvp)
    if page:
        return page[0].rstrip(".,;)")
    mail = re.search(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", rsvp, re.ASCII)
    if mail:
        return f"mailto:{mail[0]}"
    phone = re.search(r"\+?\d[\d\s()./-]{5,18}\d", rsvp)
    return "tel:" + re.sub(r"[^\d+]", "", phone[0]) if phone else ""


def _poster(draft: Draft) -> int:
    """The middle of the first title, where its words have come in; else of the first scene."""
    first = next(iter(draft.segments("title") or draft.segments("main")), None)
    return (first.start + first.end) // 2 if first else 0


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(value: Any) -> str:
    return _flat(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _listed(value: Any) -> list[str]:
    return [_text(one) for one in value] if isinstance(value, list) else []


def _web(link: str) -> str:
    """A link as it opens; empty for anything which is not a page."""
    whole = link if "://" in link else f"https://{link}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", link) else ""
    return whole if re.match(r"https?://[^\s<>\"']+$", whole) else ""
