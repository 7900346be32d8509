"""The facts of a product, as the user put them: name, price, offer, code, benefits."""

from __future__ import annotations

import re
from typing import Any

from engine.director.briefing_benefits import left_over
from engine.director.briefing_forms import fields
from engine.director.understand.lexer import Message
from engine.director.understand.numbers import MONEY

URL = re.compile(r"https?://[^\s<>\"'，。；）)\]]+|(?:www\.)[\w-]+(?:\.[\w-]+)+[^\s，。；）)\]]*")
_OFFER = (
    r"(?:\b\d{1,2}\s?% off\b(?: (?:today|everything|this week|your first order|with code "
    r"[A-Z0-9]+))?|\bhalf price\b|\bbuy one get one(?: free)?\b|\bbogo\b|\bfree shipping\b"
    r"|[一二三四五六七八九\d.]+折|满\d+减\d+|买一送一|\b\d{1,2}\s?% (?:de descuento|de desconto|de réduction"
    r"|rabatt|de remise)\b)"
)
_CODE = (
    r"(?:(?:promo|coupon|discount|voucher)?\s?code|优惠码|折扣码|código|gutscheincode|code promo"
    r"|rabattcode)\s*(?:is|are|:|：|是|为)?\s*[\"“”']?([A-Z][A-Z0-9\-]{2,19}"
    r"|[A-Z0-9\-]*\d[A-Z0-9\-]*)\b"
)


def _form(raw: str) -> bool:
    """Whether lines with labels say what is what, so that nothing is left to be guessed."""
    known = fields(raw)
    return len(known) >= 2 or bool(known and "\n" in raw.strip())


def price_in(raw: str) -> str:
    """The price as typed, with "from" before and "each" behind it; of several the one that holds now, not the old."""
    whole = (
        rf"(?:\b(?:from|starting at|starts at|ab|desde|dès|à partir de|a partir de)\s+)?{MONEY}"
        r"(?:\s?(?:each|apiece|/\s?\w+|起)|\s(?:per|a) (?:month|week|pair|piece|person|year|day)\b)?"
    )
    found = list(re.finditer(whole, raw, re.IGNORECASE))
    old = r"(?:\b(?:was|were|instead of|rrp|before|statt|antes|avant|au lieu de)|原价|原来)\W{0,3}(?:是|为)?$"
    now = [m for m in found if not re.search(old, raw[: m.start()].rstrip(), re.IGNORECASE)]
    return (now or found)[0].group().strip().rstrip(".,") if found else ""


def product_facts(raw: str, kind: str, message: Message) -> dict[str, Any]:
    """What is said of the product, and of how to buy it."""
    values: dict[str, Any] = {}
    code = re.search(_CODE, raw) or re.search(_CODE.replace("[A-Z]", "[A-Z]"), raw, re.IGNORECASE)
    if code and re.search(r"[A-Z0-9]{3}", code.group(1)):
        values["code"] = code.group(1)
    values["price"] = price_in(raw)
    offer = re.search(_OFFER, raw, re.IGNORECASE)
    if offer:
        values["offer"] = offer.group().strip()
    if kind in ("affiliate", "plain"):
        named = product_name(raw, kind)
        values["product" if kind == "affiliate" else "subject"] = named
        values["benefits"] = benefits(raw, left_over(message, named) if kind == "affiliate" and not _form(raw) else [])
        values["audience"] = _first(
            r"(?:aimed at|targeting|target(?:ed)? (?:audience|at)|audience(?: is| are|:))\s+([^.,;!\n]{3,60})", raw
        )
        values["tone"] = (
            _first(
                r"(?:tone(?: is|:| should be)?|in an?)\s+((?:\w+,? (?:and )?){1,3}?)(?:tone|voice|way)?(?:[.,;!\n]|$)",
                raw,
            )
            if "tone" in raw.lower()
            else ""
        )
    if kind == "plain" and not values.get("subject"):
        values["subject"] = subject(raw)
    wants = re.search(
        (
            r"call[- ]to[- ]action|\bcta\b|行动号召|引导(?:购买|下单|语)|llamada a la acción|appel à l'action"
            r"|handlungsaufruf|chamada para ação"
        ),
        raw,
        re.IGNORECASE,
    )
    if wants:
        values["wants_cta"] = True
    if re.search(r"\b(?:no|without(?: a| any)?) (?:call[- ]to[- ]action|cta)\b|不要行动号召", raw, re.IGNORECASE):
        values["wants_cta"] = False
    if re.search(
        r"\b(?:no|without(?: an?| any| the)?) (?:ad )?(?:disclosure|ad label)\b|不(?:要|加)广告标识", raw, re.IGNORECASE
    ):
        values["disclosure"] = False
    if re.search(r"\bqr\b|二维码", raw, re.IGNORECASE):
        values["qr"] = True
    return values


