"""The facts of an invitation, as typed: names, functions with date, time and venue, dress code, RSVP."""

from __future__ import annotations

import re
from typing import Any

from engine.director.brief import Function
from engine.director.briefing_places import filled, spoken_place
from engine.director.dates import DATE, DAYS, HOURS, MONTHS, TIME
from engine.director.zones import zone_in

_VENUES = (
    r"Church|Hall|Hotel|Gardens?|Barn|Manor|House|Chapel|Cathedral|Castle|Resort|Club|Restaurant|Vineyard|Estate|"
    r"Temple|Inn|Lodge"
)
_WORD = (  # of a name, which stops before a date or a place
    rf"(?!(?i:{MONTHS})\s+(?:the\s+)?\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:On|At|In|This|Next|Save)\b)"
    r"[A-ZÀ-ÖØ-Þ\u0100-\u024f][\w'’.\-\u00c0-\u024f]*"
)
_NEXT = r"(?<![a-zà-ÿ]\.)\s+"  # a full stop after a word ends the sentence, and with it the name
_NAME = (
    rf"{_WORD}(?:{_NEXT}(?:(?!and|und|for|von|zur|por|par|con|the|our|in|on|at|by|to)[a-z]{{1,3}}\s+)?{_WORD}){{0,3}}"
)
_FUNCTIONS = (
    r"ceremony|reception|dinner|tea ceremony|banquet|cocktail(?: hour)?s?|after[- ]?party"
    r"|brunch|rehearsal dinner|welcome dinner|lunch|mehndi|sangeet|haldi|welcome party|church service|敬茶"
    r"|茶礼|仪式|典礼|婚礼仪式|晚宴|婚宴|午宴|喜宴|宴会|酒席|答谢宴|晚餐|午餐|酒会|派对|迎宾|迎亲|接亲|证婚"
    r"|ceremonia|cena|cóctel|banquete|cérémonie|dîner|vin d'honneur|trauung|empfang|abendessen|feier|cerimônia|jantar"
)

_NO_MAP = re.compile(
    r"\b(?:no|without(?: an?| any| the)?) map\b|(?:不要|不加|无需|没有)(?:任何)?地图"
    r"|\b(?:keine?|ohne) karten?|\bsin (?:el )?(?:código del? )?mapa|\b(?:sans|pas de) (?:code de )?(?:plan|carte)",
    re.IGNORECASE,
)


def wedding_facts(raw: str, form: dict[str, str], language: str) -> dict[str, Any]:
    """Names, functions and the rest, letter for letter."""
    values: dict[str, Any] = {"names": names(raw, form)}
    values["zone"] = zone_in(raw)
    if _NO_MAP.search(raw):
        values["map"] = False
    values["dress_code"] = form.get("dress_code") or _after(
        r"dress ?code(?: is|:|：)?|着装(?:要求)?(?:是|为|[:：])?", raw
    )
    values["rsvp"] = form.get("rsvp") or _after(
        r"\brsvp(?: is| to| at|:|：)?|敬请回复(?:至|[:：])?|回复(?:至|[:：])", raw, keep=r"\brsvp (by|before)\b"
    )
    told = [str(values[name]) for name in ("rsvp", "dress_code") if values[name]]
    values["functions"] = functions(_without(raw, told), form)
    return values


def _without(raw: str, told: list[str]) -> str:
    """The text without what belongs to RSVP and dress code: a day to answer by is no day of a function."""
    for part in told:
        raw = re.sub(rf"(?i)(?:\brsvp\b|dress ?code)?[^\n.,，。;；]{{0,6}}{re.escape(part)}", " ", raw)
    return raw


def _after(label: str, raw: str, keep: str = "") -> str:
    found = re.search(rf"(?:{label})\s*[“\"]?([^\n;；。”\"]{{2,90}})", raw, re.IGNORECASE)
    if not found:
        return ""
    text = re.split(
        r"(?<![\d@\w])\.\s|(?<=[a-z])\.\s|(?<=\d)\.\s+(?=[A-Z])|,\s+(?=(?:with|and|romantic|music|use|add)\b)|，"
        r"|,?\s+(?:and )?(?=(?:dress ?code|rsvp)\b)|(?:着装|敬请回复)",
        found.group(1),
    )[0]
    return text.strip(" .,，。")


