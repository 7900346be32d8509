"""Readings of prices, percentages, measures and plain numbers."""

from __future__ import annotations

import re

from engine.sound.lexicon import CURRENCIES, LONE_UNITS, PER, SCALE_WORDS, SCALES, UNITS
from engine.sound.numerals import cardinal, fraction, number, ordinal
from engine.sound.place import NUM, Place, Rule, is_number

SIGN = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True) if not sign.isalpha())
SCALE = "k|K|m|M|bn|B"
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
DASH = r"\s?[-–—]\s?"

MONEY = re.compile(
    rf"(?P<minus>[-−])?(?P<sign>{SIGN})(?P<amount>{NUM})(?P<scale>{SCALE})?(?P<plus>\+)?(?:/(?P<per>\w+))?"
)
MONEY_AFTER = re.compile(rf"(?P<amount>{NUM})(?P<scale>{SCALE})?(?P<sign>[€£¥₹])(?:/(?P<per>\w+))?")
MONEY_RANGE = re.compile(rf"(?P<sign>{SIGN})(?P<low>{NUM}){DASH}(?:{SIGN})?(?P<high>{NUM})(?P<scale>{SCALE})?")
PERCENT = re.compile(rf"(?P<minus>[-−+])?(?P<low>{NUM})%?(?:{DASH}(?P<high>{NUM}))?%")
MEASURE = re.compile(
    rf"(?P<minus>[-−+~])?(?:(?P<low>{NUM}){DASH})?(?P<amount>{NUM})-?(?P<unit>{UNIT})(?:/(?P<per>\w+))?"
)
SIZE = re.compile(rf"(?P<sides>(?:{NUM})(?:[x×](?:{NUM}))+)(?P<unit>{UNIT})?")
RANGE = re.compile(rf"(?P<low>{NUM})[-–—](?P<high>{NUM})")
ORDINAL = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)")
PLAIN = re.compile(rf"(?P<sign>[-−+~#])?(?P<number>{NUM})(?P<scale>{SCALE})?(?P<plus>\+)?")
FRACTION = re.compile(r"(?P<upper>\d{1,2})[/⁄](?P<lower>\d{1,2})")
COMPOUND = re.compile(rf"(?P<number>{NUM})-(?P<rest>[A-Za-z][A-Za-z-]*)")
RATIO = re.compile(r"(?P<one>\d{1,3}):(?P<other>\d{1,3})")
EURO_THOUSANDS = re.compile(r"€?\d{1,3}(?:\.\d{3})+€?")
OUT_OF = re.compile(r"(?P<score>\d{1,2}(?:\.\d)?)/(?P<best>5|10|100)")
DOTTED = re.compile(r"[vV]?(?P<parts>\d+(?:\.\d+)+)")
FEET = re.compile(r"(?P<feet>\d)['’′](?P<inches>\d{1,2})[\"”″]?")
ASPECTS = {"16:9", "9:16", "4:3", "3:4", "4:5", "3:2", "2:3", "1:1", "21:9"}
DETERMINERS = {"a", "an", "the", "this", "our", "your", "my", "one", "each", "every", "per"}
MARKS = {"-": "minus ", "−": "minus ", "+": "plus ", "~": "about ", "#": "number ", None: "", "": ""}


def money(place: Place) -> str | None:
    """ "$49.99", "€20-30", "49€", "$9.99/mo", "$1.5M"; "$5 million" gives its dollars to the million."""
    if match := MONEY_RANGE.fullmatch(place.core):
        _, many, *_ = CURRENCIES[match["sign"]]
        scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
        return f"{number(match['low'])} to {number(match['high'])}{scale} {many}"
    match = MONEY.fullmatch(place.core) or MONEY_AFTER.fullmatch(place.core)
    if not match:
        return None
    parts = match.groupdict()
    if place.after.lower() in SCALE_WORDS:
        return number(parts["amount"])
    amount = parts["amount"].replace(".", "") if EURO_THOUSANDS.fullmatch(place.core) else parts["amount"]
    said = _coins(amount, parts["scale"], CURRENCIES[parts["sign"]])
    return f"{MARKS[parts.get('minus')]}{said}{' plus' if parts.get('plus') else ''}{_per(parts['per'])}"


def scaled_money(place: Place) -> str | None:
    """The "million" of "$5 million"."""
    match = MONEY.fullmatch(place.before)
    if match is None or place.core.lower() not in SCALE_WORDS:
        return None
    return f"{place.core} {CURRENCIES[match['sign']][1]}"


def coded_money(place: Place) -> str | None:
    """ "USD 49", "49 USD"."""
    if place.core in CURRENCIES and place.core.isalpha():
        if is_number(place.before):
            return CURRENCIES[place.core][0 if place.before == "1" else 1]
        return "" if is_number(place.after) else None
    if place.before in CURRENCIES and place.before.isalpha() and is_number(place.core):
        return _coins(place.core, None, CURRENCIES[place.before])
    return None


