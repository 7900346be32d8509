"""A link which opens a map at a venue: kept with the invitation, and drawn as a QR code on its last card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

LONGEST = 200  # letters of the link: its code stays coarse enough to be scanned off a phone's screen
_HOME = re.compile(
    r"[府家宅]$|\b(?:our|my|her|his|their|family|parents?['’]?s?) (?:home|house|place)\b|\bhome$", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_GOOGLE = "https://www.google.com/maps/search/?api=1&query="
_AMAP = "https://uri.amap.com/search?keyword="


def map_link(venue: str, address: str = "") -> str:
    """The link of a map search for a place; empty when there is neither a venue nor an address.

    Somebody's home ("our house", "李府") is on no map: it has a link only with its address.

    A place written in Chinese characters opens in Amap, which works in China, where Google's maps do not; every other
    place opens in Google Maps. Both are the services' documented links for other sites, and need no key.
    """
    if _HOME.search(venue.strip()) and not address.strip():
        return ""
    both = ", ".join(part for part in (venue.strip(), address.strip()) if part)
    begin = _AMAP if _HAN.search(both) else _GOOGLE
    words = next((text for text in (both, address.strip(), venue.strip()) if _room(begin, text) > 0), both)
    while words and _room(begin, words) < 0:
        words = words[:-1].rstrip(" ,，")
    return begin + quote(words, safe="") if words else ""


def map_facts(places: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What the last card holds for these places (venue, link): the first one's map, named where there are several."""
    known = [(venue, link) for venue, link in places if link]
    if not known:
        return {}
    several = len({venue for venue, _ in places}) > 1
    return {"map": known[0][1]} | ({"place": known[0][0]} if several and known[0][0] else {})


def _room(begin: str, words: str) -> int:
    """Letters left of the longest link; 0 for no words at all."""
    return LONGEST - len(begin) - len(quote(words, safe="")) if words else 0
