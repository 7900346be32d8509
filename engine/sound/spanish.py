"""Spanish phonemes in the alphabet of Kokoro, from the spelling alone, as it is read in most of the Americas.

Spanish spelling says nearly all of the sound: the rules are those of the Ortografía de la lengua española (RAE, 2010),
with seseo and yeísmo; b, d and g are soft between vowels.
"""

from __future__ import annotations

import re

STRONG, WEAK = "aeoáéó", "iuü"
VOWELS = STRONG + WEAK + "íú"
PLAIN = str.maketrans("áéíóú", "aeiou")
_LEANING = (
    "a al ante bajo con de del desde e el en entre hacia hasta la las le les lo los me mi mis ni nos o os para pero "
    "por que se si sin su sus te tu tus u un y"
)
UNSTRESSED = frozenset(_LEANING.split())
ODD = {"méxico": "méjico", "mexicano": "mejicano", "mexicana": "mejicana", "texas": "tejas", "oaxaca": "oajaca"}
SOFT = {"b": "bβ", "v": "bβ", "d": "dð", "g": "ɡɣ", "gu": "ɡɣ"}
SOUNDS = {"ch": "ʧ", "ll": "ʝ", "rr": "r", "qu": "k", "q": "k", "z": "s", "ç": "s", "j": "x", "ñ": "ɲ", "h": ""}
_LETTERS = re.compile(r"ch|ll|rr|qu(?=[eiéí])|gu(?=[eiéí])|[^\W\d_]")
_STOPPED = "mnɲŋl"  # after these, and after a pause, b, d and g are hard


def phonemes(word: str) -> str:
    """ "guitarra" → "ɡitˈara". Letters Spanish does not have are read as the nearest it has."""
    spelled = word.lower()
    spelled = ODD.get(spelled, spelled)
    parts = _LETTERS.findall(spelled)
    kernels = _kernels(parts)
    stressed = _stressed(spelled, parts, kernels) if spelled not in UNSTRESSED else -1
    out = ""
    for place, part in enumerate(parts):
        after = parts[place + 1] if place + 1 < len(parts) else ""
        sound = _vowel(place, parts, kernels) if part in VOWELS else _consonant(part, after, out, place)
        out += ("ˈ" if place == stressed else "") + sound
    return out


def _kernels(parts: list[str]) -> list[int]:
    """The places of the vowels which carry a syllable: strong and accented ones, and a weak one with no strong one
    beside it; of two weak ones the second does ("ciudad", "pingüino")."""
    found: list[int] = []
    for place, part in enumerate(parts):
        beside = parts[max(0, place - 1) : place] + parts[place + 1 : place + 2]
        alone = not any(other in STRONG + "íú" for other in beside)
        if part in STRONG + "íú" or (
            part in WEAK and alone and parts[place + 1 : place + 2] not in [[v] for v in WEAK]
        ):
            found.append(place)
    return found


def _stressed(spelled: str, parts: list[str], kernels: list[int]) -> int:
    accented = next((place for place, part in enumerate(parts) if part in "áéíóú"), None)
    if accented is not None or not kernels:
        return accented if accented is not None else -1
    return kernels[-2] if len(kernels) > 1 and spelled[-1] in "aeiouns" else kernels[-1]


def _vowel(place: int, parts: list[str], kernels: list[int]) -> str:
    part = parts[place]
    if place in kernels:
        return part.translate(PLAIN).replace("ü", "u")
    return "j" if part == "i" else "w"


def _consonant(part: str, after: str, before: str, place: int) -> str:
    front = bool(after) and after[0] in "eiéí"
    last = before[-1:]
    if part == "g" and front:
        return "x"
    if part in SOFT:
        return SOFT[part][0 if not last or last in _STOPPED else 1]
    if part == "r":
        return "r" if place == 0 or last in "nls" else "ɾ"
    if part == "n":
        return (
            "m"
            if after in ("b", "v", "p")
            else "ŋ"
            if after in ("c", "g", "gu", "k", "qu", "q", "j") and not front
            else "n"
        )
    if part == "c":
        return "s" if front else "k"
    if part == "x":
        return "s" if place == 0 else "ks"
    if part == "y":
        return "ʝ" if after and after in VOWELS else "j" if last and last in "aeou" else "i"
    return SOUNDS.get(part, part if part in "fklmpstw" else "")
