"""What a fetched page or a pasted text gives a brief: the story of an article, the facts of a product."""

from __future__ import annotations

import re
from typing import Any

from engine.director.brief import Brief, Passage
from engine.director.events import Turn
from engine.media.links import media_name
from engine.media.page import Page, Picture, Product, cut

FEWEST_PASTED = 3  # sentences: fewer are a request with an explanation, not a text to be retold
SHORTEST_PASTED = 280  # characters


def brief_of_page(brief: Brief, page: Page, turn: Turn) -> Brief:
    """The brief with the page's facts where the user gave none; its pictures are those among the uploads."""
    shown = page.host if brief.kind != "link" else ""
    values: dict[str, Any] = {"site": page.site or page.host}
    if page.product and (brief.kind == "affiliate" or page.kind == "product"):
        values |= _product(brief, page, page.product) | {
            "kind": "affiliate",
            "link": brief.link or brief.url or page.url,
        }
    else:
        values |= _article(brief, page)
    values["pictures"] = list(_pictures(page, turn))
    if not shown and values.get("story"):
        values["story"] = _with_pictures(values["story"], page, turn)
    return brief.model_copy(update={key: value for key, value in values.items() if value})


def _article(brief: Brief, page: Page) -> dict[str, Any]:
    url = page.url or brief.url
    return {
        "story": [Passage(text=" ".join(s.text.split()), url=url) for s in page.sentences if s.text.strip()],
        "url": url,
        "title": brief.title or page.title,
        "published": page.date,
        "author": page.author,
        "language": page.language if page.language in ("en", "zh", "es", "fr", "de", "pt") else brief.language,
    }


def _product(brief: Brief, page: Page, product: Product) -> dict[str, Any]:
    plain = f"{product.symbol}{product.price}" if product.symbol else f"{product.price} {product.currency}".strip()
    price = product.price_text or (plain if product.price else "")
    return {
        "product": brief.product or product.name or page.title,
        "price": brief.price or price,
        "benefits": brief.benefits or [text for text in product.benefits if text.strip()][:4],
    }


def _pictures(page: Page, turn: Turn) -> dict[str, Picture]:
    """The uploads that are pictures of the page, by id, in the page's order."""
    by_name: dict[str, list[str]] = {}
    for asset in turn.assets.values():
        if asset.kind == "photo":
            by_name.setdefault(asset.name, []).append(asset.id)
    found = {}
    for picture in page.pictures:
        ids = by_name.get(media_name(picture.url), [])
        if ids:
            found[ids.pop(0)] = picture
    return found


def _with_pictures(story: list[Passage], page: Page, turn: Turn) -> list[Passage]:
    """Credits stand with the passage that shows the picture."""
    credited = [(name, picture.credit) for name, picture in _pictures(page, turn).items() if picture.credit]
    for passage, (name, credit) in zip(story, credited, strict=False):
        passage.picture, passage.credit = name, credit
    return story


def pasted(raw: str) -> list[Passage]:
    """The sentences of a text pasted into the request, below its first line; empty when there is no such text."""
    _, _, body = raw.partition("\n")
    if not body.strip() and re.match(r"(?i).{0,80}?(?:article|text|story|文章|文字)\s*[:：]", raw):
        body = re.split(r"[:：]", raw, maxsplit=1)[1]
    body = re.sub(r"https?://\S+", " ", body).strip()
    sentences = [s.text for n, line in enumerate(body.split("\n")) for s in cut(line.strip(), "", n) if s.text.strip()]
    long = len(body) >= (SHORTEST_PASTED if body.isascii() else SHORTEST_PASTED // 3)
    return [Passage(text=text) for text in sentences] if long and len(sentences) >= FEWEST_PASTED else []
