"""The hour that a written time means, where it can be told for sure."""

from __future__ import annotations

import re

Clock = tuple[int, int]
_CHINESE = "零一二三四五六七八九"
_SPOKEN = re.compile(
    r"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s?(?P<hour>[\d零一二三四五六七八九十两]{1,3})\s?(?:[点时]|[:：](?=\d))\s?"
    r"(?P<minute>半|一刻|三刻|[\d零一二三四五六七八九十]{1,3})?"
)
_LATIN = re.compile(
    r"(?<![\d:.])(?P<hour>2[0-3]|[01]?\d)(?:[:.h](?P<minute>[0-5]\d))?\s?"
    r"(?P<half>[ap]\.?\s?m\b\.?|o['’]clock|uhr\b|h\b)?(?P<after>\s+in the (?:morning|afternoon|evening)|\s+at night)?",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"(?<![\d:.])(?P<from>(?P<first>\d{1,2})(?::\d\d)?)\s?[-–—]\s?(?P<last>\d{1,2})(?::\d\d)?\s?(?P<half>[ap]\.?\s?m\b\.?)",
    re.IGNORECASE,
)
_MORNING = ("凌晨", "清晨", "早上", "上午")
_EVENING = ("下午", "傍晚", "晚上", "晚")


def clocks(text: str) -> list[Clock | None]:
    """The times in a text in their order, as (hour, minute) of a day of 24 hours.

    A time which may mean morning or evening ("3:30", "4 o'clock", "三点") is None. A dash between two times shares the
    "pm" of the second: "3–5 pm" is 15:00 and 17:00.
    """
    if re.search(r"[点时]|[上下]午|[早晚]上", text):
        return [_spoken(found) for found in _SPOKEN.finditer(text)]
    text = re.sub(r"(?i)\b(?:12\s)?noon\b", "12:00", text)
    shared = _SHARED.search(text)
    if shared and int(shared["first"]) < int(shared["last"]):
        text = f"{text[: shared.end('from')]} {shared['half']}{text[shared.end('from') :]}"
    return [_latin(found) for found in _LATIN.finditer(text) if found["minute"] or found["half"]]


def _latin(found: re.Match[str]) -> Clock | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half, after = (found["half"] or "").lower(), (found["after"] or "").lower()
    late = half.startswith("p") or "afternoon" in after or "evening" in after or "night" in after
    if late or half.startswith("a") or "morning" in after:
        return (hour % 12 + (12 if late else 0), minute) if 1 <= hour <= 12 else (hour, minute)
    sure = hour > 12 or hour == 0 or half in ("uhr", "h") or found["hour"].startswith("0")
    sure = sure or (bool(found["minute"]) and "clock" not in half and hour >= 8)
    return (hour, minute) if sure else None


def _spoken(found: re.Match[str]) -> Clock | None:
    hour, minute = _number(found["hour"]), _minute(found["minute"])
    if hour is None or hour > 24 or minute is None:
        return None
    part = found["part"] or ""
    if part in _EVENING:
        return ((hour + 12 if hour < 12 else hour) % 24, minute)
    if part in _MORNING or part == "中午":
        return (hour + 12 if part == "中午" and hour < 3 else hour % 24, minute)
    return (hour % 24, minute) if hour >= 12 or (found[0][:1] == "0") else None


def _minute(text: str | None) -> int | None:
    if not text:
        return 0
    known = {"半": 30, "一刻": 15, "三刻": 45}
    minute = known.get(text, _number(text))
    return minute if minute is not None and minute < 60 else None


def _number(text: str) -> int | None:
    """The number that digits or Chinese numerals up to 99 write."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    if any(sign not in _CHINESE for sign in tens + ones):
        return None
    last = int("".join(str(_CHINESE.index(sign)) for sign in ones) or 0)
    return last if not ten else (_CHINESE.index(tens) if tens else 1) * 10 + last
