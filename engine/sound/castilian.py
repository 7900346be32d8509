"""Spanish readings: numbers, prices, dates, times, units, addresses and signs as a presenter in the Americas says them.

As in `english`, every word between spaces gets its own reading, so that a caption stays in step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.sound.place import pause, peel

_WORDS = {
    "ones": (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
        "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
        "veintiocho veintinueve"
    ),
    "tens": "- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "hundreds": (
        "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
    ),
    "ordinals": "- primer segund tercer cuart quint sext séptim octav noven décim",
    "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "letters": "a be ce de e efe ge hache i jota ka ele eme ene eñe o pe cu erre ese te u uve doblevé equis ye zeta",
}
_ONES, _TENS, _HUNDREDS, _ORDINALS, MONTHS, _LETTERS = (words.split() for words in _WORDS.values())
SPELLED = dict(zip("abcdefghijklmnñopqrstuvwxyz", _LETTERS, strict=True))
MONEY = {
    "€": ("euro", "euros"), "$": ("dólar", "dólares"), "£": ("libra", "libras"), "¥": ("yen", "yenes"),
    "EUR": ("euro", "euros"), "USD": ("dólar", "dólares"), "MXN": ("peso", "pesos"), "US$": ("dólar", "dólares"),
}  # fmt: skip
UNITS = {
    "kg": "kilos", "g": "gramos", "mg": "miligramos", "km": "kilómetros", "m": "metros", "cm": "centímetros",
    "mm": "milímetros", "ml": "mililitros", "l": "litros", "h": "horas", "min": "minutos", "s": "segundos",
    "km/h": "kilómetros por hora", "m²": "metros cuadrados", "w": "vatios", "v": "voltios", "mah": "miliamperios hora",
    "gb": "gigas", "mb": "megas", "tb": "teras", "hz": "hercios", "°c": "grados centígrados",
    "°": "grados", "%": "por ciento",
}  # fmt: skip
ABBREVIATIONS = {
    "sr.": "señor", "sra.": "señora", "srta.": "señorita", "dr.": "doctor", "dra.": "doctora", "ud.": "usted",
    "uds.": "ustedes", "etc.": "etcétera", "av.": "avenida", "avda.": "avenida", "núm.": "número", "n.º": "número",
    "nº": "número", "tel.": "teléfono", "pág.": "página", "p.m.": "pe eme", "a.m.": "a eme", "ee.uu.": "Estados Unidos",
    "aprox.": "aproximadamente", "máx.": "máximo", "mín.": "mínimo",
}  # fmt: skip
SIGNS = {
    "&": "y",
    "+": "más",
    "=": "igual a",
    "%": "por ciento",
    "×": "por",
    "@": "arroba",
    "€": "euros",
    "$": "dólares",
}
_NUM = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_PRICE = re.compile(rf"(?P<before>US\$|[€$£¥])?(?P<num>{_NUM})(?P<after>[€$£¥])?")
_UNIT = re.compile(rf"(?P<num>{_NUM})(?P<unit>[a-zA-Z°%][\w/²]*|%)")
_TIME = re.compile(r"(?P<hour>[01]?\d|2[0-4])[:h](?P<minute>[0-5]\d)?(?:h|hs)?")
_DATE = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_ORDINAL = re.compile(r"(?P<num>\d{1,2})\.?(?P<end>[ºªo]|er)")
_SPAN = re.compile(rf"(?P<one>{_NUM})[-–—](?P<other>{_NUM})(?P<unit>%|[a-z]{{1,3}})?")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<rest>[\w.-]+\.[a-z]{2,}(?:/[^\s?]*)?|[\w.+-]+@[\w.-]+|[@#][\w.]+)", re.I
)
_DASHES = {"-", "–", "—", "|", "•", "·", "→", "*", "~"}


def readings(words: Sequence[str]) -> list[str]:
    """How each word is read, pausing marks kept; "" for what is not spoken."""
    peeled = [peel(word) for word in words]
    out: list[str] = []
    for index, (core, tail) in enumerate(peeled):
        after = peeled[index + 1][0] if index + 1 < len(peeled) else ""
        said = _read(core, tail, "" if pause(tail) else after)
        if said == "," and out:  # a dash between spaces: the word before it pauses
            out[-1] += "" if not out[-1] or out[-1][-1] in ",.!?…" else ","
            said = ""
        out.append(said)
    return out


def _read(core: str, tail: str, after: str) -> str:
    if core in _DASHES:
        return ","
    whole = core.lower() + ("." if tail.startswith(".") else "")
    if whole in ABBREVIATIONS and whole.rstrip(".") not in UNITS:
        return ABBREVIATIONS[whole] + pause(tail.removeprefix(".") if whole.endswith(".") else tail)
    said = SIGNS.get(core) or _number(core, after) or _address(core) or _mixed(core)
    return said + pause(tail) if said else ""


def cardinal(number: int) -> str:
    """1299 → "mil doscientos noventa y nueve"; digits one by one from 10¹² on."""
    if number < 30:
        return _ONES[number]
    if number < 100:
        tens, one = divmod(number, 10)
        return _TENS[tens] + (f" y {_ONES[one]}" if one else "")
    if number == 100:
        return "cien"
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return _HUNDREDS[hundreds] + (f" {cardinal(rest)}" if rest else "")
    if number < 10**6:
        many, rest = divmod(number, 1000)
        return ("mil" if many == 1 else f"{short(cardinal(many))} mil") + (f" {cardinal(rest)}" if rest else "")
    if number < 10**12:
        many, rest = divmod(number, 10**6)
        head = "un millón" if many == 1 else f"{short(cardinal(many))} millones"
        return head + (f" {cardinal(rest)}" if rest else "")
    return " ".join(_ONES[int(digit)] for digit in str(number))


def short(said: str) -> str:
    """A number before its noun: "veintiuno" → "veintiún", "uno" → "un"."""
    return re.sub(r"uno$", "un", said).replace("veintiun", "veintiún") if said.endswith("uno") else said


def _parts(num: str) -> tuple[int, str]:
    """The whole and the digits after the decimal sign: three digits after a point or a comma are thousands."""
    match = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}|\d{4,}))?", num)
    assert match is not None
    return int(re.sub(r"\D", "", match[1]) or 0), match[2] or ""


def _amount(num: str, before_noun: bool) -> str:
    whole, decimals = _parts(num)
    said = cardinal(whole)
    if not decimals:
        return short(said) if before_noun else said
    zeros = "cero " * (len(decimals) - len(decimals.lstrip("0")))
    return f"{said} coma {zeros}{cardinal(int(decimals)) if int(decimals) else ''}".strip()


def _counted(num: str, after: str) -> str:
    """A number and what it counts: "una taza", "veintiún euros", "un millón de euros"."""
    said = _amount(num, after[:1].isalpha() or after in MONEY)
    if after in MONEY and "," not in num and not int(re.sub(r"\D", "", num)) % 10**6:
        return f"{said} de"
    feminine = after.endswith(("a", "as")) and said.endswith(("un", "ún"))
    return re.sub(r"[uú]n$", "una", said) if feminine else said


def _number(core: str, after: str) -> str | None:
    if match := _DATE.fullmatch(core) or _ISO.fullmatch(core):
        day, month = int(match["day"]), int(match["month"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            first = "primero" if day == 1 else cardinal(day)
            return f"{first} de {MONTHS[month - 1]} de {cardinal(int(match['year']))}"
    if (match := _TIME.fullmatch(core)) and (match["minute"] or "h" in core):
        minute = int(match["minute"] or 0)
        hour = "una" if int(match["hour"]) == 1 else cardinal(int(match["hour"]))
        return f"{hour} {cardinal(minute)}" if minute else hour if after in ("h", "hs") else f"{hour} horas"
    if match := _ORDINAL.fullmatch(core):
        return _ordinal(int(match["num"]), match["end"])
    if match := _SPAN.fullmatch(core):
        unit = UNITS.get(match["unit"] or "", "")
        return f"{_amount(match['one'], False)} a {_amount(match['other'], bool(unit))} {unit}".strip()
    if match := _PRICE.fullmatch(core):
        coin = match["before"] or match["after"]
        return _price(match["num"], coin) if coin else _counted(match["num"], after)
    if (match := _UNIT.fullmatch(core)) and match["unit"].lower() in UNITS:
        return f"{_amount(match['num'], True)} {UNITS[match['unit'].lower()]}"
    if core.lower() in UNITS and len(core) > 1 and core.lower() not in ("min", "mm"):
        return UNITS[core.lower()]
    return MONEY[core][1] if core in MONEY else None


def _ordinal(number: int, end: str) -> str:
    if not 1 <= number <= 10:
        return cardinal(number)
    stem = _ORDINALS[number]
    return stem if end == "er" and number in (1, 3) else stem + ("a" if end == "ª" else "o")


def _price(num: str, coin: str) -> str:
    whole, cents = _parts(num)
    one, many = MONEY[coin]
    said = f"{short(cardinal(whole))} {one if whole == 1 else many}"
    if whole >= 10**6 and not whole % 10**6:
        said = f"{cardinal(whole)} de {many}"
    return f"{said} con {cardinal(int(cents.ljust(2, '0')))}" if cents and int(cents) else said


def _address(core: str) -> str | None:
    match = _ADDRESS.fullmatch(core)
    if match is None or re.fullmatch(r"[\d.,]+", core):
        return None
    marks = {".": "punto", "/": "barra", "@": "arroba", "-": "guion", "_": "guion bajo", "+": "más", "#": ""}
    pieces = re.findall(r"[^\W\d_]+|\d+|[./@\-_+#]", match["rest"].rstrip("/"))
    return " ".join(word for piece in pieces if (word := marks.get(piece, _piece(piece))))


def _mixed(core: str) -> str:
    if re.fullmatch(r"[^\W\d_]+(?:/[^\W\d_]+)+", core):
        return " o ".join(map(_piece, core.split("/")))
    return " ".join(_piece(piece) for piece in re.findall(r"\d+|[^\W\d_]+", core.replace("&", " y ")))


def _piece(piece: str) -> str:
    """A run of digits as a number, of capitals that nobody can say as letters, anything else as a word."""
    if piece.isdecimal():
        return (
            cardinal(int(piece))
            if len(piece) < 7 and (piece == "0" or piece[0] != "0")
            else " ".join(_ONES[int(d)] for d in piece)
        )
    unsayable = not re.search("[aeiouáéíóúü]", piece.lower()) and len(piece) > 1
    sayable = re.fullmatch(r"([^aeiou]?[aeiou])+[lnrsdzp]?", piece.lower())
    if (piece.isupper() and 1 < len(piece) <= 3 and not sayable) or unsayable:
        return " ".join(SPELLED.get(letter, letter) for letter in piece.lower())
    return piece
