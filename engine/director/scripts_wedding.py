"""A wedding invitation as scenes: the names, that they are getting married, when and where (a card for each function),
dress code, RSVP, closing. Names, venues and dates stand letter for letter as they were typed."""

from __future__ import annotations

import re

from engine.director.brief import Brief, Function
from engine.director.maps import map_facts, map_link
from engine.director.operations.base import Setting
from engine.director.say import phrase, variants
from engine.director.scripts import CARD, Block, sentence

UNTIL = {"zh": "至", "de": "bis", "es": "a", "fr": "à", "pt": "às"}  # others "to": a dash is silent


def wedding(brief: Brief, at: Setting) -> list[Block]:
    """The blocks of an invitation; what was not given is not shown."""
    language = brief.language
    blocks = [_names(brief)]
    if brief.message:
        blocks.append(Block(brief.message, "text", sentence(brief.message, language), weight=1.2, spare=1))
    blocks += [Block(text, "text", sentence(text, language), spare=2) for text in brief.texts]
    blocks += [_function(function, brief) for function in brief.functions]
    if brief.dress_code:
        shown = f"{phrase(language, 'copy_dress_code')}\n{brief.dress_code}"
        blocks.append(Block(shown, "text", "", spare=3))
    if not brief.functions and not brief.message:
        blocks += [Block(line, "text", sentence(line, language)) for line in variants(language, "wedding_lines")[:2]]
    blocks.append(_closing(brief))
    return _between_pictures(blocks, brief, at)


def _between_pictures(blocks: list[Block], brief: Brief, at: Setting) -> list[Block]:
    """The couple's pictures have the time that the cards do not need: a stretch of them before each."""
    if not any(asset.kind in ("photo", "clip") for asset in at.assets.values()):
        return blocks
    cards = [n for n, block in enumerate(blocks) if block.card and n > 0]
    chosen = cards if len(cards) <= 3 else cards[::2]
    said = {block.text for block in blocks}
    lines = [line for line in variants(brief.language, "wedding_lines") if line not in said]
    parts: list[Block] = []
    for n, block in enumerate(blocks):
        if n in chosen:
            line = lines.pop(0) if lines and brief.functions else ""
            parts.append(Block(line, "text", sentence(line, brief.language), filler=True))
        parts.append(block)
    return parts


def _names(brief: Brief) -> Block:
    language = brief.language
    married = phrase(language, "copy_getting_married")
    if brief.title:
        return Block(brief.title, "title", sentence(brief.title, language), weight=1.5)
    if len(brief.names) >= 2:
        both = phrase(language, "copy_and_names", first=brief.names[0], second=brief.names[1])
        spoken = phrase(language, "copy_names_spoken", first=brief.names[0], second=brief.names[1])
        return Block(f"{both}\n{married}", "title", spoken, weight=1.5, most=CARD)
    return Block(phrase(language, "copy_we_marry"), "title", phrase(language, "copy_we_marry_spoken"), weight=1.5)


def card_text(function: Function, brief: Brief) -> str:
    """What the card of a function shows, a line each: its name, date, time, venue, address."""
    heading = function.name or (phrase(brief.language, "copy_save_date") if len(brief.functions) == 1 else "")
    lines = [heading, function.date, function.time, function.venue, function.address]
    return "\n".join(line for line in lines if line)


def _function(function: Function, brief: Brief) -> Block:
    language = brief.language
    hours = re.sub(r"(?<=[\dmM.])\s*[-–—]\s*(?=\d)", f" {UNTIL.get(language, 'to')} ", function.time)
    when = " ".join(part for part in (function.date, hours) if part)
    said = phrase(language, "copy_join_us")
    if function.venue and when:
        said = phrase(language, "copy_when_where", when=when, venue=function.venue)
    elif when:
        said = phrase(language, "copy_when", when=when)
    if function.name:
        said = f"{function.name}{'：' if language == 'zh' else ': '}{said}"
    return Block(card_text(function, brief), "title", said, card=True, weight=1.2, most=CARD)


def _closing(brief: Brief) -> Block:
    language = brief.language
    closing = brief.closing or variants(language, "wedding_closing")[0]
    shown = f"{closing}\n{phrase(language, 'copy_rsvp', rsvp=brief.rsvp)}" if brief.rsvp else closing
    facts = {"link": brief.link, "qr": bool(brief.qr and brief.link), **_map(brief)}
    cta = {key: value for key, value in facts.items() if value} or None
    return Block(shown, "cta", sentence(closing, language), card=True, cta=cta, weight=1.3, most=CARD)


def _map(brief: Brief) -> dict[str, str]:
    """The map of the first place, unless it was not wanted or the card has a code of its own already."""
    places = [(one.venue, map_link(one.venue, one.address)) for one in brief.functions]
    return {} if brief.map is False or (brief.qr and brief.link) else map_facts(places)
