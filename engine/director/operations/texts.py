"""Edits of the words on the picture."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from engine.director.maps import map_facts
from engine.director.operations.base import Operation, Setting, cannot, get
from engine.director.say import label, listed, phrase, quoted, span, term
from engine.director.timeline import TEXT_ROLES, clear, find, put, remove, tidy
from nemo.draft import Draft, Segment

TextRole = Literal["title", "text", "cta"]
Position = Literal["top", "center", "bottom"]
TITLE_MS = 4000
DISCLOSURES = {"en": "Ad", "zh": "广告", "de": "Anzeige", "es": "Publicidad", "fr": "Publicité", "pt": "Publicidade"}


class AddText(Operation):
    """Show words: a title (the beginning, unless told), a line of text, or a call to action (the end, unless told).
    Times are ms on the timeline; `from_end` puts the text at the end."""

    op: Literal["add_text"] = "add_text"
    text: str = Field(min_length=1, max_length=500)
    role: TextRole = "text"
    start_ms: int | None = Field(None, ge=0)
    duration_ms: int | None = Field(None, ge=200)
    from_end: bool = False
    position: Position | None = None
    style: str | None = Field(None, max_length=60)

    def change(self, draft: Draft, at: Setting) -> None:
        if not draft.duration:
            cannot("cannot_empty")
        start, duration = self._time(draft)
        role = self._free_role(draft, start, start + duration)
        position = self.position or {"title": "center", "text": "bottom", "cta": "bottom"}[self.role]
        if self.position is None and self.role == "text" and draft.segments("caption"):
            position = "center"
        made = put(draft, role, start, duration, text=self.text, position=position, style=self.style)
        _give_way(draft, role, made)
        tidy(draft)

    def _time(self, draft: Draft) -> tuple[int, int]:
        wanted = self.duration_ms or min(TITLE_MS, draft.duration)
        wanted = min(wanted, draft.duration)
        at_end = self.from_end or (self.role == "cta" and self.start_ms is None)
        start = draft.duration - wanted if at_end else self.start_ms or 0
        start = max(0, min(start, draft.duration - min(wanted, 1000)))
        return start, min(wanted, draft.duration - start)

    def _free_role(self, draft: Draft, start: int, end: int) -> str:
        """The track that is free at that time; the asked-for one where none is."""
        for role in (self.role, *(r for r in ("text", "title") if r != self.role)):
            if all(s.end <= start or s.start >= end for s in draft.segments(role)):
                return role
        return self.role

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        made = _newest(before, after)
        times = {"start": span(made.start, language), "end": span(made.end, language)}
        return phrase(language, "add_text", role=term(language, self.role), text=quoted(self.text, language), **times)

    def touched(self, before: Draft, after: Draft) -> list[str]:
        return [_newest(before, after).meta.id or ""]


def _newest(before: Draft, after: Draft) -> Segment:
    known = {s.meta.id for t in before.tracks for s in t.segments}
    made = [s for r in TEXT_ROLES for s in after.segments(r) if s.meta.id not in known]
    return made[0] if made else cannot("cannot_find", what="text")


def _give_way(draft: Draft, role: str, made: Segment) -> None:
    """Texts of the same track leave the stretch to the new one."""
    start, end = made.start, made.end
    gone = []
    for segment in draft.segments(role):
        if segment is made or segment.end <= start or segment.start >= end:
            continue
        if segment.start < start:
            segment.duration = start - segment.start
        elif segment.end > end:
            segment.duration, segment.meta.start = segment.end - end, end
        else:
            gone.append(segment.meta.id or "")
    remove(draft, gone)


class SetText(Operation):
    """Replace the words of texts or of a card's text."""

    op: Literal["set_text"] = "set_text"
    segments: list[str] = Field(min_length=1)
    text: str = Field(min_length=1, max_length=500)

    def change(self, draft: Draft, at: Setting) -> None:
        for name in self.segments:
            segment = get(draft, name)
            found = find(draft, name)
            if found and found[0] not in TEXT_ROLES:
                cannot("cannot_text")
            segment.meta.text = self.text
            segment.meta.words = None

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        found = find(before, self.segments[0])
        was = quoted(get(before, self.segments[0]).meta.text or "", language)
        role = term(language, found[0] if found else "text")
        return phrase(language, "set_text", role=role, before=was, after=quoted(self.text, language))


class RemoveTexts(Operation):
    """Remove texts by id, or every text of a role."""

    op: Literal["remove_texts"] = "remove_texts"
    segments: list[str] = Field(default_factory=list)
    role: Literal["title", "text", "cta", "all"] | None = None

    def change(self, draft: Draft, at: Setting) -> None:
        gone = [s.meta.id or "" for s in self._chosen(draft)]
        if not gone:
            cannot("cannot_no_text", role=term(at.language, self.role or "text"))
        remove(draft, gone)

    def _chosen(self, draft: Draft) -> list[Segment]:
        if self.segments:
            return [get(draft, name) for name in self.segments]
        roles = ("title", "text", "cta") if self.role in (None, "all") else (self.role,)
        return [s for role in roles for s in draft.segments(role)]

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        names = [label(before, s, language) for s in self._chosen(before)]
        return phrase(language, "remove_texts", what=listed(names, language))


