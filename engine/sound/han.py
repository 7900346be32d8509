"""Numbers in Chinese characters, and which characters are Chinese."""

from __future__ import annotations

import re

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_HAN = re.compile(HAN)
DIGITS = "零一二三四五六七八九"
_SMALL_UNITS = ["", "十", "百", "千"]
_LARGE_UNITS = ["", "万", "亿", "万亿"]
COUNTED = set("个位天次人份件款种张家片支瓶盒只条年小分秒周岁倍杯双套块元米升公厘毫点")  # two of these is 两


def has_han(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return _HAN.search(text) is not None


def digits(text: str, telephone: bool = False) -> str:
    """Digit by digit; over the telephone one is 幺."""
    said = "".join(DIGITS[int(symbol)] for symbol in text if symbol.isdecimal())
    return said.replace("一", "幺") if telephone else said


def cardinal(number: int) -> str:
    """12 → 十二, 1299 → 一千二百九十九, 10500 → 一万零五百."""
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        gap = said and (group < 1000 or (place + 1 < len(groups) and not groups[place + 1]))
        said += ("零" if gap else "") + _group(group) + _LARGE_UNITS[place]
    return said[1:] if said.startswith("一十") else said


def number(text: str, counted: bool = False) -> str:
    """ "1,299.5" → 一千二百九十九点五; `counted` makes two 两 (两个, 两天)."""
    whole, _, part = text.replace(",", "").partition(".")
    if len(whole) > 13 or (len(whole) > 1 and whole.startswith("0")):
        return digits(whole)
    said = cardinal(int(whole or 0)) + (f"点{digits(part)}" if part else "")
    return "两" if counted and said == "二" else said


def _group(number: int) -> str:
    said, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            skipped = skipped or bool(said)
            continue
        said += ("零" if skipped and said else "") + DIGITS[digit] + _SMALL_UNITS[place]
        skipped = False
    return said