_STOP_NAME = (
    r"(?=\s*(?:[.,;:!?\n，。；！？、（(]|[-–—]\s|$|\b(?:with|which|that|for (?:my|our|the|\$|€|£|\d)|it"
    r"|costs?|at|priced?|on|in|and (?:it|add|use|include|with)|using|without|to (?:post|share)"
    r"|over|from|featuring|benefits?|price|only|is|keeps|has|use|code|aimed|targeting|made"
    r"|link|by|no (?:voice|music|captions?|text|disclosure)|ohne|sin|sans|sem)\b|\d+ ?(?:sec|s\b|min)))"
)


def product_name(raw: str, kind: str) -> str:
    """The name after "for my/our/the …", "promoting …", "product is …"; empty for "my affiliate product"."""
    text = re.sub(r"\s+", " ", URL.sub(" ", raw))
    text = re.sub(r"(?i)\b4 (?=(?:my|our|the|a|an)\b)", "for ", text)
    patterns = [
        (
            r"(?:product(?: name)? (?:is|called|named)|product called|it's called|is called|called"
            r"|named)\s+(?:the |a |an )?[“\"]?(.{2,60}?)[”\"]?"
        )
        + _STOP_NAME,
        (
            r"(?:promo(?:tional)?|ad|advert|commercial|video|vid|reel|tiktok|short|spot|teaser|clip"
            r"|slideshow)s?(?: video| clip| ad)?(?: with [\w\s,-]+?)? (?:for|about|of|promoting|to "
            r"promote|to sell|advertising|selling|introducing)\s+(?:my |our |the |a |an |this |new "
            r")*[“\"]?(.{2,60}?)[”\"]?"
        )
        + _STOP_NAME,
        (
            r"(?:promoting|promote|advertise|advertising|selling|sell|review(?:ing)?|showcas(?:e|ing)"
            r"|introducing|launch(?:ing)?)\s+(?:my |our |the |a |an |this |new "
            r")*[“\"]?(.{2,60}?)[”\"]?"
        )
        + _STOP_NAME,
        (
            r"(?:call[- ]to[- ]action|cta|voice ?over|music|captions?)\s+for\s+(?:my |our |the |a |an "
            r"|this |new )*[“\"]?(.{2,60}?)[”\"]?"
        )
        + _STOP_NAME,
        r"\b(?:something|smth|sth|anything|one) (?:nice |cool |short |quick )?for (?:my |our )(.{2,40}?)" + _STOP_NAME,
        r"(?:^|[.!] )(?:new |quick |short )?(?:promo|ad|advert|commercial|video|vid|reel)\s*[:\-–]\s*"
        + r"(?:my |our |the |a )?(.{2,50}?)"
        + _STOP_NAME,
        r"\b(?:that's|this is|it's|meet|here's)\s+(?:my |our |the )(?:new )?"
        r"([A-Z][\w'’&-]*(?:\s[A-Z\d][\w'’&-]*){0,3})(?=[\s.,!]|$)",
        (
            r"(?:产品(?:名称?)?(?:是|叫|为)|名叫|叫做|推广|宣传|介绍|推销)(?:一下|一款|我们?的|这款"
            r"|新的)*[“「]?([^，。,.；;！!\n”」的]{2,30}?)(?:[”」]|的?(?:视频|短片|广告|宣传片|短视频)|[，。,.；;！!\n]|$)"
        ),
        (
            r"(?:做|制作|生成|拍|剪)(?:一?[个条段部支份])?"
            r"(?:[\d一二两三四五六七八九十半]+ ?(?:秒钟?|分钟?)(?:左右)?)?的?"
            r"([^，。,.；;！!\s\d的]{2,12}?)的?(?:推广|宣传|广告|促销|带货|种草)(?:短?视频|短片|片|$)"
        ),
        r"(?:给|为|帮)(?:我们?家?的|这款|一款|这个)?[“「]?([^，。,.；;！!\n”」]{2,30}?)[”」]?(?:做|制作|生成|拍|剪|写|弄|搞|出)[一个条份篇]",
        r"(?:给|为|帮)(?:我们?家?的|这款|一款|这个)?[“「]?([^，。,.；;！!\n”」]{2,30}?)[”」]?(?:做|制作|生成|拍|剪)",
        r"(?:^|[，。,.；;\n])((?!帮|给|请|做|我|拍|来|要)[^，。,.；;！!\s\d的]{2,10}?)"
        + r"(?:带货|推广|宣传|种草|广告|促销)(?:短?视频|短片|片)",
        (
            r"(?:para|pour|für|de) (?:mi|mis|nuestro|nuestra|mon|ma|notre|mein|meine|meinen|meinem|unser|unseren"
            r"|unserem|unsere|meu|minha|nosso|nossa)\s+(?:producto|produit|produkt"
            r"|produto)?\s?[“\"«]?(.{2,50}?)[”\"»]?(?=\s*(?:[.,;:!?\n]|$|\b(?:con|avec|mit|com|que|de "
            r"\d)\b))"
        ),
    ]
    for pattern in patterns:
        for found in re.finditer(pattern, text, re.IGNORECASE):
            name = _tidy(found.group(1))
            if name:
                return name
    return ""


