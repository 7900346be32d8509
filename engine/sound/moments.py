"""Readings of times, dates, years and decades."""

from __future__ import annotations

import re

from engine.sound.lexicon import DAYS, MONTHS, SCALE_WORDS, UNITS
from engine.sound.numerals import cardinal, decade, ordinal, year
from engine.sound.place import Place, Rule

HALF = r"(?P<half>[aApP])\.?[mM]\.?"
CLOCK = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?(?::(?P<second>\d{{2}}))?{HALF}|"
    r"(?P<hour2>\d{1,2})[:h](?P<minute2>\d{2})(?::(?P<second2>\d{2}))?"
)
SPAN = re.compile(r"(?P<from>[^-–—]+)[-–—](?P<to>[^-–—]+)")
BARE_TIME = re.compile(r"\d{1,2}(?:[:.]\d{2})?(?:[-–—]\d{1,2}(?:[:.]\d{2})?)?")
ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
SLASHED = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d{2})")
DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
DAY = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:[-–—](?P<last>\d{1,2})(?:st|nd|rd|th)?)?")
DECADE = re.compile(r"(?P<year>(?:1[1-9]|20)\d0|\d0)['’]?s")


def clock(place: Place) -> str | None:
    """ "6:30pm", "18:00", "9am–5pm", "6-8 pm"."""
    if match := CLOCK.fullmatch(place.core):
        return _clock(match, _half(place.after))
    span = SPAN.fullmatch(place.core)
    if span is None:
        return None
    end = CLOCK.fullmatch(span["to"]) or (_is_half(place.after) and re.fullmatch(r"(?P<hour>\d{1,2})", span["to"]))
    begin = CLOCK.fullmatch(span["from"]) or re.fullmatch(r"(?P<hour>\d{1,2})", span["from"])
    if not end or not begin:
        return None
    first, last = _clock(begin, True), _clock(end, _half(place.after))
    return f"{first} to {last}" if first and last else None


def half_of_day(place: Place) -> str | None:
    """The "pm" of "6 pm"; the "am" of "I am" is left alone."""
    match = re.fullmatch(HALF, place.core)
    if match and BARE_TIME.fullmatch(place.before):
        return f"{match['half'].upper()}.M."
    return None


def date(place: Place) -> str | None:
    """ "2026-07-04", "7/4/2026" (month first, unless it cannot be one), "4.7.2026" (day first)."""
    if match := ISO.fullmatch(place.core):
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := SLASHED.fullmatch(place.core):
        first, second, full = int(match["first"]), int(match["second"]), int(match["year"])
        full += (2000 if full < 70 else 1900) if full < 100 else 0
        return _date(full, second, first) if first > 12 else _date(full, first, second)
    if match := DOTTED.fullmatch(place.core):
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


def month(place: Place) -> str | None:
    """ "Jul" beside a day; a full name stands as it is."""
    name = MONTHS.get(place.core)
    return name if name and (DAY.fullmatch(place.before) or re.match(r"\d", place.after)) else None


def days(place: Place) -> str | None:
    """ "Mon–Fri", "Sat.-Sun."."""
    ends = [DAYS.get(part.rstrip(".")) for part in re.split("[-–—]", place.core)]
    return f"{ends[0]} to {ends[1]}" if len(ends) == 2 and all(ends) else None


def day(place: Place) -> str | None:
    """The "4" of "July 4", "4 July", "the 4th of July", "July 4-6"."""
    match = DAY.fullmatch(place.core)
    if not match or int(match["day"]) > 31 or not int(match["day"]):
        return None
    said = ordinal(int(match["day"])) + (f" to {ordinal(int(match['last']))}" if match["last"] else "")
    if _is_month(place.before):
        return said
    if _is_month(place.after):
        return f"{said} of" if place.before.lower() == "the" else f"the {said} of"
    if place.after.lower() == "of" and _is_month(place.beyond):
        return said if place.before.lower() == "the" else f"the {said}"
    return None


def years(place: Place) -> str | None:
    """ "2026", "1990s", "2024-2026"; not "2000 mAh"."""
    if match := DECADE.fullmatch(place.core):
        number = int(match["year"])
        return decade(number) if number >= 1000 or place.before.lower() in ("the", "early", "late") else None
    if place.after in UNITS or place.after.lower() in SCALE_WORDS:
        return None
    span = (
        [int(part) for part in re.split("[-–—]", place.core)] if re.fullmatch(r"\d{4}([-–—]\d{4})?", place.core) else []
    )
    return " to ".join(year(part) for part in span) if span and all(1900 <= part <= 2099 for part in span) else None


def _clock(match: re.Match[str], has_half: bool) -> str | None:
    parts = {name.rstrip("2"): value for name, value in match.groupdict().items() if value}
    hour, minute, half = int(parts["hour"]), int(parts.get("minute", 0)), parts.get("half", "").upper()
    if hour > 24 or minute > 59 or (half and hour > 12):
        return None
    if not half and not has_half and (hour > 12 or hour == 0):
        half, hour = ("A" if hour in (0, 24) else "P"), hour - 12 if hour > 12 else 12
    minutes = f" oh {cardinal(minute)}" if 0 < minute < 10 else f" {cardinal(minute)}" if minute else ""
    if not minutes and not half and not has_half:
        minutes = " o'clock"
    seconds = f" and {cardinal(int(parts['second']))} seconds" if parts.get("second") else ""
    return f"{cardinal(hour)}{minutes}{seconds}{f' {half}.M.' if half else ''}"


def _date(full: int, month_number: int, day_number: int) -> str | None:
    if not (1 <= month_number <= 12 and 1 <= day_number <= 31):
        return None
    return f"{list(MONTHS.values())[month_number - 1]} {ordinal(day_number)}, {year(full)}"


def _is_month(word: str) -> bool:
    return word in MONTHS or word in MONTHS.values()


def _is_half(word: str) -> bool:
    return re.fullmatch(HALF, word) is not None


def _half(word: str) -> bool:
    return _is_half(word)


RULES: list[Rule] = [date, clock, half_of_day, month, days, day, years]
