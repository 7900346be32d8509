"""The labelled lines of a form or of a pasted brief: "Product: …", "价格：…"."""

from __future__ import annotations

import re

LABELS = {
    "product": r"product(?: name)?|item|产品(?:名称)?|商品(?:名称)?|producto|produit|produkt|produto",
    "price": r"price|cost|价格|售价|precio|prix|preis|preço",
    "offer": r"offer|discount|deal|折扣|优惠|oferta|rabatt",
    "code": r"(?:promo |coupon |discount )?code|coupon|优惠码|折扣码|code promo|código|gutscheincode",
    "link": r"(?:affiliate |product |article )?(?:link|url)|链接|网址|enlace|lien",
    "benefits": (
        r"(?:key )?benefits?|features?|selling points?|why(?: people)? (?:love|like) it|卖点|优点|特点"
        r"|亮点|ventajas|avantages|vorteile|vantagens"
    ),
    "audience": r"(?:target )?audience|for whom|受众|目标人群",
    "tone": r"tone|mood of the words|语气|基调",
    "title": r"title|headline|hook|标题",
    "cta": r"call[- ]to[- ]action|cta|button|行动号召",
    "disclosure": r"(?:ad )?disclosure|广告标识",
    "names": r"names?|couple|the couple|bride (?:and|&) groom|姓名|新人(?:姓名)?",
    "bride": r"bride|新娘",
    "groom": r"groom|新郎",
    "first": r"(?:first|your) name|name 1|partner 1",
    "second": r"(?:second|partner'?s?) name|name 2|partner 2",
    "date": r"(?:wedding )?date|日期|婚期",
    "time": r"time|时间",
    "venue": r"venue|place|location|地点|场地|酒店",
    "address": r"address|地址",
    "dress_code": r"dress ?code|attire|着装(?:要求)?",
    "rsvp": r"rsvp(?: to| by)?|reply|回复|敬请回复",
    "message": r"message|note|personal message|寄语|留言",
    "closing": r"closing(?: line)?|结语|结尾",
    "language": r"language|语言",
    "voice": r"voice[- ]?over|voice|narration|配音",
    "captions": r"captions?|subtitles?|字幕",
    "music": r"music|音乐|配乐",
    "functions": r"functions?|events?|program(?:me)?|schedule|流程|安排",
    "script": r"script|voice[- ]?over (?:text|script)|配音(?:文案|内容)|文案",
}
_INLINE = re.compile(r"(?<=[.;。；，,])[ \t]*(?=(?:" + "|".join(LABELS.values()) + r")\s*[:：])", re.IGNORECASE)
_LINE = re.compile(r"^\s*[-•*]?\s*(?P<label>[^:：\n]{2,32}?)\s*[:：]\s*(?P<value>.+?)\s*$")


def fields(raw: str) -> dict[str, str]:
    """The values of every known label that starts a line; a list below a label belongs to it."""
    found: dict[str, str] = {}
    name = ""
    for line in _INLINE.sub("\n", raw).splitlines():
        match = _LINE.match(line)
        known = _known(match.group("label")) if match else None
        bare = _known(line.strip().rstrip(":：")) if re.search(r"[:：]\s*$", line) else None
        if match and known:
            name = known
            found.setdefault(name, _value(match.group("value")))
        elif bare:
            name = bare
        elif name and re.match(r"\s*[-•*]\s+\S", line):
            found[name] = (found.get(name, "") + "\n" + re.sub(r"^\s*[-•*]\s+", "", line)).strip()
        elif not line.strip():
            name = ""
    return found


def _value(text: str) -> str:
    """A quoted value letter for letter; else without the full stop that ends its sentence."""
    quoted = re.match(r"[“\"「]([^”\"」]+)[”\"」]", text)
    return quoted.group(1).strip() if quoted else re.sub(r"(?<=[\w%)])[.。]$", "", text.strip('“”" ;；，,'))


def _known(label: str) -> str | None:
    label = label.strip().lower()
    return next((name for name, pattern in LABELS.items() if re.fullmatch(pattern, label, re.IGNORECASE)), None)
