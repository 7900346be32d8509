"""A story's page → its sentences, with headings and quotations marked."""

from __future__ import annotations

import re
from typing import Any

import trafilatura
from lxml import etree

from engine.errors import PageError
from engine.media import about
from engine.media.illustrations import pictures
from engine.media.markup import Markup, text_of, words_of
from engine.media.page import Page, Sentence, cut
from engine.media.sentences import paragraphs, tidy

FEWEST_LETTERS = 200  # a story of fewer words makes no video; 200 letters are about 35 English or 100 Chinese words
FEWEST_WIDE = 80
MOST_SENTENCES = 2000
PASTE = "Paste its text here instead."
LONGEST_BYLINE = 80
BYLINE_WORDS = r"\b(?:by|von|por|par|di|and|und|updated|published)\b|作者|记者|文|编辑|来源|[年月日时分]|本报"
WALLS = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep)|continue reading (?:this article )?with a|already a subscriber|"
    r"subscribers? only|"
    r"become a member to (?:read|continue)|register to (?:continue|read)|to read the (?:full|rest of)|"
    r"订阅(?:后|即可)?(?:继续)?阅读|(?:登录|付费|开通会员|购买)(?:后|即可)?(?:可)?(?:继续)?(?:阅读|查看)全文|会员专享|剩余\d+%内容",
    re.IGNORECASE,
)


def read_article(markup: Markup) -> Page:
    """The story of the page; raises PageError: "paywall", or "no_article" when there is none."""
    nodes: about.Declared = [("json-ld", node) for node in markup.nodes if about.is_article(node)]
    page = Page(url=markup.url, kind="article")
    about.describe(page, markup, nodes or [("json-ld", node) for node in markup.of_type("WebPage")])
    page.sentences = _sentences(_body(markup, careful=True), page)[:MOST_SENTENCES]
    _check_walls(page, markup)
    if _is_short(page):
        page.sentences = _sentences(_body(markup, careful=False), page)[:MOST_SENTENCES]
    page.origin["sentences"] = "page"
    if _is_short(page) or (not nodes and _is_listing(markup, page)):
        none = f"No story was found on this page of {page.site or page.host}; it may be a list, an app or a start page."
        raise PageError("no_article", f"{none} {PASTE}")
    page.pictures = pictures(markup, nodes, _scope(markup))
    return page


def _body(markup: Markup, careful: bool) -> Any:
    """The page's main content as a small tree of p, head, quote and list elements; None when there is none.

    `careful` would rather miss a paragraph than take an advertisement for one.
    """
    found = trafilatura.bare_extraction(
        markup.tree,
        url=markup.url,
        include_comments=False,
        include_tables=False,
        favor_precision=careful,
        favor_recall=not careful,
        with_metadata=False,
    )
    return getattr(found, "body", None)


def _sentences(body: Any, page: Page) -> list[Sentence]:
    found: list[Sentence] = []
    heading, number = "", 0
    blocks = [] if body is None else body.iter("head", "p", "quote", "item", "ab")
    for block in blocks:
        quoted = block.tag == "quote" or any(parent.tag == "quote" for parent in block.iterancestors())
        if block.tag == "quote" and block.find(".//p") is not None:
            continue  # its paragraphs come by themselves
        for text in paragraphs(_text(block)):
            number += 1
            if _same(text, page.title) or _is_byline(text, page.author):
                continue  # many pages repeat them above the story
            if block.tag in ("head", "ab"):
                heading = tidy(text)
            else:
                found += cut(text, heading, number, quoted)
    return found


def _text(block: Any) -> str:
    """The block's words; its line breaks stay, all other white space is one blank as in a browser."""
    parts: list[str] = []
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "start":
            parts.append("\n" if element.tag == "lb" else element.text or "")
        elif element is not block:
            parts.append(element.tail or "")
    return "".join(part if part == "\n" else re.sub(r"\s+", " ", part) for part in parts)


def _same(text: str, title: str) -> bool:
    return bool(title) and text.strip(" .!?。！？").casefold() == title.strip(" .!?。！？").casefold()


def _is_byline(text: str, author: str) -> bool:
    """Whether a line says nothing but who wrote the story, and when."""
    rest = re.sub(BYLINE_WORDS, "", text.replace(author, "") if author else text, flags=re.IGNORECASE)
    return len(text) < LONGEST_BYLINE and bool(author) and author in text and not any(map(str.isalpha, rest))


def _scope(markup: Markup) -> Any:
    """Where the story's pictures stand: the one <article> or <main>, else the whole body."""
    for tag in ("article", "main"):
        found = markup.tree.findall(f".//{tag}")
        if len(found) == 1:
            return found[0]
    return markup.tree


def _check_walls(page: Page, markup: Markup) -> None:
    if _locked(markup) or (_is_short(page) and WALLS.search(markup.words)):
        where = page.site or page.host
        raise PageError("paywall", f"{where} shows this story to subscribers only. If you may use it, paste its text.")


def _is_short(page: Page) -> bool:
    return letters(page.text) < FEWEST_LETTERS


def letters(text: str) -> float:
    """The length of `text` in Latin letters; a Chinese or Japanese sign says as much as 2.5 of them."""
    wide = sum(ord(letter) > 0x2E80 for letter in text)
    return len(text) - wide + wide * FEWEST_LETTERS / FEWEST_WIDE


def _locked(markup: Markup) -> bool:
    """Whether the page itself declares that it is not free to read."""
    declared = [
        text_of(node["isAccessibleForFree"]) or str(node["isAccessibleForFree"])
        for node in markup.nodes
        if "isAccessibleForFree" in node
    ]
    locked_tier = markup.said("article:content_tier").lower() in ("locked", "metered")
    return locked_tier or any(value.rsplit("/", 1)[-1].lower() == "false" for value in declared)


def _is_listing(markup: Markup, page: Page) -> bool:
    """Whether most of what one reads are links elsewhere."""
    linked = sum(len(words_of(link)) for link in markup.tree.iter("a"))
    return linked > 0.6 * max(1, len(markup.words)) and len(page.text) < linked
