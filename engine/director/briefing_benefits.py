"""What is left of a request when everything that asks for something is taken away: the facts said of the product."""

from __future__ import annotations

import re

from engine.director.say import LANGUAGES
from engine.director.understand.lexer import CJK, Message, Token, lexicon, plain
from engine.director.understand.numbers import MONEY

MOST_WORDS, MOST_WIDE = 7, 14
_ASKING = ("platform", "aspect", "lookname", "capstyle", "gender", "trans", "correction", "quote", "url")
_THINGS = frozenset(
    re.findall(
        r"\w+",
        "photo clip video music voice caption title text cta transition logo disclosure qr price code link look length",
    )
)
_VERBS = frozenset(("create", "add", "make", "remove", "replace", "speak", "move", "trim", "undo"))
_REQUEST = re.compile(
    r"(?i)\b(?:video|vid|promo|reel|ads?|advert|commercial|invite|slideshow|make|create|generate|produce|need|want|please"
    r"|pls|thanks|thx|hey|hi|hello|vibe|mood|tone|style|audience|target\w*|aimed|landing page|affiliate|products?"
    r"|selling|sell|call to action|cta|book now|shop now|order now|tap|click|use|code|was|seconds?|secs?|minutes?"
    r"|buy now|min|\d+s|anuncio|werbe\w*|pub|anúncio|haz|crea|fais|mache|erstelle|faça|segundos|secondes|sekunden"
    r"|c[óo]digo|that's our"
    r"|this is our|our|my|mein\w*|mon|ma|mi|meu|minha)\b"
    r"|视频|推广|广告|宣传|带货|种草|短片|帮|给我|做[一个条]|制作|生成|产品[是叫]|配音|音乐|字幕|适合|用户|风格|秒|分钟"
    r"|链接|优惠码|折扣码|要求|谢谢|这些照片|介绍"
)
_PRICED = re.compile(
    rf"(?i){MONEY}|\b\d+ ?% (?:off|rabatt)|价格|售价|原价|现价|限时|包邮$"
    r"|^(?:from|only|just|ab|desde|仅|只要)\b"
)


def left_over(message: Message, product: str) -> list[str]:
    """The parts of a request that ask for nothing, as they were typed; at most six. Nothing without a product."""
    found: list[str] = []
    for text, tokens in _parts(message):
        words = re.sub(
            r"^(?:and|plus|also|with|it's|its|it is|is|und|y|et|e|还|而且|并且)\s+",
            "",
            text.strip(" .!！。-–—"),
            flags=re.I,
        )
        if not words or (product and _same(product, words)) or not _says_something(words, tokens):
            continue
        found.append(words)
    return list(dict.fromkeys(found))[:6]


def _parts(message: Message) -> list[tuple[str, list[Token]]]:
    """Parts between commas, stops, dashes and line ends, with their tokens."""
    parts: list[tuple[str, list[Token]]] = []
    cut = re.compile(
        r"(?<!\d)[,，:：]|[,，:：](?!\d)|[、;；。\n!！?？]|(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s|$)|\s[-–—]\s|\s\+\s"
    )
    start = 0
    for end in [*(m.start() for m in cut.finditer(message.raw)), len(message.raw)]:
        text = message.raw[start:end]
        inside = [t for t in message.tokens if start <= t.start < end]
        parts.append((re.sub(r"^[\s,，、;；。.!！?？:：\-–—+]+", "", text), inside))
        start = end
    return parts


def _same(product: str, words: str) -> bool:
    return product.lower() in words.lower() or words.lower() in product.lower()


def _written_so(token: Token) -> bool:
    """Whether a word of the catalogue stands there as it is spelt: "cups" is no misspelt "cuts" here."""
    return "word" not in token.means or any((plain(token.text),) in lexicon(name).phrases for name in LANGUAGES)


def _says_something(words: str, tokens: list[Token]) -> bool:
    wide = re.findall(f"[{CJK}]", words)
    long = len(wide) > MOST_WIDE if wide else len(words.split()) > MOST_WORDS
    if long or len(words) < (2 if wide else 3) or "\x00" in words or _REQUEST.search(words) or _PRICED.search(words):
        return False
    if re.match(
        r"(?i)(?:no|without|sans|sin|ohne|sem|不要|不用|无需)\s?(?:voice|music|captions?|text|配音|音乐|字幕)", words
    ):
        return False
    for token in tokens:
        if not _written_so(token):
            continue
        if any(kind in token.means for kind in _ASKING) or token.get("verb") in _VERBS:
            return False
        if token.get("thing") in _THINGS and not token.get("num"):
            return False
    return bool(tokens)
