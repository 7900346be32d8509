"""Rules for facts: the price, the code and the link, and whatever is written wrong ("it's at 3, not 4")."""

from __future__ import annotations

import re
from typing import Any

from engine.director.dates import TIME
from engine.director.operations.base import Operation
from engine.director.operations.texts import RemoveTexts, SetCta
from engine.director.operations.voice import RemoveVoice
from engine.director.operations.wording import ReplaceWords, words_pattern
from engine.director.understand.clause import Ask, Clause, Do, Option, View, Wish
from engine.director.understand.numbers import MONEY
from nemo.draft import Draft

SHOWN = ("title", "text", "cta", "disclosure", "voice")
_TAIL = re.compile(
    r"[\s,，]*(?:\b(?:sorry|please|pls|plz|thx|thanks|now|instead|though|ok|everywhere|actually|of course|obviously)\b"
    r"|吧|谢谢|哦|啊|才对)?[\s.!。！?？]*$",
    re.IGNORECASE,
)
_NOT = r",?\s+(?:and )?(?:not|instead of|rather than)\s+(?:just |only )?"
_IS = r"(?:is|are|be|was|it's|its|that's|thats|say|says|read|called)"
WRONG = [  # groups: new, old
    re.compile(rf"(?i)(?:^|.*?\b){_IS}\s+(?:now |really |actually )?(?P<new>.+?){_NOT}(?P<old>.+)$"),
    re.compile(
        r"(?i)^(?:the (?:name|word)s? )?(?P<old>.+?)\s+(?:is|are|should be|must be|has to be)\s+(?:really |actually )?"
        r"(?:spelled|spelt|written)\s+(?:as |like |with )?(?P<new>.+)$"
    ),
    re.compile(r"(?i)^(?P<old>.+?)\s+(?:should|must|has to|needs to)\s+(?:be|say|read)\s+(?P<new>.+)$"),
    re.compile(
        r"(?i)^(?:please |can you |could you )?(?:change|correct|fix|replace|update|make)\s+(?:the (?:word|name)s? )?"
        r"(?P<old>.+?)\s+(?:to|with|into|by)\s+(?P<new>.+)$"
    ),
    re.compile(r"(?:应该|应|要)?(?:是|叫|写|改成|改为|换成)(?P<new>[^，,是]+?)[，,\s]*(?:而)?不是(?P<old>[^，,]+)$"),
    re.compile(r"不是(?P<old>[^，,是]+?)[，,\s]*(?:而)?(?:应该)?(?:是|叫)(?P<new>[^，,]+)$"),
    re.compile(
        r"^(?:请|帮我|麻烦)?(?:把|将)?(?P<old>[^，,]+?)(?:写错了|错了|不对)?[，,\s]*(?:应该|应|要|得)?(?:是|叫|写成|改成|改为|换成)"
        r"(?P<new>.+)$"
    ),
]
FIELDS = {
    "price": r"price|cost|价格|售价|价钱|precio|prix|preis|preço",
    "code": r"(?:promo |coupon |discount )?code|coupon|优惠码|折扣码",
    "date": r"date|day|日期|婚期|日子|fecha|datum|data",
    "time": r"time|ceremony|时间|hora|heure|uhrzeit",
    "venue": r"venue|place|location|地点|场地|酒店",
}
_SETS = (
    r"(?i)^(?:please |no |and |sorry |can you |could you )*(?:change |set |update |make |correct |fix |cambia |pon "
    r"|ändere |setz |mude |把|将|请)*"
    r"(?:the |our |my |el |la |le |den |die |das |o |a )?(?P<which>[\w\u3400-\u9fff ]{{0,24}}?)\s?(?:{field})\s?"
    r"(?:(?:is |was |isn't right|wrong|不对|错了|有误|写错了)*[,，\s]*)"
    r"(?:(?:should be|must be|es|est|ist|auf|zu|para|en|has to be|is now|is|to|=|:"
    r"|：|应该是|应该为|改成|改为|换成|改到|变成|是|为"
    r"|it's|its|at|à|a(?=\s?[\d$€£]))\s?)+"
    r"(?P<new>.+)$"
)


