"""What a thing costs: the declared offers of a page, and the prices a visitor sees on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.media import about
from engine.media.markup import Markup, Node, items_of, text_of
from engine.media.money import Money, amounts_in, read_money
from engine.media.page import Origin, Product
from engine.media.sentences import tidy

PRICE_TAGS = "//*[contains(translate(concat(@class, ' ', @id), 'PRICE', 'price'), 'price')]"
CENTS = re.compile(r"fraction|cents|decimal", re.IGNORECASE)
OLD_PRICE = re.compile(r"old|was|list|regular|original|compare|strike|before|market|basis", re.IGNORECASE)
IN_STOCK = "in stock"


def read_price(product: Product, markup: Markup, nodes: about.Declared) -> None:
    """Fill in price, range, old price, currency and availability from the first source that has them."""
    for origin, asked in _sources(markup, nodes):
        if asked:
            low, high = min(asked, key=lambda money: money.value), max(asked, key=lambda money: money.value)
            seen = next((money for money in visible_prices(markup) if money.value == low.value), low)
            product.price, product.currency, product.symbol = low.text, low.currency, low.symbol or seen.symbol
            product.price_text = seen.shown or f"{low.text} {low.currency}".strip()
            product.price_to = high.text if high.value > low.value else ""
            product.origin |= {"price": origin} | ({"currency": origin} if low.currency else {})
            break
    old = next(shown_prices(markup, old=True), None)
    if old and product.price and old.value > float(product.price):
        product.was_price, product.origin["was_price"] = old.text, "page"
    states = [(origin, _state(offer)) for origin, node in nodes for offer in _offers(markup, node)]
    about.fill(product, "availability", sorted(states, key=lambda state: state[1] != IN_STOCK))  # one variant will do


def _sources(markup: Markup, nodes: about.Declared) -> Iterator[tuple[Origin, list[Money]]]:
    """The amounts each place asks, the most reliable place first."""
    for origin, node in nodes:
        yield origin, [money for offer in _offers(markup, node) for money in _asked(offer)]
    amount = markup.said("product:price:amount", "og:price:amount", "product:sale_price:amount")
    tagged = read_money(amount, markup.said("product:price:currency", "og:price:currency"))
    yield "opengraph", [tagged] if tagged else []
    yield "page", list(shown_prices(markup))[:1]


def _offers(markup: Markup, node: Node) -> list[Node]:
    variants = [markup.resolved(variant) for variant in items_of(node.get("hasVariant"))]
    own = [markup.resolved(offer) for offer in items_of(node.get("offers"))]
    of_variants = [
        offer for variant in variants if isinstance(variant, dict) for offer in items_of(variant.get("offers"))
    ]
    nested = [
        inner
        for offer in own
        if isinstance(offer, dict) and "price" not in offer
        for inner in items_of(offer.get("offers"))
    ]
    return [offer for offer in [*own, *of_variants, *nested] if isinstance(offer, dict)]


def _asked(offer: Node) -> Iterator[Money]:
    """The amounts of one offer: its price, or the ends of its range."""
    details = [item for item in items_of(offer.get("priceSpecification")) if isinstance(item, dict)]
    for source in [offer, *details]:
        currency = text_of(source.get("priceCurrency")) or text_of(offer.get("priceCurrency"))
        money = [read_money(text_of(source.get(key)), currency) for key in ("price", "lowPrice", "highPrice")]
        if any(money):
            yield from filter(None, money)
            return


def _state(offer: Node) -> str:
    """schema.org's "https://schema.org/InStock" as "in stock"."""
    name = text_of(offer.get("availability")).rsplit("/", 1)[-1]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def shown_prices(markup: Markup, old: bool = False) -> Iterator[Money]:
    """Amounts in elements that call themselves a price; struck-through ones only when `old`."""
    for tag in markup.tree.xpath(PRICE_TAGS)[:40]:
        chain = [tag, *tag.iterancestors()][:3]
        marks = " ".join(filter(None, (f"{part.get('class') or ''} {part.get('id') or ''}" for part in chain[:2])))
        struck = any(part.tag in ("del", "s", "strike") or part.get("data-a-strike") for part in chain)
        struck = struck or bool(OLD_PRICE.search(marks))
        text = _price_words(tag)
        if struck == old and len(text) < 40:
            yield from amounts_in(text)[:1]
    if old:
        for tag in markup.tree.iter("del", "s", "strike"):
            yield from amounts_in(_price_words(tag))[:1]


def visible_prices(markup: Markup) -> list[Money]:
    """Every amount a visitor can see, those in price elements first."""
    return [*shown_prices(markup), *amounts_in(markup.words)]


def _price_words(tag: Any) -> str:
    """The text of a price in pieces: "$", "34" and a raised "99" are $34.99."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(tag, events=("start", "end")):
        if event == "start":
            text, before = element.text or "", "".join(pieces).rstrip()
            raised = element.tag == "sup" or CENTS.search(element.get("class") or "")
            cents = raised and re.fullmatch(r"\s*\d\d\s*", text) and before[-1:].isdigit()
            pieces.append(f".{text.strip()}" if cents else text)
        elif element is not tag:
            pieces.append(element.tail or "")
    return tidy("".join(pieces))
