"""What an invitation is checked for: its weekday against its date, a date in the past. Warnings, never changes."""

from __future__ import annotations

import re
from datetime import date

from engine.director.brief import Brief
from engine.director.say import phrase, term

_ENGLISH = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_CHINESE = "一二三四五六日"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def warnings(brief: Brief, today: date, language: str) -> list[str]:
    """A sentence for every date whose weekday is another one or that is past."""
    if brief.kind != "wedding":
        return []
    found = []
    for text in dict.fromkeys(function.date for function in brief.functions if function.date):
        day = day_of(text, today)
        if day is None:
            continue
        given = weekday_in(text)
        if given is not None and given != day.weekday():
            names = {"real": term(language, f"day_{day.weekday()}"), "given": term(language, f"day_{given}")}
            found.append(phrase(language, "note_weekday", date=text, **names))
        if day < today:
            found.append(phrase(language, "note_past", date=text))
    return found


def weekday_in(text: str) -> int | None:
    """The weekday written in a date, Monday 0."""
    low = text.lower()
    for number, name in enumerate(_ENGLISH):
        if re.search(rf"\b{name[:3]}", low) and not (name[:3] == "mon" and "month" in low):
            return number
    wide = re.search(r"(?:星期|周|礼拜)([一二三四五六日天])", text)
    return _CHINESE.index(wide.group(1).replace("天", "日")) if wide else None


def day_of(text: str, today: date) -> date | None:
    """The day a written date means; without a year the next such day. None when it cannot be told for sure."""
    wide = re.search(r"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月\s?(\d{1,2})", text)
    iso = re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if wide:
        return _day(int(wide[1]), int(wide[2]), int(wide[3])) if wide[1] else _next(int(wide[2]), int(wide[3]), today)
    month = next((i for i, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", text.lower())), None)
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)", text)
    year = re.search(r"\b(\d{4})\b", text)
    if month is None or day is None:
        return None
    return _day(int(year[1]), month, int(day[1])) if year else _next(month, int(day[1]), today)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    this = _day(today.year, month, day)
    return this if this and this >= today else _day(today.year + 1, month, day)
