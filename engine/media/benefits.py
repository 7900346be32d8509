"""What a product page lists in its own favour: declared notes first, else a bullet list of the page, word for word."""

from __future__ import annotations

import re
from typing import Any

from engine.media.markup import Markup, Node, items_of, text_of, words_of
from engine.media.page import Product

MOST = 8
SHORTEST, LONGEST = 6, 220  # letters of one item: shorter is a menu entry, longer a paragraph
SHORTEST_WIDE = 3
NOT_CONTENT = {"nav", "header", "footer", "aside", "form", "select"}
MENUS = re.compile(
    r"nav|menu|breadcrumb|footer|header|related|recommend|review|comment|share|social|tabs?\b|pagination|thumb|swatch",
    re.I,
)
PRAISE = re.compile(
    r"feature|benefit|about this item|highlight|why (?:you|we|buy|choose)|what you get|key points|"
    r"eigenschaften|características|caractéristiques|"
    r"特点|特色|卖点|优势|亮点|产品介绍|商品详情",
    re.IGNORECASE,
)


def read_benefits(product: Product, markup: Markup, declared: list[Node]) -> None:
    """Fill `product.benefits`; nothing when the page lists none."""
    noted = [text for node in declared for text in _noted(node)]
    listed = noted or _listed(markup)
    if listed:
        product.benefits = list(dict.fromkeys(listed))[:MOST]
        product.origin["benefits"] = "json-ld" if noted else "page"


def _noted(node: Node) -> list[str]:
    notes = node.get("positiveNotes")
    items = notes.get("itemListElement") if isinstance(notes, dict) else notes
    return [text for item in items_of(items) if (text := text_of(item))]


def _listed(markup: Markup) -> list[str]:
    """The items of the best list: one under a heading that promises benefits, else the first with enough real items."""
    best: tuple[int, list[str]] = (0, [])
    for tag in markup.tree.iter("ul", "ol"):
        if is_menu(tag):
            continue
        items = [text for item in tag.findall("li") if _is_sentence(text := words_of(item), item)]
        score = min(len(items), MOST) + (20 if PRAISE.search(_surroundings(tag)) else 0)
        if len(items) >= 2 and score > best[0]:
            best = (score, items)
    return best[1]


def is_menu(tag: Any) -> bool:
    """Whether an element stands in the page's frame (menus, related things, comments) instead of its content."""
    chain = [tag, *tag.iterancestors()]
    return any(
        part.tag in NOT_CONTENT or MENUS.search(f"{part.get('class') or ''} {part.get('id') or ''}")
        for part in chain[:-2]
    )


def _is_sentence(text: str, item: Any) -> bool:
    linked = sum(len(words_of(link)) for link in item.iter("a"))
    wide = sum(ord(letter) > 0x2E80 for letter in text)
    shortest = SHORTEST_WIDE if wide * 2 > len(text) else SHORTEST
    return shortest <= len(text) <= LONGEST and linked * 2 < len(text) and any(letter.isalpha() for letter in text)


def _surroundings(tag: Any) -> str:
    """The marks of the list and its parents, and the heading right before it."""
    marks = [f"{part.get('class') or ''} {part.get('id') or ''}" for part in [tag, *list(tag.iterancestors())[:2]]]
    before = tag.getprevious()
    parent = tag.getparent()
    lead = before if before is not None else parent.getprevious() if parent is not None else None
    words = words_of(lead)[:120] if lead is not None and isinstance(lead.tag, str) else ""
    return " ".join([*marks, words])
