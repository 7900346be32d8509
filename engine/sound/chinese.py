"""Chinese readings, with the English words, prices, dates, times and addresses that stand among them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from engine.sound import english
from engine.sound.han import COUNTED, HAN, cardinal, digits, number

NUM = r"\d+(?:,\d{3})*(?:\.\d+)?"
TO = r"\s?[-–—~～至到]\s?"
MARKS = "，。！？；：、…,.!?;:）)】》”\"’'」』%"
OPENING = "（([【《“\"‘'「『"
CURRENCIES = {"¥": "元", "￥": "元", "$": "美元", "US$": "美元", "€": "欧元", "£": "英镑", "HK$": "港元"}
UNITS = {
    "kg": "公斤",
    "g": "克",
    "mg": "毫克",
    "ml": "毫升",
    "mL": "毫升",
    "L": "升",
    "l": "升",
    "mm": "毫米",
    "cm": "厘米",
    "m": "米",
    "km": "公里",
    "km/h": "公里每小时",
    "㎡": "平方米",
    "m²": "平方米",
    "℃": "摄氏度",
    "°C": "摄氏度",
    "°": "度",
    "W": "瓦",
    "V": "伏",
    "mAh": "毫安时",
    "h": "小时",
    "min": "分钟",
    "s": "秒",
    "x": "倍",
    "fps": "帧",
}
SIGNS = {"@": "艾特", "&": "和", "+": "加", "=": "等于", "#": "话题", "×": "乘", "%": "百分号", "/": "或"}

_SIGN = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_COUNTERS = "".join(sorted(COUNTED | set("年月日号点层楼级期页名万亿折")))
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))


def _money(match: re.Match[str]) -> str:
    high = f"到{number(match['high'])}" if match["high"] else ""
    return number(match["low"]) + high + (match["scale"] or "") + CURRENCIES[match["sign"]]


def _date(match: re.Match[str]) -> str:
    return f"{digits(match['year'])}年{cardinal(int(match['month']))}月{cardinal(int(match['day']))}日"


def _clock(hour: str, minute: str) -> str:
    past = int(minute)
    if past == 30:
        return f"{number(str(int(hour)), True)}点半"
    minutes = f"{'零' if past < 10 else ''}{cardinal(past)}分" if past else ""
    return f"{number(str(int(hour)), True)}点{minutes}"


def _time(match: re.Match[str]) -> str:
    said = _clock(match["hour"], match["minute"])
    return said + (f"到{_clock(match['hour2'], match['minute2'])}" if match["hour2"] else "")


def _percent(match: re.Match[str]) -> str:
    minus = "负" if match["minus"] else ""
    high = f"到百分之{number(match['high'])}" if match["high"] else ""
    return f"{minus}百分之{number(match['low'])}{high}"


def _measure(match: re.Match[str]) -> str:
    low = f"{number(match['low'])}到" if match["low"] else ""
    low = f"负{low}" if match["minus"] else low
    return f"{low}{number(match['amount'], True)}{UNITS[match['unit']]}"


def _counted(match: re.Match[str]) -> str:
    low = f"{number(match['low'])}到" if match["low"] else ""
    return f"{low}{number(match['amount'], match['counter'] in COUNTED)}{match['counter']}"


def _discount(match: re.Match[str]) -> str:
    return digits(match["amount"]) + "折"


def _fraction(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['lower']))}分之{cardinal(int(match['upper']))}"


def _ratio(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['one']))}比{cardinal(int(match['other']))}"


def _plain(match: re.Match[str]) -> str:
    return ("负" if match["minus"] else "") + number(match["amount"]) + ("多" if match["plus"] else "")


def _range(match: re.Match[str]) -> str:
    return f"{number(match['low'])}到{number(match['high'])}"


def _telephone(match: re.Match[str]) -> str:
    return "，".join(digits(part, telephone=True) for part in re.findall(r"\d+", match[0]))


def _latin(match: re.Match[str]) -> str:
    """English as English, its digits as Chinese: "SPF50" is S-P-F 五十, "4K" is 四 K."""
    said = english.readings([match[0]])[0]
    if not re.search(r"\d", match[0]) or re.search(r"[@./#]", match[0]):
        return re.sub(r"\b(dot|at|slash)\b", lambda word: {"dot": "点", "at": "艾特", "slash": "斜杠"}[word[0]], said)
    return " ".join(
        number(run) if run.isdecimal() else english.readings([run])[0] for run in re.findall(r"\d+|[^\d\s-]+", match[0])
    )


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

RULES: list[Rule] = [
    (re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"), _date),
    (re.compile(r"1[3-9]\d{9}(?!\d)|\d{3,4}-\d{7,8}(?!\d)|\d{3}-\d{3,4}-\d{3,4}(?!\d)"), _telephone),
    (re.compile(r"(?P<year>\d{4})年"), lambda match: digits(match["year"]) + "年"),
    (
        re.compile(
            rf"(?P<hour>\d{{1,2}})[:：](?P<minute>\d{{2}})(?:{TO}(?P<hour2>\d{{1,2}})[:：](?P<minute2>\d{{2}}))?(?!\d)"
        ),
        _time,
    ),
    (re.compile(rf"(?P<sign>{_SIGN})(?P<low>{NUM})(?:{TO}(?P<high>{NUM}))?(?P<scale>[万亿]?)元?"), _money),
    (re.compile(rf"(?P<minus>[-−])?(?P<low>{NUM})%?(?:{TO}(?P<high>{NUM}))?[%％]"), _percent),
    (re.compile(r"(?P<amount>\d(?:\.\d)?)折"), _discount),
    (
        re.compile(rf"(?P<minus>[-−])?(?:(?P<low>{NUM}){TO})?(?P<amount>{NUM})\s?(?P<unit>{_UNIT})(?![A-Za-z])"),
        _measure,
    ),
    (re.compile(rf"(?:(?P<low>{NUM}){TO})?(?P<amount>{NUM})(?P<counter>[{_COUNTERS}])"), _counted),
    (re.compile(r"(?P<upper>\d{1,2})/(?P<lower>\d{1,2})(?!\d)"), _fraction),
    (re.compile(r"(?P<one>\d{1,3})[:：](?P<other>\d{1,3})(?!\d)"), _ratio),
    (re.compile(r"No\.\s?(?P<number>\d+)"), lambda match: "第" + number(match["number"])),
    (re.compile(r"[A-Za-z0-9@#][A-Za-zÀ-ÿ0-9_@#.+/:?=&%'’-]*[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9_/]*|[A-Za-z]"), _latin),
    (re.compile(rf"(?P<low>{NUM}){TO}(?P<high>{NUM})"), _range),
    (re.compile(rf"(?P<minus>[-−])?(?P<amount>{NUM})(?P<plus>\+)?"), _plain),
]


def pieces(text: str) -> list[tuple[str, str]]:
    """The text's words in order, each as (written, read); marks stay with the word before them."""
    out: list[tuple[str, str]] = []
    opened = ""
    place = 0
    while place < len(text):
        written, read = _next(text, place)
        place += len(written)
        if not written.strip():
            continue
        if written in OPENING and not (out and written in MARKS and _closes(out, written)):
            opened += written
        elif written in MARKS and out:
            out[-1] = (out[-1][0] + written, out[-1][1] + _pause(written, out[-1][1]))
        else:
            out.append((opened + written, read))
            opened = ""
    return out


def _next(text: str, place: int) -> tuple[str, str]:
    for pattern, say in RULES:
        if match := pattern.match(text, place):
            return match[0], say(match)
    run = re.compile(f"{HAN}+").match(text, place)
    if run:
        word = next(iter(_cut(run[0])))
        return word, word
    return text[place], SIGNS.get(text[place], "")


def _closes(out: list[tuple[str, str]], mark: str) -> bool:
    return sum(written.count(mark) for written, _ in out) % 2 == 1


def _pause(mark: str, said: str) -> str:
    heard = {"。": ".", "！": "!", "？": "?", "，": ",", "、": ",", "；": ",", "：": ",", "…": "…"}.get(mark, mark)
    return heard if heard in ".,!?…" and said and said[-1] not in ".,!?…" else ""


@functools.lru_cache(maxsize=256)
def _cut(run: str) -> tuple[str, ...]:
    """Chinese characters as the short phrases a reader groups them into."""
    return tuple(_phrases().parse(run))


@functools.cache
def _phrases() -> Any:
    import budoux

    return budoux.load_default_simplified_chinese_parser()