def names(raw: str, form: dict[str, str]) -> list[str]:
    """The two names, exactly as typed."""
    pair = [form.get("bride") or form.get("first"), form.get("groom") or form.get("second")]
    if all(pair):
        return [str(name) for name in pair]
    if form.get("names"):
        return _pair(form["names"])
    apart = [
        re.search(rf"{who}\s*(?:[:：]|是|叫)?\s*([\u3400-\u9fff]{{2,4}}?)(?=[\s，,。；;、：:和与&]|新[郎娘]|$)", raw)
        for who in ("新郎", "新娘")
    ]
    if all(apart):
        return [one.group(1) for one in sorted((m for m in apart if m), key=lambda m: m.start())]
    patterns = [
        rf"({_NAME})\s+(?:&|and|und|y|et|e|\+)\s+({_NAME})(?='s|’s|\s|[,.;:!?\n]|$)",
        r"(?:新人|新郎新娘|我们是)\s*[:：]?\s*([\u3400-\u9fff]{2,4})\s*(?:和|与|&|＆|、)\s*([\u3400-\u9fff]{2,4})",
        r"([\u3400-\u9fff]{2,3})\s*(?:和|与|&|＆)\s*([\u3400-\u9fff]{2,3}?)(?:的婚礼|要?结婚|的请柬|的邀请函|的婚宴|大婚)",
        r"(?:^|[给为帮：:，,。；;\s])([\u3400-\u9fff]{2,3})\s*(?:和|与|&|＆)\s*([\u3400-\u9fff]{2,3}?)(?=\s*(?:$|\d|[，,。；;\n]|于|在|将|定于|做))",
    ]
    for pattern in patterns:
        for found in re.finditer(pattern, raw):
            pair_found = [_clean(found.group(1)), _clean(found.group(2))]
            months = all(re.fullmatch(MONTHS, n, re.IGNORECASE) for n in pair_found) and "&" not in found.group()
            if (
                all(pair_found)
                and not months
                and not any(
                    re.match(
                        rf"(?i)(?:{_FUNCTIONS}|{DAYS}|the|our|we|[^\n]*(?:音乐|照片|字幕|配音|图片|视频|旁白|日期|时间|地点)|music|photos?|create|make|bride|groom|date)$",
                        n,
                    )
                    for n in pair_found
                )
            ):
                return pair_found
    return []


def _pair(text: str) -> list[str]:
    parts = re.split(r"\s*(?:&|＆|\band\b|\bund\b|\bet\b|,|，|、|和|与|\+)\s*", text)
    return [part.strip() for part in parts if part.strip()][:2]


def _clean(name: str) -> str:
    name = re.sub(
        r"^(?:Create|Make|Generate|Our|For|We|I'm|Names?|Please|Invitation|Wedding|Video|The|Produce|Build|Design)\s+",
        "",
        name.strip(),
    )
    name = re.sub(r"^[给为帮请](?=[\u3400-\u9fff]{2}$)", "", name)
    return re.sub(r"[’']s$", "", name).strip(" .,")


_UPRIGHT = re.compile(r"(?<![\d:])9\s?[:：]\s?16(?![\d:])(?!\s?[ap]\.?m)", re.IGNORECASE)  # a shape, no time of day


