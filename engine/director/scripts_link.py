"""An article as scenes: a title card, the sentences that carry it, a closing card with site and date. Every scene keeps
the sentence it comes from, so that each number on screen can be found in the source."""

from __future__ import annotations

import re

from engine.director.brief import Brief, Passage
from engine.director.operations.base import Setting
from engine.director.say import phrase
from engine.director.scripts import END_CARD, Block, sentence

MOST_SCENES, FEWEST_SCENES = 10, 5
LONGEST_SPOKEN = {"zh": 70}  # characters, others 190: what is heard in one breath and read in two captions


def link(brief: Brief, at: Setting) -> list[Block]:
    """Title card, three to eight passages, closing card."""
    language = brief.language
    title = brief.title or brief.story[0].text
    head = brief.site if brief.site else ""
    shown = f"{title}\n{head}" if head else title
    blocks = [
        Block(
            shown,
            "title",
            sentence(title, language),
            card=not _picture(brief),
            url=brief.url,
            sentence=title,
            weight=0.8,
        )
    ]
    for index, passage in enumerate(passages(brief)):
        blocks.append(_scene(passage, index, brief))
    blocks.append(_closing(brief))
    return blocks


def _picture(brief: Brief) -> bool:
    return bool(brief.pictures)


def passages(brief: Brief) -> list[Passage]:
    """The sentences that tell the story best, in their own order: the first one, those with figures or quotes, and
    those whose words come back most often."""
    most = MOST_SCENES - 2
    if brief.length_ms:
        most = max(FEWEST_SCENES - 2, min(most, round(brief.length_ms / 6500) - 1))
    limit = LONGEST_SPOKEN.get(brief.language, 190)
    usable = [
        p for p in brief.story if 12 <= len(p.text) <= limit * 1.3 or (brief.language == "zh" and len(p.text) >= 6)
    ]
    usable = usable or brief.story
    weights = _weights(usable)
    scored = sorted(range(len(usable)), key=lambda i: (-_score(usable[i].text, weights, i), i))[:most]
    return [usable[i] for i in sorted(scored)]


def _weights(story: list[Passage]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for passage in story:
        for word in set(_content(passage.text)):
            counts[word] = counts.get(word, 0) + 1
    return counts


def _content(text: str) -> list[str]:
    latin = re.findall(r"[^\W\d_]{5,}", text.lower())
    wide = re.findall(r"[\u3400-\u9fff]{2}", text)
    return latin + wide


def _score(text: str, weights: dict[str, int], index: int) -> float:
    words = _content(text)
    common = sum(weights.get(word, 0) for word in words) / (len(words) or 1)
    figures = 1.2 if re.search(r"\d", text) else 0.0
    quote = 0.8 if re.search(r"[\"“”「」]", text) else 0.0
    opening = 3.0 if index == 0 else 1.0 / (index + 1)
    dangling = -1.5 if re.match(r"(?i)(this|that|these|those|he|she|it|they|but|and|however|also)\b", text) else 0.0
    return common + figures + quote + opening + dangling


def _scene(passage: Passage, index: int, brief: Brief) -> Block:
    text = passage.text.strip()
    shown = key_line(text, brief.language)
    credit = f"\n{passage.credit}" if passage.credit else ""
    return Block(
        shown + credit,
        "text",
        sentence(text, brief.language),
        url=passage.url or brief.url,
        sentence=text,
        picture=passage.picture,
        spare=1 + index,
    )


def key_line(text: str, language: str) -> str:
    """What stands on the picture while the sentence is spoken: the sentence itself when short, else its main clause,
    word for word; a quotation is never cut open."""
    limit = 28 if language == "zh" else 80
    if len(text) <= limit or re.search(r"[\"“”「」]", text):
        return text
    clauses = [part.strip() for part in re.split(r"(?<=[,;:—–，；：])\s*", text) if part.strip()]
    best = ""
    for clause in clauses:
        bare = clause.rstrip(",;:—–，；： ")
        if len(bare) <= limit and _worth(bare) > _worth(best):
            best = bare
    return best or text


def _worth(clause: str) -> float:
    return (
        len(clause)
        + (40 if re.search(r"\d", clause) else 0)
        - (60 if len(clause.split()) < 4 and clause.isascii() else 0)
    )


def _closing(brief: Brief) -> Block:
    language = brief.language
    lines = [line for line in (brief.site, brief.published) if line]
    text = "\n".join(lines) or phrase(language, "copy_read_more")
    said = phrase(language, "copy_read_at", site=brief.site) if brief.site else phrase(language, "copy_read_more")
    facts = {"link": brief.url, "qr": bool(brief.qr)} if brief.url else None
    cta = {key: value for key, value in (facts or {}).items() if value} or None
    return Block(text, "cta", said, card=True, most=END_CARD, cta=cta, url=brief.url, sentence="")
