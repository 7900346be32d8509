"""Edits which make one film of many: another opening, another call to action, a card for one guest.

They leave every other scene where it is, so that the films of a set share what was rendered once.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from engine.director.narration import Spoken, caption_sentence
from engine.director.operations.base import Operation, Setting, cannot
from engine.director.operations.texts import AddText, SetCta
from engine.director.say import phrase, quoted, span, term
from engine.director.scripts import sentence as spoken_line
from engine.director.timeline import BREATH, anchors, ensure, fresh_id, put, relay, remove, settle, tidy
from engine.render.lettering import reading_ms
from nemo.draft import Draft, Segment, SegmentMeta, Transition

OPENING_MS = 2000
"""A title which comes in later than this does not open the film."""
GREETING_MS = 2500
ROUND_MS = 500
GREETING = "greeting"
"""The name of the card with a guest's name, by which it is found again."""
QUICKEST = 1.2
"""How much faster than usual new words may be spoken to keep the film's length."""
ALIKE = 0.5
"""A sentence which holds this part of a text's words says it."""
_WHOLE = ("music", "disclosure", "overlay", "sound")


class SetHook(Operation):
    """The film's opening words: its first title, or a new one, and the spoken sentence which says them."""

    op: Literal["set_hook"] = "set_hook"
    text: str = Field(min_length=1, max_length=200)

    def change(self, draft: Draft, at: Setting) -> None:
        shown = opening(draft)
        if shown is None:
            AddText(text=self.text, role="title").change(draft, at)
            return
        was, shown.meta.text, shown.meta.words = shown.meta.text or "", self.text, None
        said = _said(draft, shown, was)
        if said is not None:
            _say_instead(draft, said, self.text, at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = opening(before), opening(after)
        shown = quoted(was.meta.text or "", language) if was else term(language, "off")
        new = quoted(now.meta.text or "" if now else self.text, language)
        return phrase(language, "set_text", role=term(language, "title"), before=shown, after=new)


class SetCall(Operation):
    """The call to action's text, and the spoken sentence which says it."""

    op: Literal["set_call"] = "set_call"
    text: str = Field(min_length=1, max_length=200)

    def change(self, draft: Draft, at: Setting) -> None:
        shown = draft.segments("cta")
        was = shown[-1].meta.text or "" if shown else ""
        SetCta(text=self.text).change(draft, at)
        said = _said(draft, draft.segments("cta")[-1], was) if was else None
        if said is not None:
            _say_instead(draft, said, self.text, at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return SetCta(text=self.text).sentence(before, after, language)


class Greet(Operation):
    """A card of its own before the film, with a guest's name or greeting letter for letter; the one there is changes.
    `longest` is the longest greeting of a list: the cards of all guests stand as long as that one needs."""

    op: Literal["greet"] = "greet"
    text: str = Field(min_length=1, max_length=200)
    longest: str = Field("", max_length=200)

    def change(self, draft: Draft, at: Setting) -> None:
        main = draft.segments("main") or cannot("cannot_empty")
        card = main[0] if main[0].meta.name == GREETING else _card(draft)
        needed = max(GREETING_MS, reading_ms(self.text), reading_ms(self.longest))
        _lengthen(draft, card, -(-needed // ROUND_MS) * ROUND_MS - card.duration)
        shown = next((one for one in draft.segments("title") if one.start < card.end), None)
        if shown is None:
            shown = put(draft, "title", 0, card.duration, position="center")
        shown.meta.text, shown.duration = self.text, card.duration
        tidy(draft)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return phrase(language, "add_card", text=quoted(self.text, language), length=span(after.duration, language))


def opening(draft: Draft) -> Segment | None:
    """The text that opens the film: its first title, or else its first line, if it comes in early enough."""
    firsts = [draft.segments(role)[0] for role in ("title", "text") if draft.segments(role)]
    early = [one for one in firsts if one.start <= OPENING_MS]
    greeted = [one for one in draft.segments("main")[:1] if one.meta.name == GREETING]
    if greeted:
        titles = [one for one in draft.segments("title") if greeted[0].end <= one.start <= greeted[0].end + OPENING_MS]
        return titles[0] if titles else None
    return early[0] if early else None


def _said(draft: Draft, shown: Segment, text: str) -> Segment | None:
    """The spoken sentence which begins while a text is shown and says it, in whatever order of words."""
    heard = [one for one in draft.segments("voice") if shown.start <= one.start < shown.end]
    wanted = _words(text)
    if not heard or not wanted:
        return None
    shared = wanted & _words(heard[0].meta.text or "")
    return heard[0] if len(shared) >= ALIKE * len(wanted) else None


def _words(text: str) -> set[str]:
    """The words of a text, of Chinese its signs, without case and punctuation."""
    return set(re.findall(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+", text.casefold()))


def _say_instead(draft: Draft, said: Segment, text: str, at: Setting) -> None:
    """Speak `text` in place of a sentence, a little faster if that keeps the film's length; its captions change too."""
    later = [one.start for one in draft.segments("voice") if one.start > said.start]
    end = later[0] if later else draft.duration
    sentence = _fitted(draft, said, spoken_line(text, draft.meta.language or "en"), end - said.start, at)
    if sentence is None:
        return
    held = anchors(draft)
    said.meta.text, said.duration, said.meta.voice = sentence.text, sentence.duration, sentence.voice
    settle(draft, held, at.assets)
    old = [one for one in draft.segments("caption") if said.start <= one.start < said.start + max(end - said.start, 1)]
    if old:
        _recaption(draft, said, sentence, old)
    tidy(draft)


def _fitted(draft: Draft, said: Segment, text: str, room: int, at: Setting) -> Spoken | None:
    usual, language = said.meta.speed or 1.0, draft.meta.language or "en"
    sentence = None
    for speed in (usual, usual * (1 + QUICKEST) / 2, usual * QUICKEST):
        speed = round(min(2.0, speed), 3)
        sentence = at.say(" ".join(text.split()), said.meta.voice, speed, language)
        if sentence is None:
            return None
        said.meta.speed = speed
        if sentence.duration <= room - BREATH:
            return sentence
    said.meta.speed = usual
    return at.say(" ".join(text.split()), said.meta.voice, usual, language)


def _recaption(draft: Draft, said: Segment, sentence: Spoken, old: list[Segment]) -> None:
    manner = old[0].meta
    remove(draft, [one.meta.id or "" for one in old])
    known = {one.meta.id for one in draft.segments("caption")}
    caption_sentence(draft, said, sentence)
    for caption in draft.segments("caption"):
        if caption.meta.id not in known:
            caption.meta.position, caption.meta.style = manner.position, manner.style


def _card(draft: Draft) -> Segment:
    """A new card before everything else, without length yet; the scene after it comes in as the others do."""
    main = ensure(draft, "main").segments
    first = main[0]
    if first.meta.transition is None:
        first.meta.transition = next((one.meta.transition for one in main[1:] if one.meta.transition), Transition())
    meta = SegmentMeta(id=fresh_id(draft, "main"), start=0, kind="card", motion="none", name=GREETING)
    main.insert(0, Segment(d=0, m=meta))
    return main[0]


def _lengthen(draft: Draft, card: Segment, more: int) -> None:
    """Give the card `more` ms; everything behind it moves along, what lasts for the whole film goes on doing so."""
    end, length = card.end, draft.duration
    for track in draft.tracks:
        for segment in track.segments:
            if track.meta.role in _WHOLE and segment.start == 0 and segment.end >= length:
                segment.duration += more
            elif segment.start >= end and segment is not card:
                segment.meta.start = segment.start + more
    card.duration += more
    relay(draft)
