"""Names of files which say what is in them and are safe on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
"""Characters of one part: five parts and an ending stay below the 255 bytes a file's name may have on most disks."""
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_ELSE = re.compile(r"[^\w]+|_+")


def slug(text: str) -> str:
    """A text as a part of a name: letters and digits of any script in lower case, hyphens between words, or nothing."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text)).casefold()
    return _ELSE.sub("-", plain).strip("-")[:LONGEST].strip("-")


def distinct(names: Iterable[str]) -> list[str]:
    """The names in their order, a number behind those which a disk without upper and lower case would take for one
    that came before."""
    taken: set[str] = set()
    made = []
    for name in names:
        number, shown = 1, name
        while (key := unicodedata.normalize("NFKC", shown).casefold()) in taken:
            number += 1
            shown = f"{name}-{number}"
        taken.add(key)
        made.append(shown)
    return made