def functions(raw: str, form: dict[str, str]) -> list[Function]:
    """Each function with its own date, time and venue; a single one when none is named."""
    raw = _UPRIGHT.sub(" ", raw)
    common = {
        "date": form.get("date", ""),
        "time": form.get("time", ""),
        "venue": form.get("venue", ""),
        "address": form.get("address", ""),
    }
    several = form.get("functions", "")
    lines = [line for line in re.split(r"[\n;；]", several) if line.strip()] if several else _function_sentences(raw)
    found = [_function(line) for line in lines]
    found = [function for function in found if function.name]
    if found:
        rest = raw
        for line in lines:
            rest = rest.replace(line, " ")
        if not several and TIME.search(DATE.sub(" ", rest)):
            head = Function(date=_one(DATE, rest), time=_one(HOURS, DATE.sub(" ", rest)), venue=_venue(rest))
            found.insert(0, head)
        date = common["date"] or _one(DATE, rest) or _one(DATE, raw)
        found = filled(found, lines, raw)
        return [
            f.model_copy(
                update={
                    "date": f.date or date,
                    "venue": f.venue or common["venue"] or (_venue(raw) if len(found) == 1 else ""),
                    "time": f.time or (common["time"] if len(found) == 1 else ""),
                    "address": (common["address"] or f.address) if len(found) == 1 else f.address,
                }
            )
            for f in found
        ]
    single = Function(
        date=common["date"] or _one(DATE, raw),
        time=common["time"] or _one(HOURS, DATE.sub(" ", raw)),
        venue=common["venue"] or _venue(raw),
        address=common["address"],
    )
    single = filled([single], [], raw)[0]
    return [single] if single.date or single.time or single.venue else []


def _function_sentences(raw: str) -> list[str]:
    """The parts of the text that name a function with a time of its own."""
    parts = re.split(
        r"\n|;|；|。|(?<=\w)\.\s|,\s*(?:then |followed by )?(?=(?:the |a )?(?:"
        + _FUNCTIONS
        + r")\b)|，(?="
        + _FUNCTIONS
        + r"|(?:上午|下午|中午|晚上|傍晚|早上)?\s?[\d一二三四五六七八九十两]{1,3}\s?[点时])|\band\s+(?=(?:the |a )?(?:"
        + _FUNCTIONS
        + r")\b)|\bthen\s+(?=(?:the |a )?(?:"
        + _FUNCTIONS
        + r")\b)",
        raw,
        flags=re.IGNORECASE,
    )
    return [
        part
        for part in parts
        if part and re.search(rf"(?i)(?<![a-zà-ÿ])(?:{_FUNCTIONS})", part) and TIME.search(DATE.sub(" ", part))
    ]


def _function(text: str) -> Function:
    name = re.search(
        rf"(?i)(?:tea ceremony|rehearsal dinner|敬茶(?:仪式)?|{_FUNCTIONS})"
        r"(?:\s[\u3400-\u9fff]{2,6}(?![\u3400-\u9fff]))?",
        text,
    )
    label = name.group() if name else text.split(":")[0]
    mixed = re.search(r"(?i)(?:tea ceremony)\s*[（(]?敬茶[）)]?|敬茶\s*[（(]?tea ceremony[）)]?", text)
    label = mixed.group() if mixed else label
    return Function(
        name=(label[:1].upper() + label[1:]).strip() if name else "",
        date=_one(DATE, text),
        time=_one(HOURS, DATE.sub(" ", text)),
        venue=re.sub(rf"(?:{_FUNCTIONS})$", "", _venue(text)) or spoken_place(text, label if name else ""),
    )


def _one(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group().strip(" ,.") if found else ""


def _venue(text: str) -> str:
    bare = TIME.sub(" ", DATE.sub(" ", text))
    found = re.search(
        (
            r"(?:\bat|\bin|@|venue(?: is"
            r"|:)?)\s+(?:the\s+)?([A-ZÀ-Þ][\w'’&.\-]*(?:\s+(?:[A-ZÀ-Þ][\w'’&.\-]*|of|the|de|la|du|at"
            r"|and|&|on|family|hall|house|home|hotel|gardens?|church|[a-z]{2,3}(?=\s+[A-Z])))*)"
        ),
        bare,
    )
    if found is not None:
        whole = bare[found.start() : found.end()]
        name = re.sub(r"^(?:at|in|@|venue(?: is|:)?)\s+", "", whole)
        return re.split(r"(?<=\w{4})\.\s", name)[0].strip(" .,")
    named = re.search(rf"(?<![\w])((?:[A-ZÀ-Þ][\w'’&.\-]*\s+){{1,4}}(?:{_VENUES}))\b", bare)
    if named:
        return named.group(1)
    wide = re.search(
        r"(?:在|地点(?:是|为|[:：])?|于)\s*([\u3400-\u9fffA-Za-z0-9·]{2,24}?)(?:举行|举办|[，。,；;\n]|$)", bare
    )
    return wide.group(1) if wide else ""
