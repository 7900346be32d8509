"""Numbers and what they measure: "twenty secs", "half a minute", "1:45", "一分半", "30%", "half as", "两倍"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.director.understand.lexer import Token

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100}
MONEY = (
    r"(?:(?:US|R|A|C|HK|NT|S)?[$€£¥￥]\s?\d[\d.,]*\d|(?:US|R|A|C|HK|NT|S)?[$€£¥￥]\s?\d|\d[\d.,]*\s?(?:dollars|dólares|bucks|euros?"
    r"|pounds|usd|eur|gbp|rmb|cny|元|块钱?|欧元|美元|€|£|\$))"
)
UNIT_MS = {"ms": 1.0, "s": 1000.0, "min": 60_000.0, "frame": 1000 / 30}


def chinese_number(text: str) -> tuple[float | None, int]:
    """The number written at the start of a Chinese text and how many characters it takes."""
    total, digit, size = 0, None, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char] if digit is None else digit * 10 + _DIGITS[char]
        elif char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        else:
            break
        size += 1
    return (float(total + (digit or 0)), size) if size else (None, 0)


def fold_numbers(tokens: list[Token]) -> list[Token]:
    """Join numbers with what they measure, longest patterns first."""
    for fold in (_nth, _tens, _times, _halves_of_time, _sums_of_time, _shares, _factors):
        tokens = fold(tokens)
    return tokens


def _join(tokens: list[Token], means: dict[str, Any]) -> Token:
    from engine.director.understand.lexer import Token

    return Token(" ".join(token.text for token in tokens), tokens[0].start, tokens[-1].end, means)


def _fold(tokens: list[Token], size: int, rule: Any) -> list[Token]:
    folded: list[Token] = []
    index = 0
    while index < len(tokens):
        chunk = tokens[index : index + size]
        means = rule(chunk) if len(chunk) == size else None
        if means:
            folded.append(_join(chunk, means))
            index += size
        else:
            folded.append(tokens[index])
            index += 1
    return folded


def _tens(tokens: list[Token]) -> list[Token]:
    """ "twenty five" as 25."""

    def rule(chunk: list[Token]) -> dict[str, Any] | None:
        left, right = (token.get("num") for token in chunk)
        spelt = all(token.get("word") or token.text.isalpha() for token in chunk)
        if spelt and left is not None and right is not None and left >= 20 and left % 10 == 0 and 0 < right < 10:
            return {"num": left + right}
        return None

    return _fold(tokens, 2, rule)


def _nth(tokens: list[Token]) -> list[Token]:
    """ "第二" as an ordinal."""

    def rule(chunk: list[Token]) -> dict[str, Any] | None:
        mark, number = chunk
        return {"ordinal": int(number.get("num"))} if mark.text == "第" and number.get("num") else None

    return _fold(tokens, 2, rule)


def _times(tokens: list[Token]) -> list[Token]:
    def hyphenated(chunk: list[Token]) -> dict[str, Any] | None:
        number, mark, unit = chunk
        if (
            number.get("num") is not None
            and mark.get("mark") == "-"
            and unit.get("unit")
            and unit.get("unit") != "frame"
        ):
            return {"time": number.get("num") * UNIT_MS[unit.get("unit")]}
        return None

    def plain(chunk: list[Token]) -> dict[str, Any] | None:
        number, unit = chunk
        if number.get("num") is not None and unit.get("unit"):
            return {"time": number.get("num") * UNIT_MS[unit.get("unit")]}
        return None

    return _fold(_fold(tokens, 3, hyphenated), 2, plain)


def _halves_of_time(tokens: list[Token]) -> list[Token]:
    def half_unit(chunk: list[Token]) -> dict[str, Any] | None:
        part, unit = chunk[0], chunk[-1]
        middle = all(token.get("quiet") for token in chunk[1:-1])
        share = {"half": 0.5, "quarter": 0.25, "third": 1 / 3}.get(part.get("part"))
        if share and middle and unit.get("unit") in ("min", "s"):
            return {"time": share * UNIT_MS[unit.get("unit")]}
        return None

    def article_unit(chunk: list[Token]) -> dict[str, Any] | None:
        article, unit = chunk
        single = article.get("quiet") and article.text.lower() in (
            "a",
            "an",
            "un",
            "une",
            "una",
            "um",
            "uma",
            "eine",
            "einer",
        )
        return {"time": UNIT_MS[unit.get("unit")]} if single and unit.get("unit") in ("min", "s") else None

    def one_second(chunk: list[Token]) -> dict[str, Any] | None:
        end, unit = chunk
        if end.get("ordinal") in (1, -1) and unit.text.lower() in ("second", "minute"):
            return {"ordinal": end.get("ordinal"), "time": 1000.0 if unit.text.lower() == "second" else 60_000.0}
        return None

    def halves(chunk: list[Token]) -> dict[str, Any] | None:
        number, link, part, unit = chunk[0], chunk[1], chunk[-2], chunk[-1]
        counted = number.get("num") is not None and link.get("link") == "and" and part.get("part") == "half"
        if counted and unit.get("unit") in ("min", "s"):
            return {"time": (number.get("num") + 0.5) * UNIT_MS[unit.get("unit")]}
        return None

    tokens = _fold(_fold(tokens, 5, halves), 4, halves)
    tokens = _fold(tokens, 2, one_second)
    tokens = _fold(_fold(tokens, 3, half_unit), 2, half_unit)
    return _fold(tokens, 2, article_unit)


def _sums_of_time(tokens: list[Token]) -> list[Token]:
    """ "1 min 20 s", "a minute and a half", "一分半", "1分20"."""

    def two(chunk: list[Token]) -> dict[str, Any] | None:
        left, right = chunk
        if left.get("time") and left.get("time") % 60_000 == 0:
            if right.get("time") and right.get("time") < 60_000:
                return {"time": left.get("time") + right.get("time")}
            if right.get("part") == "half":
                return {"time": left.get("time") + 30_000}
            if right.get("num") and left.text[-1] in "分钟" and right.get("num") < 60:
                return {"time": left.get("time") + right.get("num") * 1000}
        if left.get("time") and right.get("part") == "half" and left.text[-1] == "秒":
            return {"time": left.get("time") + 500}
        return None

    def linked(chunk: list[Token]) -> dict[str, Any] | None:
        left, link, right = chunk[0], chunk[1], chunk[-1]
        if not left.get("time") or link.get("link") != "and" or left.get("time") % 1000:
            return None
        if right.get("part") == "half" and all(token.get("quiet") for token in chunk[2:-1]):
            return {"time": left.get("time") + (30_000 if left.get("time") % 60_000 == 0 else 500)}
        if len(chunk) == 3 and right.get("time") and right.get("time") < 60_000 == left.get("time") % 60_000 + 60_000:
            return {"time": left.get("time") + right.get("time")}
        return None

    return _fold(_fold(_fold(tokens, 4, linked), 3, linked), 2, two)


def _shares(tokens: list[Token]) -> list[Token]:
    def percent(chunk: list[Token]) -> dict[str, Any] | None:
        number, sign = chunk
        if number.get("num") is not None and (
            sign.text in ("%", "％") or sign.get("word") in ("percent", "prozent", "pct")
        ):
            return {"pct": number.get("num") / 100}
        return None

    def per_cent(chunk: list[Token]) -> dict[str, Any] | None:
        number, *words = chunk
        if number.get("num") is not None and " ".join(w.text.lower() for w in words) in (
            "per cent",
            "por ciento",
            "pour cent",
            "por cento",
        ):
            return {"pct": number.get("num") / 100}
        return None

    return _fold(_fold(tokens, 3, per_cent), 2, percent)


def _factors(tokens: list[Token]) -> list[Token]:
    def factor(chunk: list[Token]) -> dict[str, Any] | None:
        number, sign = chunk
        if number.get("num") is not None and sign.text.lower() in (
            "x",
            "×",
            "times",
            "倍",
            "倍速",
            "mal",
            "fois",
            "veces",
            "vezes",
        ):
            return {"factor": number.get("num")}
        return None

    return _fold(tokens, 2, factor)
