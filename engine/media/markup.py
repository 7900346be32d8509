"""A page's HTML, however broken: its tree, its words and the data it declares about itself (JSON-LD, meta)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from engine.media.sentences import tidy

UNSEEN = {"script", "style", "noscript", "template", "svg", "iframe", "head", "title"}
INLINE = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
    ),
    *("small", "span", "strong", "sub", "sup", "time", "u", "wbr"),
}
DEEPEST = 64  # levels of JSON-LD followed
MOST_NODES = 5000
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
# Chinese pages say gb2312 and mean its superset; browsers read it so too (WHATWG Encoding Standard).
WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
}

Node = dict[str, Any]


@dataclass
class Markup:
    """One page; `url` is its final address, against which links are resolved."""

    tree: Any
    url: str

    @classmethod
    def read(cls, body: bytes, url: str, charset: str = "") -> Markup:
        """Parse `body`; an empty page gives an empty tree, nothing raises."""
        text = decoded(body, charset)
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        try:
            tree = html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            tree = html.document_fromstring("<html><body></body></html>")
        return cls(tree, url)

    @cached_property
    def base(self) -> str:
        """What relative links start from."""
        bases = self.tree.xpath("//base/@href")
        return urljoin(self.url, bases[0]) if bases else self.url

    def link(self, target: Any) -> str:
        """`target` as a full http(s) address; "" when it is none."""
        if not isinstance(target, str) or not target.strip():
            return ""
        try:
            full = urljoin(self.base, target.strip())
            return full if urlsplit(full).scheme in ("http", "https") and urlsplit(full).hostname else ""
        except ValueError:
            return ""

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Contents of the meta tags by lower-case name or property, in order, without empty ones."""
        found: dict[str, list[str]] = {}
        for tag in self.tree.iter("meta"):
            name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
            content = tidy(tag.get("content") or "")
            if name and content:
                found.setdefault(name, []).append(content)
        return found

    def said(self, *names: str) -> str:
        """The first meta content under any of `names`."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    @cached_property
    def nodes(self) -> list[Node]:
        """Every object of the page's JSON-LD, outer before inner; scripts that are not JSON are skipped."""
        found: list[Node] = []
        for script in self.tree.xpath('//script[contains(translate(@type, "LDJSON", "ldjson"), "ld+json")]'):
            found += list(_objects(_json(script.text or "")))[: MOST_NODES - len(found)]
        return found

    def of_type(self, *types: str) -> list[Node]:
        """JSON-LD objects with one of these types ("Product", never a full address)."""
        wanted = {name.lower() for name in types}
        return [node for node in self.nodes if wanted & set(types_of(node))]

    def resolved(self, value: Any) -> Any:
        """`value`, or the object it refers to when it is a bare {"@id": …}."""
        if isinstance(value, dict) and set(value) == {"@id"}:
            return next((node for node in self.nodes if node.get("@id") == value["@id"] and len(node) > 1), value)
        return value

    @cached_property
    def words(self) -> str:
        """All the text a visitor could see, tidied."""
        return tidy(" ".join(_seen(self.tree)))

    @cached_property
    def title(self) -> str:
        """The text of <title>."""
        return tidy(" ".join(self.tree.xpath("//head/title//text()") or self.tree.xpath("//title[1]//text()")))


def decoded(body: bytes, charset: str = "") -> str:
    """Bytes → text by the declared charset, else UTF-8, else what fits."""
    declared = META_CHARSET.search(body[:4096])
    tries = [charset, declared.group(1).decode().lower() if declared else "", "utf-8", "gb18030"]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries.insert(0, "utf-16")
    for name in tries:
        try:
            if name:
                return body.decode(WIDER.get(name, name))
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode(WIDER.get(charset, charset) if _known(charset) else "utf-8", "replace")


def _known(charset: str) -> bool:
    try:
        return bool(charset and "".encode(charset) == b"")
    except LookupError:
        return False


def types_of(node: Node) -> list[str]:
    """A JSON-LD object's types, lower case, without their vocabulary's address."""
    raw = node.get("@type")
    names = raw if isinstance(raw, list) else [raw]
    return [name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names if isinstance(name, str)]


def text_of(value: Any) -> str:
    """A JSON-LD value as plain text: a string or number, an object's name, the first of a list; without markup."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    if isinstance(value, bool) or value is None:
        return ""
    return plain(str(value))


def plain(text: str) -> str:
    """Text that may hold entities or tags, without them."""
    if "<" in text or "&" in text:
        try:
            return words_of(html.fromstring(f"<div>{text}</div>"))
        except (etree.ParserError, ValueError):
            return tidy(text)
    return tidy(text)


def items_of(value: Any) -> list[Any]:
    """`value` as a list; None is an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _json(text: str) -> Any:
    """JSON as shops write it: in CDATA, with raw line breaks or a trailing comma; None when beyond repair."""
    text = re.sub(r"^\s*(//)?\s*<!\[CDATA\[|(//)?\s*\]\]>\s*$|^\s*<!--|-->\s*$", "", text).strip().rstrip(";")
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def words_of(tag: Any) -> str:
    """What a reader sees of one element, on one line: blocks and line breaks part words, inline marks do not."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(tag, events=("start", "end")):
        gap = "" if element.tag in INLINE else " "
        if event == "start":
            pieces += [gap, "" if element.tag in UNSEEN else element.text or ""]
        elif element is not tag:
            pieces += [gap, element.tail or ""]
    return tidy("".join(pieces))


def _seen(tree: Any) -> Iterator[str]:
    """Text pieces outside scripts and the like, in order, without recursion."""
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        unseen = element.tag in UNSEEN
        if event == "start":
            hidden += unseen
            if not hidden and element.text:
                yield element.text
        else:
            hidden -= unseen
            if not hidden and element.tail:
                yield element.tail