def facts(clause: Clause, view: View) -> Wish | None:
    """Price, code, link and QR code; a wrong fact put right wherever it stands."""
    if clause.thing("qr"):
        return _extras(clause, view)
    if clause.thing("price", "code", "link") and (clause.verb("remove") or clause.negated) and not _not_but(clause):
        return _off(clause, view)
    if clause.thing("link") and clause.has("url"):
        return _extras(clause, view)
    return (
        _hour(clause, view)
        or _wrong(clause, view)
        or _names(clause, view)
        or _field(clause, view)
        or _extras(clause, view)
    )


def _not_but(clause: Clause) -> bool:
    """ "$24 not 29" negates a value and not the thing."""
    return bool(re.search(r"\bnot\b|不是", clause.text(), re.IGNORECASE))


def _extras(clause: Clause, view: View) -> Wish | None:
    """What is shown beside the call to action and stands nowhere yet."""
    if not clause.thing("price", "code", "link", "qr") or (clause.has("saying") and clause.thing("title", "text")):
        return None
    values: dict[str, Any] = {}
    if clause.thing("qr"):
        values["qr"] = not (clause.verb("remove") or clause.negated)
    if clause.has("url"):
        values["link"] = clause.get("url")
    words = clause.text()
    price = re.search(MONEY, words, re.IGNORECASE)
    if clause.thing("price") and price:
        values["price"] = price.group().strip()
    if clause.thing("code"):
        code = next(iter(clause.all("quote")), None) or code_in(words)
        if code:
            values["code"] = code
    for fact in ("price", "code"):
        old = known(fact, view.draft)
        if values.get(fact) and old and old != values[fact]:
            return Do([_everywhere(old, values[fact])], "text")
    return Do([SetCta(**values)], "cta") if values else None


def code_in(words: str) -> str | None:
    """The last word in capitals that may be a code."""
    found = re.findall(r"(?<![A-Za-z0-9])(?:[A-Z][A-Z0-9]{2,15}|[A-Z]+\d+)(?![A-Za-z0-9])", words)
    found = [word for word in found if word not in ("CTA", "QR", "URL")]
    return found[-1] if found else None


def _off(clause: Clause, view: View) -> Wish | None:
    """Take a price, a code or a link off, wherever it stands alone; ask where it stands among other words."""
    fact = next(name for name in ("price", "code", "link") if clause.thing(name))
    value = known(fact, view.draft)
    operations: list[Operation] = []
    if any((s.meta.cta or {}).get(fact) for s in view.draft.segments("cta")):
        operations.append(SetCta(**{fact: ""}))
    if not value:
        return Do(operations or [SetCta(**{fact: ""})], "cta")
    find = words_pattern(value)
    shown = [
        s for role in ("title", "text", "cta") for s in view.draft.segments(role) if find.search(s.meta.text or "")
    ]
    alone = [s.meta.id or "" for s in shown if len(find.sub("", s.meta.text or "").strip(" .!:：，。")) <= 6]
    among = [s for s in shown if (s.meta.id or "") not in alone]
    if among:
        options = [Option((s.meta.text or "")[:60], [RemoveTexts(segments=[s.meta.id or ""])]) for s in among[:4]]
        return Ask("ask_which_text_goes", options)
    spoken = [s.meta.id or "" for s in view.draft.segments("voice") if find.search(s.meta.text or "")]
    operations += [RemoveTexts(segments=alone)] if alone else []
    operations += [RemoveVoice(segments=spoken)] if spoken else []
    return Do(operations, "text") if operations else Do([SetCta(**{fact: ""})], "cta")


def known(fact: str, draft: Draft) -> str:
    """The price or the code as it is shown or spoken now; empty when it is neither."""
    brief = draft.meta.brief or {}
    given = str(brief.get(fact) or "")
    lines = [s.meta.text or "" for role in SHOWN for s in draft.segments(role)]
    if given and any(words_pattern(given).search(line) for line in lines):
        return given
    pattern = {"price": MONEY, "code": r"(?<=code )[A-Z][A-Z0-9]{2,15}\b|(?<=优惠码)\s?[A-Z0-9]{3,16}"}.get(fact)
    found = [m.group().strip() for line in lines for m in re.finditer(pattern, line)] if pattern else []
    return found[0] if len(set(found)) == 1 else ""


def _wrong(clause: Clause, view: View) -> Wish | None:
    """ "Daniel is spelled Danyel", "it's at 3 not 4", "不是玫瑰园是玫瑰苑": only when the old words stand somewhere."""
    words = _bare(clause)
    for pattern in WRONG:
        found = pattern.match(words) if pattern.pattern.startswith(("(?i)", "^")) else pattern.search(words)
        if found is None:
            continue
        old, new = _value(found.group("old")), _value(found.group("new"))
        wish = _put_right(old, new, clause, view) if old and new else None
        if wish:
            return wish
    return None


