"""What a video says and shows, scene by scene. Everything comes from the brief: a line that needs a fact nobody gave
is not written; with little known the lines are plain ones that claim nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from engine.director.brief import Brief
from engine.director.operations.base import Setting
from engine.director.say import listed, phrase, variants

END_CARD = 5000  # ms: long enough to act on, short enough to stay for
CARD = 6000  # ms: a text card on which nothing moves


@dataclass(frozen=True)
class Block:
    """One thought: what is shown (role and text), what is spoken, over pictures or on a card."""

    text: str = ""
    role: str = "text"
    voice: str = ""
    card: bool = False
    weight: float = 1.0  # its part of the time the words leave over
    spare: int = 0  # 0 must stay; the greater the sooner it is left out
    filler: bool = False  # only there when the facts leave time for it
    most: int = 0  # ms it may last when others can take the rest; 0: no limit
    style: str | None = None
    background: str | None = None
    cta: dict[str, Any] | None = None
    url: str = ""
    sentence: str = ""
    picture: str = ""


def script(brief: Brief, at: Setting) -> list[Block]:
    """The blocks of a brief, in order; at least one."""
    from engine.director import scripts_link, scripts_wedding

    if brief.kind == "wedding":
        blocks = scripts_wedding.wedding(brief, at)
    elif brief.kind == "link" and brief.story:
        blocks = scripts_link.link(brief, at)
    elif brief.kind == "affiliate":
        blocks = affiliate(brief, at)
    else:
        blocks = plain(brief, at)
    return _spoken_script(blocks, brief) if brief.script else blocks


def pick(language: str, key: str, brief: Brief, **values: str) -> str:
    """One of the sentences of a key, the same for the same brief; what is shown and what is said go together."""
    choices = variants(language, key)
    seed = hashlib.sha256("|".join([brief.product, brief.title, *brief.benefits, brief.price]).encode()).digest()
    return choices[seed[0] % len(choices)].format(**values)


def capital(text: str) -> str:
    """With a capital first letter; the rest as typed."""
    return text[:1].upper() + text[1:]


def sentence(text: str, language: str) -> str:
    """A thought as a spoken sentence: a capital and a full stop."""
    text = capital(text.strip())
    if not text or re.search(r"[.!?…。！？]$", text):
        return text
    return text + ("。" if language == "zh" else ".")


def affiliate(brief: Brief, at: Setting) -> list[Block]:
    """Hook, benefits, price or code, call to action."""
    language = brief.language
    blocks = [_hook(brief)]
    lines = [*brief.texts, *brief.benefits]
    for index, line in enumerate(lines):
        said = _benefit(line, language, index)
        blocks.append(Block(capital(line), "text", said, spare=1 + max(0, index - 1)))
    for shown, said in zip(variants(language, "look_lines"), variants(language, "look_said"), strict=True):
        blocks.append(Block(shown, "text", said, filler=True))
    blocks += _price(brief)
    if brief.wants_cta is not False:
        blocks.append(call(brief))
    return blocks


def _hook(brief: Brief) -> Block:
    language = brief.language
    if brief.title:
        return Block(brief.title, "title", sentence(brief.title, language), weight=1.2)
    if brief.product:
        product = with_article(brief.product, language)
        shown = pick(language, "hook_product_title", brief, product=product)
        said = pick(language, "hook_product", brief, product=product)
        return Block(shown, "title", said, weight=1.2)
    shown = pick(language, "hook_plain_title", brief)
    return Block(shown, "title", pick(language, "hook_plain", brief), weight=1.2)


def with_article(product: str, language: str) -> str:
    """English "the lamp", but "HydroFlow": a common noun wants its article, a name does not."""
    last = product.split()[-1]
    bare = not re.match(r"(?i)(the|a|an|my|our|your|this|these)\b", product)
    return f"the {product}" if language == "en" and bare and last.islower() and not last.endswith("s") else product


def _benefit(line: str, language: str, index: int) -> str:
    """A benefit as it is spoken: "keeps drinks cold" becomes "It keeps drinks cold."; a few bare words get a beginning;
    anything else stands as it is."""
    if language == "en" and re.match(
        r"(?i)(keeps|makes|saves|gives|helps|works|fits|holds|cleans|charges|lasts|comes|stays|runs|feels|has|is|can|will|protects|reduces|removes|adds|lets|turns|brings|takes|needs|uses|folds|cuts|boosts|supports)\b",
        line,
    ):
        return sentence("it " + line[0].lower() + line[1:], language)
    few = len(line) <= 8 if language == "zh" else len(line.split()) <= 3
    if few and not re.search(r"[.!?…。！？:：]", line):
        leads = variants(language, "benefit_leads")
        line = leads[index % len(leads)].format(line=line)
    return sentence(line, language)


def _price(brief: Brief) -> list[Block]:
    language = brief.language
    if brief.price and brief.offer:
        return [
            Block(
                f"{brief.price}\n{capital(brief.offer)}",
                "text",
                phrase(language, "copy_price_offer", price=brief.price, offer=brief.offer),
            )
        ]
    if brief.price:
        return [Block(brief.price, "text", phrase(language, "copy_price", price=brief.price))]
    if brief.offer:
        return [Block(capital(brief.offer), "text", sentence(brief.offer, language))]
    return []


def call(brief: Brief) -> Block:
    """The last card: what to do now, with the price, the code and the link that were given."""
    language = brief.language
    key = "cta_code" if brief.code else "cta_plain"
    text = brief.cta or pick(language, key, brief, code=brief.code)
    said = sentence(brief.cta, language) if brief.cta else pick(language, f"{key}_said", brief, code=brief.code)
    facts = {"price": brief.price, "code": brief.code, "link": brief.link, "qr": bool(brief.qr and brief.link)}
    return Block(text, "cta", said, card=True, most=END_CARD, cta={k: v for k, v in facts.items() if v} or None)


def plain(brief: Brief, at: Setting) -> list[Block]:
    """A title and the lines that were given over the pictures."""
    language = brief.language
    blocks: list[Block] = []
    title = brief.title or brief.subject
    if title:
        blocks.append(Block(capital(title), "title", sentence(title, language), weight=1.2))
    for index, line in enumerate([*brief.texts, *brief.benefits]):
        blocks.append(Block(line, "text", sentence(line, language), spare=1 + index))
    blocks += _price(brief)
    if brief.wants_cta or brief.cta or brief.code or brief.link:
        blocks.append(call(brief))
    pictures = [asset for asset in at.assets.values() if asset.kind in ("photo", "clip")]
    if len(blocks) < 2 and (pictures or not blocks):
        blocks.append(Block(weight=max(1, len(pictures))))
    return blocks


def _spoken_script(blocks: list[Block], brief: Brief) -> list[Block]:
    """The user's own voiceover takes the place of the written one, spread over the scenes."""
    from dataclasses import replace

    from engine.director.operations.voice import sentences

    lines = sentences(brief.script)
    silent = [replace(block, voice="") for block in blocks if not block.filler]
    while len(silent) < len(lines):
        silent.insert(max(1, len(silent) - 1), Block())
    share = len(lines) / len(silent)
    groups = [lines[round(i * share) : round((i + 1) * share)] for i in range(len(silent))]
    return [replace(block, voice=" ".join(group), spare=0) for block, group in zip(silent, groups, strict=True)]


__all__ = ["Block", "call", "capital", "listed", "pick", "script", "sentence"]
