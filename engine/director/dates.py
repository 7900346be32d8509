"""How people write days and hours, in the six languages: patterns for them as they stand, the day they mean."""

from __future__ import annotations

import re
from datetime import date

MONTH_NAMES = (  # beginnings that tell one month from all others, whatever the language
    r"jan|ene(?=ro)|janv|jän",
    r"feb|fév|fev",
    r"mar(?!t)|mär|mrz|maerz",
    r"apr|avr|abr",
    r"may|mai|mayo",
    r"jun|juin",
    r"jul|juil",
    r"aug|aoû|aou|ago(?=sto)",
    r"sep|set(?=embro|iembre)",
    r"oct|okt|out(?=ubro)",
    r"nov",
    r"dec|déc|dez|dic",
)
MONTHS = (
    r"(?:jan(?:uary|uar|eiro|vier|v)?|enero|jänner|feb(?:ruary|ruar|rero)?|fevereiro|février|mar(?:ch|zo|ço|s)?|märz|apr(?:il)?"
    r"|avril|abril|may|mayo|maio|mai|june?|juni|junio|junho|juin|july?|juli|julio|julho|juillet|aug(?:ust)?|agosto|août"
    r"|sept?(?:ember|iembre|embre)?|setembro|oct(?:ober|ubre|obre)?|okt(?:ober)?|outubro|nov(?:ember|iembre|embre|embro)?"
    r"|dec(?:ember)?|dez(?:ember|embro)?|diciembre|décembre)\b\.?"
)
DAYS = (
    r"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|segunda|terça|quarta|quinta|sexta)(?:-feira)?\b\.?)"
)
_WIDE_DAY = r"[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?"
DATE = re.compile(
    rf"(?:\b{DAYS},?\s+(?:the |den |dem |le |el |dia )?)?(?:\b{MONTHS}\s+\d{{1,2}}(?!\d|:)(?:st|nd|rd|th)?"
    rf"(?:,?\s+\d{{4}})?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?{MONTHS}(?:,?\s+(?:de\s+)?\d{{4}})?)"
    rf"|(?:(?:星期|周|礼拜)[一二三四五六日天]\s?)?\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?[日号]?(?:\s?{_WIDE_DAY})?"
    rf"|\d{{1,2}}\s?月\s?\d{{1,2}}\s?[日号](?:\s?{_WIDE_DAY})?"
    rf"|(?:\b{DAYS},?\s+)?(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|o'clock)(?!\w)|\b\d{1,2}(?:[:.]\d{2})?\s?uhr\b|\b\d{1,2}\s?h(?:\s?\d{2})?\b"
    r"|\b(?:[01]?\d|2[0-3]):[0-5]\d\b|(?:上午|下午|中午|晚上|傍晚|早上)?\s?[\d一二三四五六七八九十两]{1,3}\s?[点时]"
    r"(?:\s?[半一刻]|\s?\d{1,2}\s?分?)?(?:整)?",
    re.IGNORECASE,
)
HOURS = re.compile(
    rf"(?:\b\d{{1,2}}(?::\d{{2}})?\s?[-–—]\s?|(?:{TIME.pattern})\s?(?:[-–—]|to|until|till|bis|à|至|到)\s?)?(?:{TIME.pattern})",
    re.IGNORECASE,
)
"""A time, with the one when it ends where that is given: "6 pm – 10 pm", "3–5 pm"."""
_WEEKDAYS = (
    r"\bmon(?:day)?\b|\blunes\b|\blundi\b|\bmontag\b|\bsegunda\b",
    r"\btues?(?:day)?\b|\bmartes\b|\bmardi\b|\bdienstag\b|\bterça\b",
    r"\bwed(?:nesday)?\b|\bmiércoles\b|\bmercredi\b|\bmittwoch\b|\bquarta\b",
    r"\bthu(?:rs|rsday)?\b|\bjueves\b|\bjeudi\b|\bdonnerstag\b|\bquinta\b",
    r"\bfri(?:day)?\b|\bviernes\b|\bvendredi\b|\bfreitag\b|\bsexta\b",
    r"\bsat(?:urday)?\b|\bsábado\b|\bsamedi\b|\bsamstag\b|\bsonnabend\b",
    r"\bsun(?:day)?\b|\bdomingo\b|\bdimanche\b|\bsonntag\b",
)
_CHINESE = "一二三四五六日"


def weekday_in(text: str) -> int | None:
    """The weekday written in a date, Monday 0."""
    for number, names in enumerate(_WEEKDAYS):
        if re.search(names, text.lower()):
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
    figures = re.search(r"\b(\d{1,2})([./])(\d{1,2})\2(\d{4})\b", text)
    if figures:
        return _of_figures(int(figures[1]), int(figures[3]), int(figures[4]), figures[2], weekday_in(text))
    bare = re.sub(rf"(?i)\b{DAYS}", " ", text).lower()
    month = next((i for i, names in enumerate(MONTH_NAMES, 1) if re.search(rf"\b(?:{names})", bare)), None)
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th|er|º)?\b(?!\d)", text)
    year = re.search(r"\b(\d{4})\b", text)
    if month is None or day is None:
        return None
    return _day(int(year[1]), month, int(day[1])) if year else _next(month, int(day[1]), today)


def _of_figures(first: int, second: int, year: int, sign: str, weekday: int | None) -> date | None:
    """8.5.2027 is in May everywhere; 8/5/2027 is told by a figure above 12 or by the weekday, else it is not sure."""
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day is not None}
    if sign == ".":
        return _day(year, second, first)
    fitting = days if len(days) == 1 or weekday is None else {day for day in days if day.weekday() == weekday}
    return next(iter(fitting)) if len(fitting) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    this = _day(today.year, month, day)
    return this if this and this >= today else _day(today.year + 1, month, day)