def _bare(clause: Clause) -> str:
    return _TAIL.sub("", clause.text())


def _value(text: str) -> str:
    text = _TAIL.sub("", text.strip().strip("“”\"'「」 ,，"))
    return re.sub(r"(?i)^(?:at|on|the word|the name|in)\s+", "", text).strip("“”\"'「」 ,，")


def _put_right(old: str, new: str, clause: Clause, view: View) -> Wish | None:
    lines = [s.meta.text or "" for role in SHOWN for s in view.draft.segments(role)]
    number = re.fullmatch(r"[$€£¥￥]?(\d+(?:[.:]\d+)?)", old)
    if number:
        if clause.thing("photo", "clip", "scene", "card", "video", "length") or clause.has("ordinal"):
            return None
        return _numbers(number.group(1), new, lines)
    if len(old) < 2 or clause.thing("music", "voice", "caption", "transition", "photo", "clip"):
        return None
    spoken_of = [line for line in lines if words_pattern(old).search(line)]
    if not spoken_of or _styles(new, clause) or _names_things(old, clause):
        return None
    return Do([ReplaceWords(old=old, new=new, everywhere=True)], "text")


def _names_things(old: str, clause: Clause) -> bool:
    """Whether "the price", "it", "第二句" is said: a name for something and not the words to be put right."""
    inside = [t for t in clause.tokens if t.text.lower() in old.lower()]
    covered = "".join(t.text for t in inside).lower()
    plain = re.sub(r"[\W_]", "", old.lower())
    marks = ("thing", "pron", "quiet", "ask", "verb", "ordinal", "measure", "link", "mark")
    named = bool(inside) and all(any(kind in t.means for kind in marks) for t in inside)
    return named and plain in re.sub(r"[\W_]", "", covered)


def _styles(new: str, clause: Clause) -> bool:
    """Whether what is to come instead is a colour, a place or a size, and no words."""
    marks = ("hex", "pos", "comp", "place", "lookname", "part", "pct", "factor")
    inside = [t for t in clause.tokens if t.text.lower() in new.lower().split()]
    return bool(inside) and all(any(kind in t.means for kind in (*marks, "quiet", "ask")) for t in inside)


def _numbers(old: str, new: str, lines: list[str]) -> Wish | None:
    """A bare number stands for what it is a part of: 4 for "4 pm", 29 for "$29"; ask when it is part of several."""
    around = (
        rf"(?<![\d.,:])[$€£¥￥]?\s?{re.escape(old)}(?![\d])(?:[.:]\d\d(?!\d))?"
        r"\s?(?:[ap]\.?m\.?\b|o'clock|点半?|时|元|块)?"
    )
    hits = [m.group().strip() for line in lines for m in re.finditer(around, line, re.IGNORECASE)]
    wholes = list(dict.fromkeys(hits))
    if not wholes or not re.search(r"\d|[一二三四五六七八九十]", new):
        return None
    options = [
        Option(f"{whole} → {_renewed(whole, old, new)}", [_everywhere(whole, _renewed(whole, old, new))])
        for whole in wholes[:4]
    ]
    return Do(options[0].operations, "text") if len(options) == 1 else Ask("ask_which_text", options)


def _everywhere(old: str, new: str) -> Operation:
    return ReplaceWords(old=old, new=new, everywhere=True)


def _renewed(whole: str, old: str, new: str) -> str:
    """The whole with its number exchanged; a new value that brings its own unit is taken as it is."""
    number = re.search(r"\d+(?:[.:,]\d+)*|[一二三四五六七八九十]+", new)
    return whole.replace(old, number.group(), 1) if number and number.group() == new.strip("$€£¥￥ ") else new


def _field(clause: Clause, view: View) -> Wish | None:
    """ "the price should be $24", "时间改成下午三点": the value that stands now becomes another."""
    words = _bare(clause)
    for field, names in FIELDS.items():
        found = re.match(_SETS.format(field=names), words)
        if not found or _styles(found.group("new"), clause):
            continue
        new = _value(found.group("new"))
        if not new or (field != "venue" and not re.search(r"[\d一二三四五六七八九十]", new) and field != "code"):
            continue
        if field in ("price", "code"):
            return _of_product(field, new, clause, view)
        return _of_function(field, new, found.group("which").strip(), view)
    return None


