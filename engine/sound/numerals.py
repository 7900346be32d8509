"""Numbers in English words, as a presenter reads them."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
ONES = _ONES.split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
TENS = _TENS.split()
SCALES = [(10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")]
IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
PARTS = {2: "half", 4: "quarter"}


def cardinal(number: int) -> str:
    """12 → "twelve", 1299 → "one thousand two hundred ninety-nine"; digits one by one from 10¹⁵ on."""
    if number < 0:
        return "minus " + cardinal(-number)
    if number >= 10**15:
        return digits(str(number))
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, one = divmod(number, 10)
        return TENS[tens] + (f"-{ONES[one]}" if one else "")
    for size, name in SCALES:
        if number >= size:
            many, rest = divmod(number, size)
            return f"{cardinal(many)} {name}" + (f" {cardinal(rest)}" if rest else "")
    raise AssertionError(number)


def ordinal(number: int) -> str:
    """4 → "fourth", 22 → "twenty-second"."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last in IRREGULAR:
        return words[:cut] + IRREGULAR[last]
    return words[:cut] + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int) -> str:
    """2026 → "twenty twenty-six", 2005 → "two thousand five", 1900 → "nineteen hundred"."""
    century, rest = divmod(number, 100)
    if not 1100 <= number <= 2099 or 2000 <= number <= 2009:
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decade(number: int) -> str:
    """1990 → "nineteen nineties"; 90 → "nineties"."""
    words = year(number) if number >= 1000 else cardinal(number)
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def digits(text: str) -> str:
    """ "0123" → "zero one two three"; other characters are passed over."""
    return " ".join(ONES[int(symbol)] for symbol in text if symbol.isdecimal())


def number(text: str) -> str:
    """A number as written — "1,299", "3.5", "-4", ".5", "007" — in words."""
    text = text.replace(",", "").replace("−", "-")
    if text.startswith("-"):
        return "minus " + number(text[1:])
    whole, _, fraction = text.partition(".")
    if fraction:
        return f"{cardinal(int(whole or 0))} point {digits(fraction)}"
    return digits(whole) if len(whole) > 1 and whole.startswith("0") else cardinal(int(whole))


def fraction(upper: int, lower: int) -> str:
    """1, 2 → "one half"; 3, 4 → "three quarters"."""
    name = PARTS.get(lower) or ordinal(lower)
    if upper == 1:
        return f"one {name}"
    return f"{cardinal(upper)} {'halves' if name == 'half' else name + 's'}"
