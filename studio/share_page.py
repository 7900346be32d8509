"""The page which shows one film to a guest: plain HTML without a script, built as a tree, so that no text is markup."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree import ElementTree as Tree

from nemo.draft import Occasion
from studio import calendars, films
from studio.facts import Facts, reply_link
from studio.shares import Shown, path
from studio.words import Words, words

STYLE = "/app/static/ui/share.css"
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
VIDEO, PICTURE, SOUND = "video", "image", "audio"


@dataclass(frozen=True)
class Site:
    """Where the page stands: `origin` is scheme and host, as chats need them for their previews."""

    origin: str

    def of(self, path: str) -> str:
        """The absolute address of a path."""
        return self.origin + path


def page(shown: Shown, facts: Facts, site: Site) -> bytes:
    """The page of an open share, UTF-8 HTML."""
    say, here = words(facts.language), path(shown.share)
    root, body = _document(facts.language, facts.title)
    _preview(root, shown, facts, site)
    main = _add(body, "main")
    _add(main, "h1", facts.title)
    _player(main, shown, facts, say)
    actions = _add(main, "nav", **{"class": "actions", "aria-label": say("share.actions")})
    target = reply_link(facts.rsvp)
    if target:
        _link(actions, target, say("share.rsvp"), "main")
    if calendars.dated(facts):
        _link(actions, f"{here}/calendar.ics", say("share.calendar"))
    if facts.link and facts.link != target:
        _link(actions, facts.link, facts.link.split("//", 1)[-1].rstrip("/"), "main")
    if facts.rsvp:
        _add(main, "p", say("share.reply", rsvp=facts.rsvp))
    for one in facts.occasions:
        _occasion(main, one, say)
    if calendars.floating(facts):
        _add(main, "p", say("share.place_clock"), **{"class": "fine"})
    if facts.disclosure:
        _add(main, "p", facts.disclosure, **{"class": "fine"})
    until = time.strftime("%Y-%m-%d", time.gmtime(shown.share.until))
    _add(main, "p", say("share.until", date=until), **{"class": "fine"})
    return _html(root)


def gone(language: str) -> bytes:
    """The page of a link which is closed, over, or never was: the same for all of them, so that nothing is told."""
    say = words(language)
    root, body = _document(language, say("share.gone_title"))
    main = _add(body, "main", **{"class": "gone"})
    _add(main, "h1", say("share.gone_title"))
    _add(main, "p", say("share.gone_line"))
    return _html(root)


def kind(shown: Shown) -> str:
    """What the film is to a browser: video, image or audio."""
    return films.media_type(shown.export).split("/")[0]


def film_path(shown: Shown) -> str:
    """Where the film lies, under its own name."""
    return f"{path(shown.share)}/film/{quote(shown.export.name)}"


def _document(language: str, title: str) -> tuple[Tree.Element, Tree.Element]:
    root = Tree.Element("html", lang=language)
    head = _add(root, "head")
    _add(head, "meta", charset="utf-8")
    _add(head, "title", title)
    for name, content in (
        ("viewport", "width=device-width, initial-scale=1"),
        ("robots", "noindex, nofollow"),
        ("referrer", "no-referrer"),
        ("color-scheme", "light dark"),
    ):
        _add(head, "meta", name=name, content=content)
    _add(head, "link", rel="stylesheet", href=STYLE)
    _add(head, "link", rel="icon", href="/app/static/ui/icon.png")
    return root, _add(root, "body")


def _preview(root: Tree.Element, shown: Shown, facts: Facts, site: Site) -> None:
    """What a chat shows of the link."""
    here = site.of(path(shown.share))
    poster = "" if kind(shown) == SOUND else f"{here}/poster.jpg"
    film = site.of(film_path(shown)) if kind(shown) == VIDEO else ""
    values = {
        "og:type": "video.other" if film else "website",
        "og:title": facts.title,
        "og:description": next((one.when for one in facts.occasions if one.when), ""),
        "og:url": here,
        "og:image": poster,
        "og:video": film,
        "og:video:type": films.media_type(shown.export) if film else "",
        "twitter:card": "summary_large_image" if poster else "summary",
        "twitter:title": facts.title,
        "twitter:image": poster,
    }
    head = root.find("head")
    for name, content in values.items():
        if content and head is not None:
            _add(head, "meta", **{"name" if name.startswith("twitter") else "property": name, "content": content})


def _player(main: Tree.Element, shown: Shown, facts: Facts, say: Words) -> None:
    source, label = film_path(shown), say("share.film", title=facts.title)
    if kind(shown) == PICTURE:
        _add(main, "img", src=source, alt=label)
    elif kind(shown) == SOUND:
        _add(main, "audio", **{"src": source, "controls": "", "preload": "metadata", "aria-label": label})
    else:
        poster = f"{path(shown.share)}/poster.jpg"
        shape = {"playsinline": "", "preload": "metadata", "poster": poster, "aria-label": label}
        _add(main, "video", **{"src": source, "controls": "", **shape})


def _occasion(main: Tree.Element, one: Occasion, say: Words) -> None:
    card = _add(main, "section")
    if one.name:
        _add(card, "h2", one.name)
    for text in (one.when, one.venue, one.address):
        if text:
            _add(card, "p", text)
    if one.map.startswith("https://"):
        _link(card, one.map, say("share.map"))


def _link(parent: Tree.Element, target: str, text: str, kind: str = "") -> None:
    _add(parent, "a", text, href=target, rel="nofollow noopener noreferrer", **({"class": kind} if kind else {}))


def _add(parent: Tree.Element, tag: str, text: str = "", /, **attributes: str) -> Tree.Element:
    made = Tree.SubElement(parent, tag)
    made.text = _printable(text) or None
    for key, value in attributes.items():
        made.set(key, _printable(value))
    return made


def _printable(text: str) -> str:
    """Without the control characters that no page may hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def _html(root: Tree.Element) -> bytes:
    return b"<!doctype html>\n" + Tree.tostring(root, encoding="utf-8", method="html")