def _names(clause: Clause, view: View) -> Wish | None:
    """ "our names should be Mei & Dan": each of the two names becomes another, wherever it stands."""
    found = re.search(
        r"(?i)\bnames? (?:should be|are|must be|have to be|to|:) (.+?) (?:&|and|\+) (.+)$|名字(?:应该)?(?:是|改成|改为"
        r"|换成)(.+?)(?:和|与|&)(.+)$",
        _bare(clause),
    )
    was = [str(name) for name in (view.draft.meta.brief or {}).get("names") or []]
    one = re.search(r"名字.{0,5}?[，,]?(?:应该是|应为|改成|改为|换成|是)([\u3400-\u9fff]{2,4})$", _bare(clause))
    if one and not found and len(was) == 2:  # the name it is nearest to is the one that was wrong
        near = sorted(was, key=lambda name: -len(set(name) & set(one.group(1))))
        options = [Option(f"{name} → {one.group(1)}", [_everywhere(name, one.group(1))]) for name in near]
        sure = len(set(near[0]) & set(one.group(1))) > len(set(near[1]) & set(one.group(1)))
        return Do(options[0].operations, "text") if sure else Ask("ask_which_text", options)
    if not found or len(was) != 2:
        return None
    new = [_value(name) for name in found.groups() if name]
    changes = [_everywhere(old, name) for old, name in zip(was, new, strict=True) if old != name]
    return Do(changes, "text") if changes else None


def _hour(clause: Clause, view: View) -> Wish | None:
    """ "dinner starts 8pm": the hour of the function that is named."""
    words = _bare(clause)
    for function in (view.draft.meta.brief or {}).get("functions") or []:
        name, old = str(function.get("name") or ""), str(function.get("time") or "")
        found = re.search(
            rf"(?i){re.escape(name)}\s?(?:card |time )?(?:starts|begins|is|now|should be|should start|starting|改成"
            rf"|改到|改为|是|在)?\s?(?:at )?(.+)$",
            words,
        )
        hour = TIME.fullmatch(found.group(1).strip()) if found and name and old else None
        if hour:
            return Do([_everywhere(old, hour.group().strip())], "text")
    return None


def _of_product(field: str, new: str, clause: Clause, view: View) -> Wish | None:
    old = known(field, view.draft)
    if field == "price":
        money = re.search(MONEY, new, re.IGNORECASE)
        bare = re.search(r"\d+(?:[.,]\d+)?", new)
        if money:
            new = money.group().strip()
        elif bare and old:
            new = re.sub(r"\d+(?:[.,]\d+)*", bare.group(), old, count=1)
    else:
        new = next(iter(clause.all("quote")), None) or code_in(new) or ""
    if not new:
        return None
    operations: list[Operation] = [_everywhere(old, new)] if old else []
    beside = any((s.meta.cta or {}).get(field) not in (None, old) for s in view.draft.segments("cta"))
    if not old or beside:
        operations.append(SetCta(**{field: new}))
    return Do(operations, "text" if old else "cta")


def _with_year(old: str, new: str) -> str:
    """The new day with the year that stands there already, when it was said without one."""
    year = re.search(r"\b\d{4}\b|\d{4}(?=\s?年)", old)
    if not year or re.search(r"\d{4}", new):
        return new
    return f"{year.group()}年{new}" if "月" in new else f"{new} {year.group()}"


def _of_function(field: str, new: str, which: str, view: View) -> Wish | None:
    functions = (view.draft.meta.brief or {}).get("functions") or []
    lines = [s.meta.text or "" for role in SHOWN for s in view.draft.segments(role)]
    values = [(f.get("name") or "", str(f.get(field) or "")) for f in functions]
    values = [(name, old) for name, old in values if old and any(words_pattern(old).search(line) for line in lines)]
    named = [(name, old) for name, old in values if which and name and name.lower() in which.lower()]
    olds = list(dict.fromkeys(old for _, old in named or values))
    if not olds:
        return None
    whole = [(old, _with_year(old, new) if field == "date" else new) for old in olds[:4]]
    options = [Option(f"{old} → {to}", [_everywhere(old, to)]) for old, to in whole]
    return Do(options[0].operations, "text") if len(options) == 1 else Ask("ask_which_text", options)
