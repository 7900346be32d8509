"""From a create request to a brief: a sentence, a pasted paragraph, or the lines of a form. Nothing is
guessed that would be a fact; what is a matter of taste stays empty and gets a default later."""

from __future__ import annotations

import re
from typing import Any

from engine.director.brief import Brief, Function
from engine.director.briefing_forms import fields
from engine.director.briefing_product import URL, listed_facts, product_facts
from engine.director.briefing_wedding import wedding_facts
from engine.director.understand.clause import Clause
from engine.director.understand.lexer import Message, Token
from engine.director.understand.numbers import MONEY
from engine.director.understand.rules_whole import PLATFORM_ASPECT

_WEDDING = (
    r"wedding|getting married|bride|groom|\binvitation\b|invite\b.*\b(?:ceremony|reception)"
    r"|save[- ]the[- ]date|婚礼|结婚|新娘|新郎|喜帖|请柬|婚宴|\bboda\b|mariage|hochzeit|casamento"
    r"|engagement party"
)
_AFFILIATE = (
    r"affiliate|product|promo\b|teaser|promot|\bad\b|\bads\b|advert|commercial|sell|shop|store"
    r"|discount|coupon|\bdeal\b|产品|商品|带货|推广|促销|宣传|广告|好物|producto|produit|produkt|produto"
    r"|(?:for|für|para|pour) (?:my|our) (?:\w+ )?(?:bakery|caf[eé]|restaurant|salon|brand|business|biz|studio|gym"
    r"|boutique|company)"
    r"|anuncio|anúncio|werbe|werbung|publicité|call[- ]to[- ]action"
)
_ARTICLE = (
    r"article|blog|news|link|page|webpage|website|post|url|story from"
    r"|文章|新闻|链接|网页|博客|公众号|artículo|artikel|artigo"
)


def read_brief(message: Message, language: str, skill: str = "") -> Brief:
    """What the request gives. Raises nothing."""
    raw = original(message)
    form = fields(raw)
    values: dict[str, Any] = {"kind": kind_of(raw, form, skill), "language": _language(form, raw) or language}
    values |= _shape(message, raw)
    values |= _sound(message, raw)
    url = URL.search(raw)
    bare = re.search(r"(?i)\blink(?: is|:)?\s+((?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", raw)
    if bare and not url:
        values["link"] = bare.group(1).rstrip(".,;!?")
    if url:
        values["url" if values["kind"] == "link" else "link"] = url.group().rstrip(".,;!?")
    values |= product_facts(raw, values["kind"], message)
    values |= _texts(message, raw, values["kind"])
    if values["kind"] == "wedding":
        values |= wedding_facts(raw, form, values["language"])
    values |= form_values(form, values["kind"])
    return Brief.model_validate({key: value for key, value in values.items() if value not in (None, "", [])})


def original(message: Message) -> str:
    """The message as typed, with the quotes back in it."""
    raw = message.raw
    for number, quote in enumerate(message.quotes):
        raw = raw.replace(f"\x00{number}\x00", f"“{quote}”")
    return raw


def kind_of(raw: str, form: dict[str, str], skill: str) -> str:
    """affiliate, link, wedding or plain: by the words, the form's labels, and the skill the session was opened with."""
    words = raw.lower()
    if re.search(_WEDDING, words) or "names" in form:
        return "wedding"
    product = re.search(_AFFILIATE, words) or form.keys() & {"product", "price", "benefits"}
    if URL.search(raw) and not (form.keys() & {"product", "price", "benefits"}):
        shop = re.search(r"product|affiliate|promo|shop|商品|产品|带货|推广", words)
        return (
            "affiliate"
            if shop and not re.search(_ARTICLE.replace("link|", "").replace("page|", "").replace("post|", ""), words)
            else "link"
        )
    if product or re.search(MONEY, raw, re.IGNORECASE):
        return "affiliate"
    if re.match(
        r"(?i)[^\n]{0,80}?\b(?:text|article|story)\b[^\n]{0,30}\n|[^\n]{0,40}?(?:文字|文章"
        r"|文案)[^\n]{0,12}\n",
        raw.strip(),
    ):
        return "plain"  # a pasted text, whatever the project was opened for
    return {"ai-video-for-affiliate-marketing": "affiliate", "wedding-invitation-video": "wedding"}.get(skill, "plain")