_GENERIC = (
    r"(?i)^(?:affiliate|product|products|affiliate (?:product|link|marketing|offer)s?|item"
    r"|stuff|it|this|them|these|shop|store|business|brand|company|me|us|tiktok|instagram"
    r"|youtube|reels|shorts|facebook|my|our|a|the|video|photos?|pictures?|social media|sale"
    r"|launch|new product|我|我们|大家|产品|商品|新品|好物|联盟|一[个条段部支份款]"
    r"|短?视频|短片|广告|宣传片|抖音|快手|小红书|视频号|朋友圈|微信|竖屏|横屏"
    r"|affiliate product .*|推广产品|一下|the (?:photos?|pictures?"
    r"|product)|these (?:photos?|pictures?|images)|(?:my |these |those |the )?\w* ?(?:photos"
    r"|pictures|images|clips)|wedding|our wedding|afiliado|d'affiliation|affilié"
    r"|affiliate-produkt|sale)$"
)


def _tidy(name: str) -> str:
    name = name.strip(" “”\"'.,:;-")
    name = re.sub(r"(?i)^(?:my|our|the|a|an|new|this)\s+", "", name)
    name = re.sub(r"(?i)^affiliate product\s+", "", name)
    if re.match(_GENERIC, name) or len(name.split()) > 8:
        return ""
    return name


