"""What every kind of page may say about itself: title, site, date, author, language, description."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from engine.media.markup import Markup, Node, items_of, text_of, types_of, words_of
from engine.media.page import Origin, Page
from engine.media.sentences import language_of

Candidate = tuple[Origin, str]
Declared = list[tuple[Origin, Node]]

# schema.org's types of stories, lower case.
ARTICLES = {
    *("article", "newsarticle", "blogposting", "report", "techarticle", "scholarlyarticle", "reportagenewsarticle"),
    *("liveblogposting", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle", "socialmediaposting"),
}
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")


def describe(page: Page, markup: Markup, nodes: Declared) -> None:
    """Fill in the common fields; `nodes` are the objects the page declares about itself, the best first."""
    fill(page, "title", _titles(markup, nodes))
    fill(page, "site", _sites(markup, nodes))
    fill(page, "date", [(origin, day) for origin, raw in _dates(markup, nodes) if (day := _day(raw))])
    fill(page, "author", _authors(markup, nodes))
    fill(page, "language", [(origin, _two_letters(raw)) for origin, raw in _languages(markup, nodes)])
    fill(page, "description", _descriptions(markup, nodes))


def fill(target: Any, name: str, candidates: Iterable[Candidate]) -> None:
    """Set the field `name` to the first candidate that says something, and note its origin."""
    for origin, value in candidates:
        if value:
            setattr(target, name, value)
            target.origin[name] = origin
            return


def from_nodes(markup: Markup, nodes: Declared, *keys: str) -> list[Candidate]:
    """What the declared objects say under any of `keys`."""
    return [(origin, text_of(markup.resolved(node.get(key)))) for origin, node in nodes for key in keys]


def _titles(markup: Markup, nodes: Declared) -> list[Candidate]:
    heads = [words_of(head) for head in markup.tree.iter("h1")]
    return [
        *from_nodes(markup, nodes, "headline", "name"),
        ("opengraph", markup.said("og:title")),
        ("meta", markup.said("twitter:title")),
        ("page", heads[0] if len(heads) == 1 else ""),
        ("page", _without_site(markup.title)),
    ]


def _without_site(title: str) -> str:
    """<title> without the site's name that stands behind the last bar or dash."""
    parts = re.split(r"\s+[|–—·»-]\s+|\s*[_｜|]\s*", title)
    return parts[0] if len(parts) > 1 and len(parts[0]) >= 8 else title


def _sites(markup: Markup, nodes: Declared) -> list[Candidate]:
    host = (urlsplit(markup.url).hostname or "").removeprefix("www.")
    return [
        *from_nodes(markup, nodes, "publisher"),
        ("opengraph", markup.said("og:site_name")),
        ("meta", markup.said("application-name")),
        ("address", host),
    ]


def _dates(markup: Markup, nodes: Declared) -> list[Candidate]:
    times = markup.tree.xpath(
        "//article//time/@datetime | //time[@pubdate]/@datetime | //*[@itemprop='datePublished']/@datetime"
    )
    return [
        *from_nodes(markup, nodes, "datePublished", "uploadDate", "dateCreated"),
        ("opengraph", markup.said("article:published_time", "og:published_time")),
        (
            "meta",
            markup.said(
                "date",
                "datepublished",
                "pubdate",
                "publishdate",
                "dc.date",
                "dcterms.created",
                "weibo:article:create_at",
            ),
        ),
        ("page", times[0] if times else ""),
        ("address", _in_path(markup.url)),
    ]


def _in_path(url: str) -> str:
    found = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)", urlsplit(url).path)
    return "-".join(found.groups()) if found else ""


def _day(raw: str) -> str:
    """The ISO day in `raw`; "" when it holds none that exists."""
    found = DAY.search(raw)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _authors(markup: Markup, nodes: Declared) -> list[Candidate]:
    listed: list[Candidate] = [(origin, ", ".join(_names(markup, node.get("author")))) for origin, node in nodes]
    marked = markup.tree.xpath(
        "//*[@itemprop='author' or @rel='author' or contains(concat(' ', @class, ' '), ' byline ')]"
    )
    bylines = [
        re.sub(r"^(by|von|por|par|di|作者|文|记者)\s*[:：/｜|]?\s*", "", words_of(tag), flags=re.I) for tag in marked
    ]
    return [
        *listed,
        ("meta", _person(markup.said("author", "dc.creator", "parsely-author", "sailthru.author"))),
        ("opengraph", _person(markup.said("article:author"))),
        *[("page", _person(line)) for line in bylines],  # type: ignore[list-item]
    ]


def _names(markup: Markup, value: Any) -> list[str]:
    names = (_person(text_of(markup.resolved(item))) for item in items_of(value))
    return list(dict.fromkeys(name for name in names if name))


def _person(raw: str) -> str:
    """A name; "" for an address, a number or a whole paragraph."""
    odd = "://" in raw or "@" in raw or len(raw) > 100 or not any(letter.isalpha() for letter in raw)
    return "" if odd else raw


def _languages(markup: Markup, nodes: Declared) -> list[Candidate]:
    return [
        ("page", language_of(markup.words)),  # what is written counts more than what a template declares
        *from_nodes(markup, nodes, "inLanguage"),
        ("page", markup.tree.get("lang") or markup.tree.get("xml:lang") or ""),
        ("opengraph", markup.said("og:locale")),
        ("meta", markup.said("content-language", "language")),
    ]


def _two_letters(raw: str) -> str:
    found = re.match(r"[a-z]{2}(?![a-z])", raw.strip().lower())
    return found.group(0) if found else ""


def _descriptions(markup: Markup, nodes: Declared) -> list[Candidate]:
    return [
        *from_nodes(markup, nodes, "description"),
        ("opengraph", markup.said("og:description")),
        ("meta", markup.said("description", "twitter:description")),
    ]


def is_article(node: Node) -> bool:
    """Whether a JSON-LD object is a story of any kind."""
    return bool(ARTICLES & set(types_of(node)))