def _language(form: dict[str, str], raw: str) -> str | None:
    asked = form.get("language", "")
    found = re.search(
        r"\b(?:in|auf|en|em) (english|chinese|mandarin|spanish|french|german|portuguese|英文|中文)\b", raw.lower()
    )
    name = (asked or (found.group(1) if found else "")).lower()
    wide = re.search(r"用?(英文|英语|中文)(?:配音|字幕|视频|版)", raw)
    name = name or (wide.group(1) if wide else "")
    known = {
        "english": "en",
        "chinese": "zh",
        "mandarin": "zh",
        "spanish": "es",
        "french": "fr",
        "german": "de",
        "portuguese": "pt",
    }
    known |= {
        "英文": "en",
        "英语": "en",
        "中文": "zh",
        "en": "en",
        "zh": "zh",
        "es": "es",
        "fr": "fr",
        "de": "de",
        "pt": "pt",
    }
    return known.get(name)


def _shape(message: Message, raw: str) -> dict[str, Any]:
    clause = Clause(message.tokens, message)
    platform = clause.get("platform")
    lengths = [t for t in message.tokens if t.get("time") and t.get("time") >= 3000 and not _a_fact(message, t)]
    asked = int(lengths[0].get("time")) if lengths else None
    if asked is None:
        asked = next(
            (
                int(c)
                for c in clause.all("clock")
                if 3000 <= c <= 600_000 and re.search(r"1:\d\d (?:min|long|video)", raw)
            ),
            None,
        )
    return {
        "length_ms": min(600_000, asked) if asked else None,
        "aspect": clause.get("aspect") or PLATFORM_ASPECT.get(platform or ""),
        "platform": platform,
        "look": _look(message),
        "caption_style": clause.get("capstyle") if clause.thing("caption") else None,
    }


def _a_fact(message: Message, token: Token) -> bool:
    """A time that belongs to what is told ("heats up in 30 seconds", "24 hour", 6点18分) and not to the video."""
    if message.raw[max(0, token.start - 1) : token.start] in ("点", "时"):
        return True
    around = message.raw[max(0, token.start - 40) : token.start].lower()
    if re.search(r"\b(?:takes?|just|only|after|every|lasts?)\s+(?:about |just |only |under )?$", around):
        return True
    does = re.search(r"(\w+)(?: up| out| flat)?\s+(?:in|within|under|for)\s+(?:about |just |only |under )?$", around)
    plain = r"photos|pictures|images|clips|captions|subtitles|reels|shorts|stories|this"
    verb = does is not None and (does.group(1).endswith("s") or does.group(1) == "ready")
    return verb and not re.fullmatch(plain, does.group(1) if does else "")


def _look(message: Message) -> str | None:
    words = message.raw.lower()
    for token in message.tokens:
        name = token.get("lookname")
        near = words[token.start : token.end + 14]
        if name and re.search(r"\b(?:look|style|theme|design|feel|video|template)\b|风格|样式", near):
            return str(name)
    return None


def _sound(message: Message, raw: str) -> dict[str, Any]:
    words = raw.lower()
    off = (
        r"(?:no|without(?: any| a)?|don't (?:want|need)(?: any| a)?|skip the|sans|ohne|sin|sem|不要"
        r"|不需要|无需|没有|无|不加|别加)\s*(?:the |background )?"
    )
    on = (
        r"voice[- ]?over|narrat|\bvoice\b|spoken|[男女]声|[男女]生配音|配音|旁白|解说|voz en off|voix off|sprecher"
        r"|narração|locución"
    )
    no_voice = re.search(
        off + r"(?:voice[- ]?over|narration|voice|speech|talking|配音|旁白|解说|voz|voix|sprecher)", words
    )
    no_music = re.search(off + r"(?:music|bgm|song|soundtrack|音乐|配乐|música|musique|musik)", words)
    no_captions = re.search(off + r"(?:captions?|subtitles?|字幕)", words)
    clause = Clause(message.tokens, message)
    gender = clause.get("gender") if re.search(on, words) else None
    values: dict[str, Any] = {"voice": False if no_voice else True if re.search(on, words) else None}
    values["music"] = "none" if no_music else _mood(message)
    values["captions"] = False if no_captions else None
    if gender and not no_voice:
        values["voice_name"] = _voice(gender, message.language)
    script = re.search(
        (
            r"(?:voice[- ]?over|narration|script|narrator|配音|旁白|解说词?)\s*(?:text|script|says|should say"
            r"|saying|reads|内容|文案)?\s*[:：]\s*[“\"]?(.{12,}?)[”\"]?\s*(?:\n\s*\n|$)"
        ),
        raw,
        re.IGNORECASE | re.DOTALL,
    )
    if script:
        values["script"] = script.group(1).strip()
    return values


