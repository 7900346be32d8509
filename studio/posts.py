"""What to write beside a film where it is posted: composed from the film's own words, within each place's limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from studio.facts import Facts
from studio.words import words

AD = {"zh": "广告", "de": "#Anzeige", "es": "#publicidad", "fr": "#publicité"}  # others "#ad"
TOPICS = {
    "wedding": {"en": "wedding", "zh": "婚礼", "de": "Hochzeit", "es": "boda", "fr": "mariage"},
}
MOST_TAGS = 5
"""What TikTok, Instagram and Douyin take; the others take more, and nobody reads them."""
LONGEST_TAG = 30
_WORDS = r"[\p{Han}\p{Hiragana}\p{Katakana}]|\s+|[^\s\p{Han}\p{Hiragana}\p{Katakana}]+"


def letters(text: str) -> int:
    """The length of a text as the apps count it: UTF-16 units, so that an emoji counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def octets(text: str) -> int:
    """The length of a text in UTF-8 bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Place:
    """Where a film is posted: its limits, from the places' own help pages of 2025/26, and the size of its covers.

    `text` is the limit of the description with its hashtags; `title` is 0 where a post has no title of its own.
    """

    key: str
    name: str
    title: int
    text: int
    cover: tuple[int, int]
    measure: Callable[[str], int] = letters
    banned: str = ""


PLACES = (
    Place("tiktok", "TikTok", 0, 2200, (1080, 1920)),
    Place("reels", "Instagram Reels", 0, 2200, (1080, 1920)),
    Place("shorts", "YouTube Shorts", 100, 5000, (1080, 1920), octets, "<>"),
    Place("youtube", "YouTube", 100, 5000, (1280, 720), octets, "<>"),
    Place("xiaohongshu", "小红书", 20, 1000, (1080, 1440)),
    Place("douyin", "抖音", 30, 1000, (1080, 1920)),
    Place("facebook", "Facebook", 0, 2200, (1080, 1920)),
)
BY_KEY = {place.key: place for place in PLACES}


@dataclass(frozen=True)
class Post:
    """A post's title (empty where the place has none), description and hashtags."""

    title: str
    text: str
    tags: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The description with its hashtags, as it is pasted."""
        return "\n\n".join(part for part in (self.text, " ".join(self.tags)) if part)


def compose(facts: Facts, place: Place) -> Post:
    """The post of a film at a place. What does not fit is left out whole, its lines first; no number is ever cut."""
    clean = str.maketrans(dict.fromkeys(place.banned, " "))
    title, tags = facts.title.translate(clean), _tags(facts)
    room = place.text - place.measure(" ".join(tags)) - 2
    must = [AD.get(facts.language, "#ad")] if facts.disclosure or facts.kind == "affiliate" else []
    name = shortened(title, place.title, place.measure) if place.title else ""
    head = [] if name == title else [shortened(title, min(room // 2, 300), place.measure)]
    more = [line.translate(clean) for line in _details(facts)]
    parts = [*must, *head]
    for line in (*more, *(one.translate(clean) for one in facts.lines)):
        told = line in parts or line == title
        if line and not told and place.measure("\n".join([*parts, line])) <= room:
            parts.append(line)
    ordered = [*must, *head, *(one for one in parts if one in facts.lines and one not in more)]
    ordered += [one for one in parts if one not in ordered]
    return Post(name, "\n".join(ordered), tags)


def shortened(text: str, room: int, measure: Callable[[str], int] = letters) -> str:
    """The beginning of a text which fits, ended by “…”; cut between words, never within a number or a sign."""
    if measure(text) <= room:
        return text
    kept = _filled(regex.findall(_WORDS, text), room, measure)
    if not kept.strip() and not regex.match(r"\s*\S*\d", text):
        kept = _filled(regex.findall(r"\X", text), room, measure)  # one word, too long for any room
    return kept.rstrip(" ,.;:，。；：-–") + "…" if kept.strip() else ""


def _filled(pieces: list[str], room: int, measure: Callable[[str], int]) -> str:
    kept = ""
    for piece in pieces:
        if measure(kept + piece + "…") > room:
            break
        kept += piece
    return kept


def _details(facts: Facts) -> list[str]:
    """What a reader needs to act: price, code, link; or when and where, and to whom to reply."""
    say = words(facts.language)
    lines = [" · ".join(p for p in (one.name, one.when, one.venue, one.address) if p) for one in facts.occasions]
    shown = " ".join((facts.title, *facts.lines))
    lines += [say("posts.price", price=facts.price) if facts.price and facts.price not in shown else ""]
    lines += [say("posts.code", code=facts.code) if facts.code else ""]
    lines += [say("posts.link", link=facts.link) if facts.link and facts.link not in facts.rsvp else ""]
    lines += [say("share.reply", rsvp=facts.rsvp) if facts.rsvp else ""]
    return [line for line in lines if line]


def _tags(facts: Facts) -> tuple[str, ...]:
    """Hashtags of the film's names and of what it is; a mark that stands before the text is not said again."""
    advert = facts.disclosure or facts.kind == "affiliate"
    known = [
        AD["zh"] if advert and facts.language == "zh" else "",
        facts.product,
        "".join(facts.names),
        facts.site.removeprefix("www.").split(".")[0],
    ]
    known += [TOPICS.get(facts.kind, {}).get(facts.language, "")]
    known += [word for word in facts.product.split() if len(word) > 3]
    made: dict[str, str] = {}
    for tag in filter(None, map(_tag, known)):
        made.setdefault(tag.casefold(), tag)
    return tuple(made.values())[:MOST_TAGS]


def _tag(text: str) -> str:
    """Words as one hashtag: "coffee maker" is #CoffeeMaker; empty where no letters are left or it would be too long."""
    parts = regex.findall(r"[\p{L}\p{M}\p{N}_]+", text)
    joined = "".join(parts) if len(parts) < 2 else "".join(part[:1].upper() + part[1:] for part in parts)
    return f"#{joined}" if regex.search(r"\p{L}", joined) and letters(joined) < LONGEST_TAG else ""
