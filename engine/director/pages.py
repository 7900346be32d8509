"""What a fetched page gives a brief: the story of an article, the facts of a product."""

from __future__ import annotations

import re
from typing import Any

from engine.director.brief import Brief, Passage
from engine.director.events import Turn


def brief_of_page(brief: Brief, page: Any, turn: Turn) -> Brief:
    """The brief with the page's facts where the user gave none. The page's pictures are those among the uploads."""
    values: dict[str, Any] = {}
    product = getattr(page, "product", None)
    if brief.kind == "affiliate" and product:
        values = _product(brief, product)
    else:
        sentences = [text for text in getattr(page, "sentences", []) if text.strip()]
        values["story"] = [Passage(text=" ".join(text.split()), url=brief.url) for text in sentences]
        values["title"] = brief.title or getattr(page, "title", "")
        values["site"] = getattr(page, "site", "") or host(brief.url)
        values["published"] = str(getattr(page, "date", "") or "")
        values["author"] = getattr(page, "author", "") or ""
        values["language"] = getattr(page, "language", "") or brief.language
    known = {asset.id for asset in turn.assets.values()}
    pictures = [p if isinstance(p, str) else getattr(p, "id", "") for p in getattr(page, "pictures", [])]
    values["pictures"] = [name for name in pictures if name in known]
    return brief.model_copy(update={key: value for key, value in values.items() if value})


def _product(brief: Brief, product: Any) -> dict[str, Any]:
    def of(name: str) -> str:
        value = product.get(name) if isinstance(product, dict) else getattr(product, name, None)
        return str(value or "")

    benefits = product.get("benefits") if isinstance(product, dict) else getattr(product, "benefits", None)
    return {
        "product": brief.product or of("title") or of("name"),
        "price": brief.price or of("price"),
        "benefits": brief.benefits or list(benefits or []),
    }


def host(url: str) -> str:
    """The site's name as people read it."""
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", url)
    return found.group(1) if found else ""
