"""A new video: the brief read, the storyboard made, and all of it told while it happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.director.brief import Brief
from engine.director.briefing import read_brief
from engine.director.checks import warnings
from engine.director.events import Edited, Event, Remember, Say, Suggest, Tool, Turn
from engine.director.legible import words_told
from engine.director.operations.base import CannotDoError, Setting
from engine.director.operations.create import Create
from engine.director.pages import brief_of_page, pasted
from engine.director.say import listed, phrase, span, term
from engine.director.storyboard import LENGTHS
from engine.director.taste import pictures, taken, with_defaults
from engine.director.understand import read
from engine.director.understand.suggesting import suggestions
from engine.media.page import Page
from nemo.draft import Draft

_PIECE = re.compile(r"\S+\s*|[\u3400-\u9fff，。！？；：]+")


def make(turn: Turn, language: str) -> Iterator[Event]:
    """The events of a create request. The first words come before any work is done."""
    request, taste = taken(turn.message)
    turn = replace(turn, message=request)
    brief = read_brief(read(request, language), language, turn.skill).model_copy(update=taste)
    brief, problem = with_page(brief, turn, language)
    gap = "" if language == "zh" else " "
    length = span(brief.length_ms or LENGTHS[brief.kind], language)
    yield from _say(phrase(language, "opening_create", length=length) + ("…" + gap))
    setting = Setting(turn.assets, turn.speak, turn.today, language)
    before = turn.draft or Draft.read({})
    if problem and not brief.story and brief.kind == "link":
        yield from _say(problem)
        yield Suggest(suggestions(before, [], language))
        yield Remember(dict(turn.context))
        return
    try:
        wanted = with_defaults(brief, dict(turn.defaults))
        operation = Create(brief=wanted)
        draft = operation.apply(before, setting)
    except CannotDoError as reason:
        yield from _say(reason.sentence(language))
        yield Suggest(suggestions(before, [], language))
        yield Remember(dict(turn.context))
        return
    sentence = operation.sentence(before, draft, language)
    yield Tool("create", {"brief": wanted.facts()}, {"result": sentence})
    parts = [sentence, *_told(turn, brief, draft, language), *setting.notes, *warnings(brief, turn.today, language)]
    parts += words_told(before, draft, language)
    if problem:
        parts.append(problem)
    if before.duration:
        parts.append(phrase(language, "created_replaces"))
    yield from _say(gap.join(parts))
    yield Edited(draft, [sentence])
    done = [Tool("create", {}, {})]
    yield Suggest(suggestions(draft, done, language))
    yield Remember({"said": "", "topic": "", "last": [], "language": language})


def _say(text: str) -> Iterator[Event]:
    for piece in _PIECE.findall(text):
        yield Say(piece)


def with_page(brief: Brief, turn: Turn, language: str) -> tuple[Brief, str]:
    """The brief with what its page says; and why not, when the page could not be read."""
    url = brief.url or brief.link
    if not url:
        story = pasted(turn.message) if brief.kind in ("link", "plain") and not brief.functions else []
        return (brief.model_copy(update={"kind": "link", "story": story}), "") if story else (brief, "")
    page = next((value for key, value in turn.pages.items() if key.rstrip("/.") == url.rstrip("/.")), None)
    if page is None or not isinstance(page, Page):
        reason = str(page) if page else phrase(language, "page_not_fetched")
        return brief, phrase(language, "note_no_fetch", url=url, reason=reason) if brief.kind == "link" or page else ""
    return brief_of_page(brief, page, turn), ""


def _told(turn: Turn, brief: Brief, draft: Draft, language: str) -> list[str]:
    """What was assumed, in one line, and what is remarkable about the result."""
    told = []
    if brief.platform and brief.aspect:
        told.append(phrase(language, "note_platform", platform=brief.platform, aspect=brief.aspect))
    assumed = _assumed(brief, draft, language)
    if assumed:
        told.append(phrase(language, "note_defaults", what=listed(assumed, language)))
    if not pictures(turn.assets) and not brief.pictures:
        told.append(phrase(language, "note_text_only"))
    if brief.kind == "affiliate" and not (brief.product or brief.benefits or brief.price or brief.texts):
        told.append(phrase(language, "note_no_facts"))
    if brief.kind == "wedding" and not (brief.names and brief.functions):
        told.append(phrase(language, "note_no_wedding_facts"))
    return told


def _assumed(brief: Brief, draft: Draft, language: str) -> list[str]:
    assumed: list[Any] = []
    if brief.length_ms is None:
        assumed.append(span(draft.duration, language))
    if brief.aspect is None:
        assumed.append(phrase(language, "assumed_aspect"))
    if brief.look is None:
        assumed.append(phrase(language, "assumed_look", look=term(language, draft.meta.look or "clean")))
    playing = draft.segments("music")
    if brief.music is None and playing and playing[0].meta.mood:
        assumed.append(phrase(language, "assumed_music", mood=term(language, playing[0].meta.mood)))
    return assumed
