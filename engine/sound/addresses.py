"""Readings of web and mail addresses, handles, hashtags and telephone numbers."""

from __future__ import annotations

import re

from engine.sound.lexicon import DOMAINS, SPELLED_DOMAINS
from engine.sound.numerals import cardinal, digits
from engine.sound.place import Place, Rule, spelled

HOST = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
WEB = re.compile(rf"(?P<scheme>https?://)?(?P<host>{HOST})(?::\d+)?(?P<path>/[^\s?#]*)?(?:[?#]\S*)?", re.I)
MAIL = re.compile(rf"(?P<local>[\w.+-]+)@(?P<host>{HOST})")
HANDLE = re.compile(r"@(?P<name>\w[\w.]*)")
HASHTAG = re.compile(r"#(?P<tag>[A-Za-z_]\w*)")
TELEPHONE = re.compile(r"\+?\d{1,4}(?:[-.]\d{2,4}){2,4}|\(\d{3}\)\d{3}-\d{4}|\d{3}-\d{4}|\+\d{7,15}")
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")
PARTS = {".": "dot", "-": "dash", "_": "underscore", "+": "plus", "/": "slash"}


def web(place: Place) -> str | None:
    """ "https://shop.example.com/sale?x=1" → "shop dot example dot com slash sale": what a listener could type."""
    match = WEB.fullmatch(place.core)
    if not match:
        return None
    labels = match["host"].lower().split(".")
    if not match["scheme"] and labels[-1] not in DOMAINS and labels[0] != "www":
        return None
    path = (match["path"] or "").rstrip("/")
    return _host(match["host"]) + "".join(f" slash {_parts(part)}" for part in path.split("/")[1:3])


def mail(place: Place) -> str | None:
    """ "hello@example.com" → "hello at example dot com"."""
    match = MAIL.fullmatch(place.core)
    return f"{_parts(match['local'])} at {_host(match['host'])}" if match else None


def handle(place: Place) -> str | None:
    """ "@glow_skin" → "at glow underscore skin"."""
    match = HANDLE.fullmatch(place.core)
    return f"at {_parts(match['name'])}" if match else None


def hashtag(place: Place) -> str | None:
    """ "#GlowUp2026" → "hashtag Glow Up twenty twenty-six" is asking much: digits are read as a number."""
    match = HASHTAG.fullmatch(place.core)
    return f"hashtag {_parts(match['tag'])}" if match else None


def telephone(place: Place) -> str | None:
    """Digit by digit, with a breath between the groups."""
    if TELEPHONE.fullmatch(place.core):
        plus = "plus " if place.core.startswith("+") else ""
        return plus + ", ".join(digits(group) for group in re.findall(r"\d+", place.core))
    if re.fullmatch(r"\d{3}", place.core) and re.fullmatch(r"\d{3}-\d{4}", place.after):
        return digits(place.core) + ","
    return None


def _host(host: str) -> str:
    labels = host.split(".")
    said = [_parts(label) for label in labels]
    if labels[0].lower() == "www":
        said[0] = spelled("www")
    if labels[-1].lower() in SPELLED_DOMAINS:
        said[-1] = spelled(labels[-1])
    return " dot ".join(said)


def _parts(text: str) -> str:
    """An address's part: words as words, its marks by their names, numbers as numbers."""
    out: list[str] = []
    for piece in re.split(r"([._+/-])", text):
        if piece in PARTS:
            out.append(PARTS[piece])
            continue
        for word in WORDS.findall(piece):
            out.append(
                (cardinal(int(word)) if len(word) < 5 and word[0] != "0" else digits(word))
                if word.isdecimal()
                else word
            )
    return " ".join(out)


RULES: list[Rule] = [mail, web, handle, hashtag, telephone]
