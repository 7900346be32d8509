"""When and where an invitation calls people, for calendars and maps: read from its cards, and read again when one of
them is changed, so that nobody's calendar says what the video no longer does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from engine.director.brief import Brief
from engine.director.clocks import clocks
from engine.director.dates import DATE, TIME, day_of
from engine.director.maps import map_facts, map_link
from engine.director.operations.base import Setting
from engine.director.say import LANGUAGES, phrase, quoted
from nemo.draft import Draft, Occasion, Segment

_PLACES = ("venue", "address")
_SMALL = re.compile(
    r"\b(?:at|from|to|until|till|um|à|de|a las|das|bis|noon|in the|morning|afternoon|evening|clock)\b", re.IGNORECASE
)
_HOUR_ZH = re.compile(
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)?\s?[\d零一二三四五六七八九十两]{1,3}\s?[点时]"
    r"(?:[半整]|[一三]刻|[\d零一二三四五六七八九十]{1,3}分?)?"
)
_HOUR = re.compile(r"\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]\.?\s?m\b\.?|o['’]clock|uhr\b|h\b)?", re.IGNORECASE)


def written(draft: Draft, brief: Brief, at: Setting) -> None:
    """Give a new invitation the occasions of its brief. Days and hours that cannot be told are noted."""
    from engine.director.scripts_wedding import card_text

    if brief.kind != "wedding":
        return
    found = []
    for function in brief.functions:
        known = Occasion(name=function.name, venue=function.venue, address=function.address, zone=brief.zone)
        text = card_text(function, brief)
        card = next((one for one in draft.segments("title") if one.meta.text == text), None)
        if card is not None:
            found.append(_read(card, known, at))
    _keep(draft, found)


def followed(before: Draft, after: Draft, at: Setting) -> None:
    """Read the cards of an invitation again when an edit changed the words of one."""
    if after.meta.kind != "wedding" or _words(before) == _words(after):
        return
    was = {one.card: one for one in before.meta.occasions or []}
    said = {segment.meta.id: segment.meta.text for segment in before.segments("title")}
    zone = next((one.zone for one in was.values() if one.zone), "")
    found = []
    for card in after.segments("title"):
        known = was.get(card.meta.id)
        if known is not None and said.get(card.meta.id) == card.meta.text:
            found.append(known)
        elif known is not None or (_on_a_card(after, card) and _date(card.meta.text or "")):
            found.append(_read(card, known or Occasion(zone=zone), at))
    _keep(after, found)


def _keep(draft: Draft, found: list[Occasion]) -> None:
    """Keep the occasions, and the map code of the last card in step with the first place among them."""
    draft.meta.occasions = found or None
    for segment in draft.segments("cta")[-1:]:
        facts = segment.meta.cta or {}
        if facts.get("map"):
            others = {key: value for key, value in facts.items() if key not in ("map", "place")}
            segment.meta.cta = others | map_facts([(one.venue, one.map) for one in found]) or None


def _words(draft: Draft) -> list[tuple[str | None, str | None]]:
    return [(segment.meta.id, segment.meta.text) for segment in draft.segments("title")]


def _on_a_card(draft: Draft, segment: Segment) -> bool:
    return any(one.start <= segment.start < one.end and one.meta.kind == "card" for one in draft.segments("main"))


def _read(card: Segment, known: Occasion, at: Setting) -> Occasion:
    """What a card says; a line which stood there before keeps its meaning, a new one takes that of the missing one."""
    text = card.meta.text or ""
    day, hours = _date(text), _hours(text)
    name, venue, address = _lines(text, known, at.language)
    start, end = _span(day, hours, at)
    when = ", ".join(part for part in (day, _time(text)) if part)
    places = {"venue": venue, "address": address, "map": map_link(venue, address)}
    return Occasion(card=card.meta.id, name=name, start=start, end=end, when=when, zone=known.zone, **places)


def _span(day: str, hours: list[tuple[int, int] | None], at: Setting) -> tuple[str, str]:
    """Start and end as ISO dates or times, noting what is not sure."""
    date = day_of(day, at.today) if day else None
    if date is None:
        if day:
            at.note("note_day_unsure", date=quoted(day, at.language))
        return "", ""
    if not hours:
        return date.isoformat(), ""
    if hours[0] is None:
        at.note("note_hour_unsure")
        return date.isoformat(), ""
    start = datetime(date.year, date.month, date.day, *hours[0])
    if len(hours) < 2 or hours[1] is None:
        return start.isoformat(timespec="minutes"), ""
    end = start.replace(hour=hours[1][0], minute=hours[1][1])
    end += timedelta(days=1 if end <= start else 0)
    return start.isoformat(timespec="minutes"), end.isoformat(timespec="minutes")


def _date(text: str) -> str:
    found = DATE.search(text)
    return found.group().strip(" ,.") if found else ""


def _hours(text: str) -> list[tuple[int, int] | None]:
    return next((hours for line in DATE.sub(" ", text).splitlines() if (hours := clocks(line))), [])


def _time(text: str) -> str:
    """The line with the time, as typed, without a date that stands in it."""
    lines = [" ".join(DATE.sub(" ", line).split()).strip(" ,，·|") for line in text.splitlines()]
    return next((line for line in lines if clocks(line) and _bare(line)), "")


def _bare(line: str) -> bool:
    """Whether a line holds a date, a time and small words between them, and nothing else."""
    rest = DATE.sub(" ", line)
    for pattern in (_SMALL, _HOUR_ZH, TIME, _HOUR):
        rest = pattern.sub(" ", rest)
    return not re.search(r"\w{2}", rest)


def _lines(text: str, known: Occasion, language: str) -> tuple[str, str, str]:
    """Name, venue and address."""
    headings = {phrase(one, "copy_save_date") for one in LANGUAGES}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    dated = next((n for n, line in enumerate(lines) if _date(line) or clocks(line)), 0)
    rest = [(n, line) for n, line in enumerate(lines) if not _bare(line) and line not in headings]
    found = dict.fromkeys(("name", *_PLACES), "")
    for field in found:
        same = next((item for item in rest if item[1] == getattr(known, field)), None)
        if same:
            found[field] = same[1]
            rest.remove(same)
    for number, line in rest:
        free = [field for field in found if not found[field]]
        missed = [field for field in free if getattr(known, field)]
        fitting = missed or (["name"] if number < dated and "name" in free else [one for one in _PLACES if one in free])
        if fitting:
            found[fitting[0]] = line
    return found["name"], found["venue"], found["address"]