def benefits(raw: str, left: list[str]) -> list[str]:
    """What is said for the product: after "benefits:" or "it is/has/keeps …", else what is `left` of the request."""
    text = URL.sub(" ", raw)
    listed = re.search(
        (
            r"(?im)(?:key )?(?:benefits?|features?|selling points?|highlights?|pros|卖点|优点|特点|亮点"
            r"|ventajas|avantages|vorteile|vantagens)\s*(?:are|is|include|:|：|是|有"
            r"|包括)\s*(.+?)(?:\n\s*\n|\n(?=[A-Z\u4e00-\u9fff]\w* ?\w*[:：])"
            r"|(?<=[a-z\u4e00-\u9fff)])[.。](?:\s|$)|$)"
        ),
        text,
        re.DOTALL,
    )
    if listed:
        return listed_facts(listed.group(1))
    spoken = re.search(
        (
            r"(?i)\b(?:it(?:'s| is| has| keeps| makes| works| holds| lasts| comes)|which (?:is|has"
            r"|keeps)|that (?:keeps|makes|has|is|helps|saves|lasts|holds|charges"
            r"|cleans))\s+(.{4,200}?)(?:[.!;\n]|, (?:and )?(?:costs?|use|code|add|with|make|price)|$)"
        ),
        text,
    )
    passing = left or _told_in_passing(text)
    if spoken and not passing:
        head = re.sub(r"(?i)^(?:it(?:'s| is)?|which|that)\s*(?:is\s+)?", "", spoken.group(0).strip(" .!;\n,"))
        return listed_facts(re.sub(r"(?i),? (?:and )?(?:costs?|use|code|add|make|price)\b.*$", "", head))
    return passing


_DOES = (
    r"(?:keeps|makes|saves|gives|helps|works|fits|holds|cleans|charges|lasts|stays|runs|has|is|protects|reduces"
    r"|removes|adds|folds|weighs|comes with)\b"
)


def _told_in_passing(text: str) -> list[str]:
    """ "…, keeps drinks cold, leakproof, $29": what follows the product between commas, from its first verb on."""
    parts = [part.strip(" .") for part in re.split(r"[,\n]", text)]
    start = next((n for n, part in enumerate(parts) if n and re.match(_DOES, part, re.IGNORECASE)), None)
    if start is None:
        return []
    found = []
    for part in parts[start:]:
        asks = r"\d+ ?(?:s|sec|min)|no |with |without |music|voice|code\b|link|make|add|use"
        if not part or re.match(MONEY, part, re.IGNORECASE) or re.match(asks, part, re.IGNORECASE) or "%" in part:
            break
        found.append(part)
    return found[:6]


def listed_facts(text: str) -> list[str]:
    """A list, whatever separates it, as the user put each part; at most eight."""
    text = re.sub(r"(?m)^\s*[-•*\d.)]+\s+", ";", text)
    if re.search(r"[;；•\n、]", text.strip("; \n")):
        parts = re.split(r"\s*[;；•\n、]\s*", text)
    else:
        parts = re.split(r"\s*(?:，|,\s*(?:and\s+)?|\s+and\s+(?=\w+(?:s|\s)))\s*", text)
    parts = [re.sub(r"(?i)^and\s+", "", part).strip(" .。,，-") for part in parts]
    kept = [part for part in parts if len(part) >= 2 and not re.fullmatch(MONEY, part, re.IGNORECASE)]
    return list(dict.fromkeys(kept))[:8]


def subject(raw: str) -> str:
    """What a plain video is about: the words after "about" or "of"."""
    found = re.search(
        (
            r"(?i)\b(?:about|titled|on the topic of|on how|celebrating)\s+(?:my |our |the "
            r")?(.{3,70}?)(?=\s*(?:[.,;:!?\n]|$|\b(?:with|for (?:tiktok|instagram|youtube|\d)|in \d+"
            r"|using|and add|that is|lasting)\b))"
        ),
        raw,
    )
    found = found or re.search(
        r"(?:关于|主题是|主题为)([^，。,.；;！!\n]{2,30}?)(?:的?(?:视频|短片)|[，。,.；;！!\n]|$)", raw
    )
    return _tidy(found.group(1)) if found else ""


def _first(pattern: str, raw: str) -> str:
    found = re.search(pattern, raw, re.IGNORECASE)
    return found.group(1).strip() if found else ""