class TimeText(Operation):
    """When a text is shown: ms on the timeline."""

    op: Literal["time_text"] = "time_text"
    segments: list[str] = Field(min_length=1)
    start_ms: int | None = Field(None, ge=0)
    duration_ms: int | None = Field(None, ge=200)
    from_end: bool = False

    def change(self, draft: Draft, at: Setting) -> None:
        for name in self.segments:
            segment = get(draft, name)
            duration = min(self.duration_ms or segment.duration, draft.duration)
            start = segment.start if self.start_ms is None else self.start_ms
            if self.from_end:
                start = draft.duration - duration
            start = max(0, min(start, draft.duration - 200))
            found = find(draft, name)
            others = [s for s in draft.segments(found[0] if found else "text") if s is not segment]
            after = min((s.start for s in others if s.start >= start), default=draft.duration)
            if any(s.start < start < s.end for s in others) or after - start < 200:
                cannot("cannot_time_text")
            segment.meta.start, segment.duration = start, min(duration, after - start, draft.duration - start)
        tidy(draft)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (get(d, self.segments[0]) for d in (before, after))
        shown = {"before": _times(was, language), "after": _times(now, language)}
        return phrase(language, "time_text", what=label(before, was, language), **shown)


def _times(segment: Segment, language: str) -> str:
    return f"{span(segment.start, language)}–{span(segment.end, language)}"


class StyleText(Operation):
    """Place or restyle texts: position, size (a factor), colour "#rrggbb", a font name, bold."""

    op: Literal["style_text"] = "style_text"
    segments: list[str] = Field(min_length=1)
    position: Position | None = None
    size: float | None = Field(None, ge=0.4, le=3)
    color: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")
    font: str | None = Field(None, max_length=60)
    animation: str | None = Field(None, max_length=30)

    def change(self, draft: Draft, at: Setting) -> None:
        for name in self.segments:
            meta = get(draft, name).meta
            if self.position:
                meta.position = self.position
            if self.size:
                setattr(meta, "size", round(min(3.0, max(0.4, (getattr(meta, "size", None) or 1.0) * self.size)), 3))  # noqa: B010
            for field in ("color", "font", "animation"):
                if getattr(self, field):
                    setattr(meta, field, getattr(self, field))

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (get(d, self.segments[0]).meta for d in (before, after))
        parts = []
        for field in ("position", "size", "color", "font", "animation"):
            old, new = getattr(was, field, None), getattr(now, field, None)
            if old != new:
                parts.append(f"{term(language, field)} {_shown(old, language)} → {_shown(new, language)}")
        same = phrase(language, "unchanged")
        return f"{label(before, get(before, self.segments[0]), language)}: {', '.join(parts) or same}"


def _shown(value: Any, language: str) -> str:
    if isinstance(value, float):
        return f"{value:.0%}"
    return term(language, value) if value else term(language, "automatic")


class SetDisclosure(Operation):
    """The advertising disclosure: on with its text, or off."""

    op: Literal["set_disclosure"] = "set_disclosure"
    on: bool = True
    text: str | None = Field(None, max_length=60)

    def change(self, draft: Draft, at: Setting) -> None:
        clear(draft, "disclosure")
        if self.on and draft.duration:
            language = draft.meta.language or "en"
            text = self.text or DISCLOSURES.get(language, DISCLOSURES["en"])
            put(draft, "disclosure", 0, draft.duration, text=text, position="top")
        elif not self.on and draft.meta.kind == "affiliate":
            at.note("note_disclosure_off")

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (_disclosure(draft, language) for draft in (before, after))
        return phrase(language, "set_disclosure", before=was, after=now)


def _disclosure(draft: Draft, language: str) -> str:
    shown = draft.segments("disclosure")
    return quoted(shown[0].meta.text or "", language) if shown else term(language, "off")


class SetCta(Operation):
    """The call to action's text, price, code, link, whether a QR code of the link is shown, and whether one of a map of
    the venue is."""

    op: Literal["set_cta"] = "set_cta"
    text: str | None = Field(None, max_length=200)
    price: str | None = Field(None, max_length=40)
    code: str | None = Field(None, max_length=40)
    link: str | None = Field(None, max_length=500)
    qr: bool | None = None
    map: bool | None = None

    def change(self, draft: Draft, at: Setting) -> None:
        shown = draft.segments("cta")
        if not shown:
            text = (
                self.text
                or self.link
                or self.code
                or self.price
                or cannot("cannot_no_text", role=term(at.language, "cta"))
            )
            AddText(text=text, role="cta").change(draft, at)
            shown = draft.segments("cta") or cannot("cannot_time_text")
        meta = shown[-1].meta
        facts = {k: v for k in ("price", "code", "link", "qr") if (v := getattr(self, k)) is not None}
        meta.cta = {**(meta.cta or {}), **facts, **self._mapped(draft)} or None
        meta.text = self.text or meta.text
        if (meta.cta or {}).get("qr") and not (meta.cta or {}).get("link"):
            cannot("cannot_qr")

    def _mapped(self, draft: Draft) -> dict[str, str]:
        """One code a card: that of the map leaves with the QR code, and when the link's own is shown."""
        if self.map:
            facts = map_facts([(one.venue, one.map) for one in draft.meta.occasions or []])
            return facts or cannot("cannot_map")
        return {"map": "", "place": ""} if self.map is False or self.qr is not None else {}

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (_cta(draft, language) for draft in (before, after))
        return phrase(language, "set_cta", before=was, after=now)

    def touched(self, before: Draft, after: Draft) -> list[str]:
        return [after.segments("cta")[-1].meta.id or ""]


def _cta(draft: Draft, language: str) -> str:
    shown = draft.segments("cta")
    if not shown:
        return term(language, "off")
    facts = shown[-1].meta.cta or {}
    parts = [quoted(shown[-1].meta.text or "", language)]
    facts = facts | {"map": bool(facts.get("map")), "place": ""}
    parts += [f"{term(language, k)} {v if v is not True else term(language, 'on')}" for k, v in facts.items() if v]
    return ", ".join(parts)