def percent(place: Place) -> str | None:
    """ "50%", "20-30%"."""
    match = PERCENT.fullmatch(place.core)
    if not match:
        return None
    high = f" to {number(match['high'])}" if match["high"] else ""
    return f"{MARKS[match['minus']]}{number(match['low'])}{high} percent"


def measure(place: Place) -> str | None:
    """ "50ml", "5-10kg", "20°C", "4K", "100km/h", "$5/kg" is money."""
    if special := re.fullmatch(r"(\d)([DGK])", place.core):
        return f"{cardinal(int(special[1]))} {special[2]}"
    if screen := re.fullmatch(r"(\d{3,4})p", place.core):
        lines = int(screen[1])
        return (f"{cardinal(lines // 100)} {cardinal(lines % 100)}" if lines % 100 else cardinal(lines)) + " p"
    match = MEASURE.fullmatch(place.core)
    if not match or (match["unit"] == "m" and place.before.startswith("$")):
        return None
    low = f"{number(match['low'])} to " if match["low"] else ""
    describes = (
        place.before.lower() in DETERMINERS and place.after.isalpha() and place.after.islower() and not place.tail
    )
    unit = _unit(match["unit"], "1" if describes else "2" if low else match["amount"])
    return f"{MARKS[match['minus']]}{low}{number(match['amount'])} {unit}{_per(match['per'])}"


def lone_unit(place: Place) -> str | None:
    """The "ml" of "50 ml"."""
    if place.core not in LONE_UNITS and not (place.core in UNITS and place.core in "gmLlhWV"):
        return None
    amount = re.fullmatch(rf"(?:(?:{NUM})[-–—])?({NUM})", place.before)
    return _unit(place.core, amount[1]) if amount else None


def size(place: Place) -> str | None:
    """ "10x15cm", "1080×1920"."""
    match = SIZE.fullmatch(place.core)
    if not match:
        return None
    sides = [number(side) for side in re.split("[x×]", match["sides"])]
    return " by ".join(sides) + (f" {UNITS[match['unit']][1]}" if match["unit"] else "")


def plain(place: Place) -> str | None:
    """ "1,299", "10k", "500+", "#1", "3rd", "1/2", "24-hour", "5–10", "16:9"."""
    core = place.core
    if match := ORDINAL.fullmatch(core):
        return ordinal(int(match["number"].replace(",", "")))
    if match := RANGE.fullmatch(core):
        return f"{number(match['low'])} to {number(match['high'])}"
    if (match := OUT_OF.fullmatch(core)) and ("." in core or match["score"] == match["best"]):
        return f"{number(match['score'])} out of {number(match['best'])}"
    if match := FRACTION.fullmatch(core):
        upper, lower = int(match["upper"]), int(match["lower"])
        if upper == lower > 10:
            return f"{cardinal(upper)} {cardinal(lower)}"
        if (upper, lower) == (1, 2) and place.after.islower():
            return "half"
        return fraction(upper, lower) if 0 < upper < lower <= 10 else f"{cardinal(upper)} slash {cardinal(lower)}"
    if match := RATIO.fullmatch(core):
        joint = "by" if core in ASPECTS else "to"
        return f"{cardinal(int(match['one']))} {joint} {cardinal(int(match['other']))}"
    if match := COMPOUND.fullmatch(core):
        return f"{number(match['number'])} {match['rest']}"
    if match := PLAIN.fullmatch(core):
        scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
        return f"{MARKS[match['sign']]}{number(match['number'])}{scale}{' plus' if match['plus'] else ''}"
    return None


def _coins(amount: str, scale: str | None, names: tuple[str, str, str, str]) -> str:
    one, many, cent, cents = names
    whole, _, part = amount.replace(",", "").partition(".")
    if scale:
        return f"{number(amount)} {SCALES[scale]} {many}"
    if part and len(part) != 2:
        return f"{number(amount)} {many}"
    big, small = int(whole or 0), int(part or 0)
    notes = f"{cardinal(big)} {one if big == 1 else many}"
    change = f"{cardinal(small)} {cent if small == 1 else cents}"
    if not small:
        return notes
    return f"{notes} and {change}" if big else change


def _unit(unit: str, amount: str) -> str:
    return UNITS[unit][0 if amount == "1" else 1]


def _per(unit: str | None) -> str:
    if not unit:
        return ""
    name = PER.get(unit, unit)
    return f" {name}" if name == "each" else f" per {name}"


def dotted(place: Place) -> str | None:
    """ "2.5.1", "v2.0", "5'10"."""
    if (match := DOTTED.fullmatch(place.core)) and (place.core[0] in "vV" or place.core.count(".") > 1):
        version = "version " if place.core[0] in "vV" else ""
        return version + " point ".join(number(part) for part in match["parts"].split("."))
    if match := FEET.fullmatch(place.core):
        return f"{cardinal(int(match['feet']))} foot {cardinal(int(match['inches']))}"
    return None


RULES: list[Rule] = [dotted, money, scaled_money, coded_money, percent, size, measure, lone_unit]
