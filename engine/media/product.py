"""A shop's page → what it sells, each field with its origin: JSON-LD, microdata, meta tags, or the page as shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.media import about
from engine.media.benefits import is_menu, read_benefits
from engine.media.illustrations import pictures
from engine.media.markup import Markup, Node, items_of, text_of, types_of, words_of
from engine.media.page import Origin, Page, Product, cut
from engine.media.prices import read_price, shown_prices, visible_prices
from engine.media.sentences import paragraphs, tidy

PRODUCTS = {
    "product",
    "productgroup",
    "individualproduct",
    "productmodel",
    "someproducts",
    "vehicle",
    "book",
    "softwareapplication",
}
CART = re.compile(
    r"add to (?:cart|bag|basket)|buy (?:it )?now|in den warenkorb|añadir (?:al carrito|a la cesta)|ajouter au panier|"
    r"加入购物车|立即购买|カートに入れる",
    re.IGNORECASE,
)
USUAL_BEST = 5.0  # schema.org: "if bestRating is omitted, 5 is assumed"
SHORTEST_BLOCK, MOST_BLOCKS = 30, 4  # letters of a paragraph that describes, and how many of them count
MOST_LISTED = 3  # more products than that on one page, and none of them in its title: a catalogue


@dataclass
class Found:
    """The declared product of a page, best source first; no nodes when only meta tags or its look say it is a shop."""

    nodes: about.Declared = field(default_factory=list)


def find_product(markup: Markup) -> Found | None:
    """The product this page is about; None when it is about something else, or about many."""
    declared = [("json-ld", node) for node in markup.nodes if PRODUCTS & set(types_of(node)) and node.get("name")]
    marked = [("microdata", node) for node in _microdata(markup)]
    story = any(about.is_article(node) for node in markup.nodes) or markup.said("og:type") == "article"
    nodes = _about_this(markup, [*declared, *marked])  # type: ignore[list-item]
    sold = [pair for pair in nodes if "offers" in pair[1] or "hasVariant" in pair[1]]
    if sold and not story:
        return Found(sold + [pair for pair in nodes if pair not in sold])
    if markup.said("og:type", "type") in ("product", "product.item", "og:product") or markup.said(
        "product:price:amount"
    ):
        return Found(nodes)
    shown = not story and bool(CART.search(markup.words)) and any(shown_prices(markup))
    return Found(nodes) if shown else None


def _about_this(markup: Markup, nodes: list[tuple[Origin, Node]]) -> list[tuple[Origin, Node]]:
    titles = " ".join([markup.title, markup.said("og:title"), *(words_of(head) for head in markup.tree.iter("h1"))])
    named = [pair for pair in nodes if text_of(pair[1].get("name")).lower() in tidy(titles).lower()]
    return named or (nodes if len(nodes) <= MOST_LISTED else [])


def read_product(markup: Markup, found: Found) -> Page:
    """The page of a product; a field the page does not give stays empty."""
    page = Page(url=markup.url, kind="product")
    about.describe(page, markup, found.nodes)
    product = Product()
    about.fill(
        product,
        "name",
        [*about.from_nodes(markup, found.nodes, "name"), ("opengraph", markup.said("og:title")), *_kept(page, "title")],
    )
    about.fill(
        product,
        "brand",
        [
            *about.from_nodes(markup, found.nodes, "brand", "manufacturer"),
            ("meta", markup.said("product:brand", "og:brand")),
        ],
    )
    about.fill(product, "description", [*_kept(page, "description"), ("page", _shown_words(markup))])
    read_price(product, markup, found.nodes)
    _rating(product, found)
    read_benefits(product, markup, [node for _, node in found.nodes])
    page.product = product
    page.title = product.name or page.title
    for name in ("author", "date"):  # a thing for sale has neither
        setattr(page, name, "")
        page.origin.pop(name, None)
    for number, block in enumerate([*paragraphs(product.description), *product.benefits]):
        page.sentences += cut(block, "", number)
    page.pictures = pictures(markup, found.nodes, markup.tree)
    page.notes = list(_doubts(product, markup))
    return page


def _kept(page: Page, name: str) -> list[about.Candidate]:
    return [(page.origin[name], getattr(page, name))] if name in page.origin else []


def _shown_words(markup: Markup) -> str:
    """The first paragraphs of a page that describes its product nowhere else."""
    blocks = [words_of(tag) for tag in markup.tree.iter("p") if not is_menu(tag)]
    return "\n".join([block for block in blocks if len(block) >= SHORTEST_BLOCK][:MOST_BLOCKS])


def _rating(product: Product, found: Found) -> None:
    for origin, node in found.nodes:
        for rating in items_of(node.get("aggregateRating")):
            value = text_of(rating.get("ratingValue")).replace(",", ".") if isinstance(rating, dict) else ""
            if re.fullmatch(r"\d{1,3}(\.\d+)?", value) and float(value) > 0:
                count = re.sub(r"\D", "", text_of(rating.get("reviewCount")) or text_of(rating.get("ratingCount")))
                product.rating, product.rating_best = (
                    value,
                    text_of(rating.get("bestRating")) or ("5" if float(value) <= USUAL_BEST else ""),
                )
                product.reviews = int(count[:9] or 0)
                product.origin["rating"] = origin
                return


def _doubts(product: Product, markup: Markup) -> Iterator[str]:
    """Where the page contradicts itself, or says too little."""
    if not product.price:
        yield "The page gives no price; add it if it should be shown."
    elif product.origin["price"] != "page":
        visible = {money.value for money in visible_prices(markup)}
        shown = next(shown_prices(markup), None)
        if visible and float(product.price) not in visible:
            seen = f"it shows {shown.symbol}{shown.text}" if shown else "no such price is to be seen on it"
            yield f"The page's data say {product.price} {product.currency}, but {seen}: please check the price."
    if product.price and not product.currency and product.symbol in ("$", "¥", ""):
        yield "The page does not say which currency the price is in: please check it."
    if product.rating and product.reviews == 0:
        yield "The page gives a rating without the number of reviews: please check it."


def _microdata(markup: Markup) -> Iterator[Node]:
    for scope in markup.tree.xpath("//*[@itemscope][contains(@itemtype, 'schema.org/Product')][not(@itemprop)]")[:20]:
        node = _scope(scope)
        if node.get("name"):
            yield node


def _scope(scope: Any, depth: int = 0) -> Node:
    """A microdata item as a JSON-LD object."""
    node: Node = {"@type": (scope.get("itemtype") or "").rsplit("/", 1)[-1]}
    for tag in scope.xpath(".//*[@itemprop]"):
        owner = next((parent for parent in tag.iterancestors() if parent.get("itemscope") is not None), None)
        if owner is scope:
            value = _scope(tag, depth + 1) if tag.get("itemscope") is not None and depth < 4 else _value(tag)
            for name in (tag.get("itemprop") or "").split():
                node[name] = [*items_of(node.get(name)), value] if name in node else value
    return node


def _value(tag: Any) -> str:
    return str(
        tag.get("content") or tag.get("src") or (tag.get("href") if tag.tag in ("a", "link") else "") or words_of(tag)
    )
