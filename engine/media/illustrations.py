"""The pictures of a page, with the credit the page gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from engine.media.about import Declared
from engine.media.markup import Markup, items_of, text_of, words_of
from engine.media.page import Picture
from engine.media.sentences import tidy

MOST_PICTURES = 30
SMALLEST_PICTURE = 120  # px: below that it is an icon
LARGER_SOURCES = ("data-old-hires", "data-zoom-image", "data-src", "data-original", "data-lazy-src", "data-actualsrc")
NO_PICTURE = re.compile(
    r"(^|[\W_])(logo|icon|sprite|avatar|pixel|spacer|blank|placeholder|badge|favicon|emoji|captcha)s?([\W_]|$)",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"""(?:
        \b(?:photo(?:graph)?s?(?:\s+(?:by|credit))?|picture|image|images?\s+credit|credits?|source|foto)\s*[:：/]\s*
      | \bphoto(?:graph)?(?:ed)?\s+by\s+
      | \b(?:illustration\s+by|courtesy\s+of)\s+
      | ©\s*(?:\d{4}\s*)?
      | (?:图片?来源|摄影|图片?|来源|供图|攝影|圖片?來源)\s*[:：/丨|]\s*
    )([^\n|()（）]{2,80})""",
    re.IGNORECASE | re.VERBOSE,
)


def pictures(markup: Markup, nodes: Declared, scope: Any) -> list[Picture]:
    """The page's pictures: those it declares as its own first, then those shown inside the element `scope`."""
    found: dict[str, Picture] = {}
    shown = [picture for tag in scope.iter("img") if (picture := _shown(markup, tag))]
    for picture in [*_declared(markup, nodes), *shown]:
        known = found.setdefault(_key(picture.url), picture)
        known.alt, known.caption, known.credit = (
            known.alt or picture.alt,
            known.caption or picture.caption,
            known.credit or picture.credit,
        )
    return list(found.values())[:MOST_PICTURES]


def _key(url: str) -> str:
    """One picture in several sizes counts once: the address without its query and size marks."""
    return re.sub(r"[-_@]?\d{2,4}x\d{0,4}(?=\.\w+$)", "", url.split("?")[0])


def _declared(markup: Markup, nodes: Declared) -> Iterable[Picture]:
    for origin, node in nodes:
        for item in items_of(node.get("image")):
            image = markup.resolved(item)
            if isinstance(image, str):
                image = {"url": image}
            if isinstance(image, dict) and (url := markup.link(text_of(image.get("contentUrl") or image.get("url")))):
                credit = text_of(image.get("creditText") or image.get("author") or image.get("copyrightHolder"))
                yield Picture(url=url, alt=text_of(image.get("caption")), credit=credit, origin=origin)
    for content in markup.meta.get("og:image", []) + markup.meta.get("og:image:secure_url", []):
        if url := markup.link(content):
            yield Picture(url=url, alt=markup.said("og:image:alt"), origin="opengraph")


def _shown(markup: Markup, tag: Any) -> Picture | None:
    url = next((link for link in map(markup.link, _sources(tag)) if link), "")
    width, height = (_pixels(tag.get(side)) for side in ("width", "height"))
    marks = " ".join(filter(None, (tag.get("class"), tag.get("id"), url.rsplit("/", 1)[-1])))
    if (
        not url
        or NO_PICTURE.search(marks)
        or 0 < width < SMALLEST_PICTURE
        or 0 < height < SMALLEST_PICTURE
        or url.endswith(".svg")
    ):
        return None
    figure = next(tag.iterancestors("figure"), None)
    captions = figure.xpath(".//figcaption") if figure is not None else []
    caption = words_of(captions[0]) if captions else ""
    marked = (
        figure.xpath(".//*[contains(@class, 'credit') or contains(@class, 'copyright')]") if figure is not None else []
    )
    credit = words_of(marked[0]) if marked else caption
    found = CREDIT.search(credit)
    named = found.group(1) if found else credit if marked else ""
    return Picture(
        url=url,
        alt=tidy(tag.get("alt") or ""),
        caption=caption,
        credit=named.strip(" .)）"),
        width=width,
        height=height,
    )


def _sources(tag: Any) -> list[str]:
    """Where the picture is, best first: the largest of a srcset, the lazy-loading attributes, src."""
    sets = [part.split() for part in (tag.get("srcset") or tag.get("data-srcset") or "").split(",") if part.split()]
    sized = sorted(sets, key=lambda part: _pixels(part[1][:-1]) if len(part) > 1 else 0, reverse=True)
    lazy = [tag.get(name) for name in LARGER_SOURCES]
    return [part[0] for part in sized[:1]] + [source for source in [*lazy, tag.get("src")] if source]


def _pixels(raw: str | None) -> int:
    found = re.match(r"\d{1,5}", raw or "")
    return int(found.group(0)) if found else 0