_FEEL = ("mood", "vibe", "vibes", "feel", "feeling", "atmosphere", "氛围", "感觉")


def _mood(message: Message) -> str | None:
    """A mood beside "music", or any mood word in the request that is not about something else."""
    tokens = message.tokens
    for place, token in enumerate(tokens):
        near = tokens[max(0, place - 3) : place + 4]
        feel = any(t.text.lower() in _FEEL for t in near)
        if feel and token.get("filter") == "warm":
            return "calm"
        if token.get("mood") and (feel or any(t.get("thing") == "music" for t in near)):
            return str(token.get("mood"))
    return None


def _voice(gender: str, language: str) -> str | None:
    from engine.director.understand.rules_sound import voice_name

    return voice_name(gender, language)


def _texts(message: Message, raw: str, kind: str) -> dict[str, Any]:
    """Quoted texts by what stands before them: title, call to action, closing, else a line to show."""
    values: dict[str, Any] = {"texts": []}
    for number, quote in enumerate(message.quotes):
        at = message.raw.find(f"\x00{number}\x00")
        before = message.raw[max(0, at - 46) : at].lower().rpartition("\x00")[2]
        role = _role_of(before)
        if role == "product" and kind in ("affiliate", "plain"):
            values["product"] = quote
        elif role == "texts":
            values["texts"].append(quote)
        elif role != "product":
            values[role] = quote
    return values


def _role_of(before: str) -> str:
    marks = [
        ("cta", r"call[- ]to[- ]action|\bcta\b|行动号召|button"),
        ("title", r"\btitle|headline|\bhook\b|heading|标题|título|titre|titel"),
        ("closing", r"closing|at the end|\bend(?:ing)?(?: card| with)?\b|结尾|最后"),
        ("script", r"voice ?over|narrat|\bsay\b|\bspeak|配音|旁白"),
        ("code", r"\bcode\b|优惠码|折扣码"),
        ("product", r"product|called|named|promo(?:te|ting)?|for (?:my|our|the)|for|pour|para|für|产品|叫|推广|给"),
        ("message", r"message|留言|寄语"),
    ]
    best = max(((m.end(), role) for role, p in marks for m in re.finditer(p, before)), default=(0, "texts"))
    return best[1] if best[0] >= len(before) - 24 else "texts"


def form_values(form: dict[str, str], kind: str) -> dict[str, Any]:
    """The lines of a form, which go before anything read from sentences."""
    values: dict[str, Any] = {}
    for name in (
        "product",
        "price",
        "code",
        "link",
        "offer",
        "title",
        "cta",
        "audience",
        "tone",
        "dress_code",
        "rsvp",
        "message",
        "closing",
        "script",
    ):
        if form.get(name):
            values[name] = form[name]
    if values.get("dress_code"):  # "dress code: black tie, rsvp to …" in one line
        values["dress_code"] = re.split(r"(?i)[,，;；]\s*(?:and )?(?=rsvp|敬请回复|回复)", values["dress_code"])[
            0
        ].strip()
    if form.get("benefits"):
        values["benefits"] = listed_facts(form["benefits"])
    if kind == "link" and values.get("link"):
        values["url"] = values.pop("link")
    for name in ("disclosure", "voice", "captions"):
        if form.get(name):
            off = re.match(r"(?i)no\b|none|off|without|不|无|否|关", form[name])
            values[name] = not off
            if name == "disclosure" and not off and not re.match(r"(?i)yes|on|是|开|默认", form[name]):
                values["disclosure_text"] = form[name]
    if form.get("music") and re.match(r"(?i)no|none|off|不|无", form["music"]):
        values["music"] = "none"
    return values


__all__ = ["Function", "kind_of", "original", "read_brief"]
