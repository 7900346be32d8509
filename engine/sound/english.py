"""English readings: prices, dates, times, addresses, units and signs as a presenter says them.

Every word between spaces gets its own reading, so that a caption stays in step; a rule may look at its neighbours
("July 4,", "6 p.m.", "$5 million").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.sound import addresses, amounts, moments
from engine.sound.lexicon import ABBREVIATIONS, SIGNS, TITLES
from engine.sound.numerals import number
from engine.sound.place import Place, Rule, is_number, pause, peel, spelled

LETTERS_AND_DIGITS = re.compile(r"\d+|[^\W\d_]+")
DASHES = {"-", "–", "—", "|", "•", "·", "→", "*", "~"}


def readings(words: Sequence[str]) -> list[str]:
    """How each word is read, pausing marks kept; "" for what is not spoken."""
    peeled = [peel(word) for word in words]
    cores = ["", *[core for core, _ in peeled], "", ""]
    out: list[str] = []
    for index, (core, tail) in enumerate(peeled):
        place = Place(core, tail, cores[index], cores[index + 2], cores[index + 3], index + 1 == len(words))
        out.append(_read(place))
        if out[-1] == "," and len(out) > 1:  # a dash between spaces: the word before it pauses
            out[-1] = ""
            out[-2] += "" if not out[-2] or out[-2][-1] in ",.!?…" else ","
    return out


def _read(place: Place) -> str:
    if place.core in DASHES:
        return ","
    short = _abbreviation(place)
    if short is not None:
        return short
    said = next((said for rule in RULES if (said := rule(place)) is not None), place.core)
    if not said:
        return ""
    if said.endswith(".M.") and "." in place.tail and not place.last and not place.after[:1].isupper():
        return said
    mark = pause(place.tail)
    return said + ("" if said.endswith(".") and mark == "." and not _ends(place) else mark)


def _ends(place: Place) -> bool:
    return place.last or place.after[:1].isupper()


def _abbreviation(place: Place) -> str | None:
    """Words whose full stop is their own; a sentence may end with one all the same."""
    whole = place.core.lower() + ("." if place.tail.startswith(".") else "")
    if whole in ("st.", "st"):
        return _saint_or_street(place) if whole == "st." else None
    if whole in ("no.", "nos.") and re.match(r"\d", place.after):
        return "number"
    if whole in TITLES and not place.last:
        return ABBREVIATIONS[whole]
    if re.fullmatch(r"[A-Z]", place.core) and place.tail == "." and place.after[:1].isupper():
        return place.core + "."
    said = ABBREVIATIONS.get(whole) or ABBREVIATIONS.get(place.core.lower())
    if said is None:
        return None
    rest = place.tail.removeprefix(".") if whole in ABBREVIATIONS and whole.endswith(".") else place.tail
    mark = pause(rest) or ("." if whole.endswith(".") and place.last else "")
    return said + ("" if said.endswith(".") and mark == "." and not place.last else mark)


def _saint_or_street(place: Place) -> str:
    if place.after[:1].isupper() and not place.before[:1].isupper():
        return "Saint"
    return "Street" + pause(place.tail.removeprefix(".")) + ("." if place.last else "")


def sign(place: Place) -> str | None:
    """A sign which stands alone, or joins two words."""
    if place.core in SIGNS:
        return SIGNS[place.core]
    if "&" in place.core:
        return " and ".join(part for part in place.core.split("&") if part)
    if re.fullmatch(r"[A-Za-z'’]+(?:/[A-Za-z'’]+)+", place.core):
        return " or ".join(place.core.split("/"))
    return None


def letters_and_digits(place: Place) -> str | None:
    """ "SPF50", "GLOW20", "B2B", "mp4": runs of letters and runs of digits."""
    runs = LETTERS_AND_DIGITS.findall(place.core)
    if len(runs) < 2 or not any(run.isdecimal() for run in runs) or "".join(runs) != place.core.replace("-", ""):
        return None
    if len(runs) == 3 and runs[1] == "2" and len(runs[0]) == len(runs[2]) == 1:
        return f"{runs[0]} to {runs[2]}"
    return " ".join(number(run) if run.isdecimal() else _letters(run) for run in runs)


def words(place: Place) -> str | None:
    """What is left: letters, apostrophes and hyphens, without the marks no voice can read."""
    if is_number(place.core):
        return None
    plain = re.sub(r"[^\w'’\-. ]+", " ", place.core.replace("_", " ").replace("–", "-").replace("—", ", "))
    return " ".join(plain.split())


def _letters(run: str) -> str:
    if len(run) == 1:
        return run
    return spelled(run) if len(run) <= 3 and (run.isupper() or not re.search("[aeiouy]", run)) else run


RULES: list[Rule] = [
    *moments.RULES,
    *addresses.RULES,
    *amounts.RULES,
    amounts.plain,
    sign,
    letters_and_digits,
    words,
]
