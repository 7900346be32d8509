"""A message as tokens: words and phrases of the catalogues with every meaning they may have, numbers, lengths, shares,
quoted texts, file names and links. One lexer serves all languages: Latin words are matched as phrases (and with typos),
Chinese by the longest known string."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA

from engine.director.say import catalogue
from engine.director.understand.numbers import chinese_number, fold_numbers

MEDIA = "mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|heic|mp3|wav|m4a|aac"
CJK = "\u3400-\u9fff\uf900-\ufaff"
LETTER = rf"(?:(?![{CJK}])[^\W\d_])"
_QUOTES = re.compile(
    r"“([^”]{1,600})”|\"([^\"]{1,600})\"|「([^」]{1,600})」|『([^』]{1,600})』|«\s?([^»]{1,600}?)\s?»|„([^“”]{1,600})[“”]"
    r"|《([^》]{1,600})》|‘([^’]{1,600})’(?![a-z])|(?<![\w])'([^'\n]{1,300}?(?:'[a-z][^'\n]{0,300}?)*)'(?![\w])|`([^`]{1,600})`"
)
_URL = (
    r"https?://[^\s<>\"'，。；）)\]]+|(?:www\.)[\w-]+(?:\.[\w-]+)+[^\s，。；）)\]]*"
    r"|(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|cn|shop|store|app|eu|test)(?![a-z0-9.])(?:/[^\s，。；）)\]]*)?"
)
_PIECES = re.compile(
    rf"(?P<quote>\x00\d+\x00)|(?P<url>{_URL})|(?P<file>(?:(?:(?![{CJK}])[\w\-])+|[\w\-]*[{CJK}])\.(?:{MEDIA})\b)|(?P<hex>#[0-9a-f]{{6}}\b)|(?P<sku>(?-i:(?<![A-Za-z\d])[A-Z]{{3,}}\d+[A-Z\d]*(?![A-Za-z\d])))"
    r"|(?P<aspect>(?<!\d)\d{1,2}\s?[:：x×]\s?\d{1,2}(?!\d))|(?P<number>\d+(?:[.,]\d+)?)"
    rf"|(?P<cjk>[{CJK}]+)|(?P<word>{LETTER}+(?:['’\-]{LETTER}+)*['’]?|[#@][^\W_]+)|(?P<mark>[^\w\s]|_)",
    re.IGNORECASE,
)
ASPECTS = {"9:16", "16:9", "1:1", "4:5", "4:3", "3:4", "21:9", "2:3", "3:2"}


@dataclass(frozen=True)
class Token:
    """A piece of the message; `means` maps each kind of meaning ("verb", "thing", "num", …) to its value."""

    text: str
    start: int
    end: int
    means: dict[str, Any] = field(default_factory=dict, hash=False)

    def get(self, kind: str) -> Any:
        """The value of a kind of meaning, or None."""
        return self.means.get(kind)


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language: each with its meanings; how long the longest is."""

    phrases: dict[tuple[str, ...], dict[str, str]]
    longest: int
    words: list[str]  # single words worth guessing at when one is misspelt
    wide: dict[str, dict[str, str]]
    widest: int


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a catalogue, ready for matching."""
    phrases: dict[tuple[str, ...], dict[str, str]] = {}
    wide: dict[str, dict[str, str]] = {}
    for kind, values in catalogue(language).get("words", {}).items():
        for value, forms in values.items():
            for form in forms:
                text = plain(form)
                if re.search(f"[{CJK}]", text):
                    wide.setdefault(text, {}).setdefault(kind, value)
                else:
                    phrases.setdefault(tuple(_words(text)), {}).setdefault(kind, value)
    words = [key[0] for key in phrases if len(key) == 1 and len(key[0]) >= 4]
    longest = max((len(key) for key in phrases), default=0)
    return Lexicon(phrases, longest, words, wide, max((len(key) for key in wide), default=0))


def plain(text: str) -> str:
    """Lower case, full-width forms narrowed, one kind of apostrophe; length is kept wherever the script allows."""
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")


def _words(text: str) -> list[str]:
    return [match.group() for match in _PIECES.finditer(text)]


@dataclass(frozen=True)
class Message:
    """A message ready for the rules. `quotes` are the quoted texts letter for letter, in order."""

    raw: str
    tokens: list[Token]
    quotes: list[str]
    language: str


def read(raw: str, language: str) -> Message:
    """Cut a message in tokens, in the words of its language and of English."""
    quotes: list[str] = []

    def hide(match: re.Match[str]) -> str:
        quotes.append(next(group for group in match.groups() if group is not None))
        return f" \x00{len(quotes) - 1}\x00 "

    shown = _QUOTES.sub(hide, unicodedata.normalize("NFC", raw))
    names = [language] if language == "en" else [language, "en"]
    pieces = [(match.lastgroup or "", match.group(), match.start(), match.end()) for match in _PIECES.finditer(shown)]
    tokens = fold_particles(fold_numbers(_match(pieces, [lexicon(name) for name in names], quotes)))
    return Message(shown, tokens, quotes, language)


def _not_a_number(before: Token | None, token: Token) -> Token:
    """ "the fourth one", "the beach one": a word for a thing, no number."""
    if token.text.lower() not in ("one", "ones") or before is None:
        return token
    if any(kind in before.means for kind in ("thing", "verb", "link", "mark", "num", "time")):
        return token
    return replace(token, means={"quiet": "quiet", "word": token.text.lower()})


PARTICLES = {
    ("take", "off"): ("verb", "remove"),
    ("take", "out"): ("verb", "remove"),
    ("take", "away"): ("verb", "remove"),
    ("turn", "off"): ("verb", "remove"),
    ("switch", "off"): ("verb", "remove"),
    ("leave", "out"): ("verb", "remove"),
    ("throw", "out"): ("verb", "remove"),
    ("throw", "away"): ("verb", "remove"),
    ("turn", "on"): ("verb", "add"),
    ("switch", "on"): ("verb", "add"),
    ("put", "back"): ("verb", "add"),
    ("bring", "back"): ("verb", "add"),
    ("turn", "up"): ("comp", "louder"),
    ("crank", "up"): ("comp", "louder"),
    ("bring", "up"): ("comp", "louder"),
    ("turn", "down"): ("comp", "quieter"),
    ("bring", "down"): ("comp", "quieter"),
    ("speed", "up"): ("comp", "faster"),
    ("slow", "down"): ("comp", "slower"),
}


def fold_particles(tokens: list[Token]) -> list[Token]:
    """ "turn the music down": a verb and its particle some words later have the meaning of both."""
    folded = [_not_a_number(tokens[place - 1] if place else None, token) for place, token in enumerate(tokens)]
    for place, token in enumerate(tokens):
        for later in range(place + 2, min(place + 9, len(tokens))):
            if tokens[later].get("mark") or tokens[later].get("link") in ("and", "then") or tokens[later].get("verb"):
                break
            meaning = PARTICLES.get((token.text.lower(), tokens[later].text.lower()))
            ends = later + 1 == len(tokens) or not tokens[later + 1].get("quiet") or meaning == ("verb", "remove")
            if meaning and ends:
                kind, value = meaning
                folded[place] = replace(token, means={kind: value})
                folded[later] = replace(tokens[later], means={"quiet": "quiet"})
                break
    return folded


Piece = tuple[str, str, int, int]


def _match(pieces: list[Piece], lexica: list[Lexicon], quotes: list[str]) -> list[Token]:
    tokens: list[Token] = []
    index = 0
    while index < len(pieces):
        group, text, start, end = pieces[index]
        if group == "cjk":
            tokens += _wide(text, start, lexica)
            index += 1
            continue
        token, used = _phrase(pieces, index, lexica)
        if token is None:
            token, used = _single(group, text, start, end, lexica, quotes), 1
        tokens.append(token)
        index += used
    return tokens


def _phrase(pieces: list[Piece], index: int, lexica: list[Lexicon]) -> tuple[Token | None, int]:
    for count in range(min(max(lex.longest for lex in lexica), len(pieces) - index), 0, -1):
        chunk = pieces[index : index + count]
        if any(piece[0] in ("cjk", "quote", "url", "file", "sku") for piece in chunk):
            continue
        key = tuple(plain(piece[1]) for piece in chunk)
        means: dict[str, Any] = {}
        for lex in lexica:
            for kind, value in lex.phrases.get(key, {}).items():
                means.setdefault(kind, value)
        if means:
            text = " ".join(piece[1] for piece in chunk)
            return Token(text, chunk[0][2], chunk[-1][3], _typed(means, chunk)), count
    return None, 0


def _typed(means: dict[str, Any], chunk: list[Piece]) -> dict[str, Any]:
    """Numbers as numbers; a single word keeps that it may be a plain word too."""
    typed = dict(means)
    if "number" in typed:
        typed["num"] = float(typed.pop("number"))
    if "ordinal" in typed:
        typed["ordinal"] = int(typed["ordinal"])
    if len(chunk) == 1 and chunk[0][0] == "word":
        typed["word"] = plain(chunk[0][1])
    return typed


def _single(group: str, text: str, start: int, end: int, lexica: list[Lexicon], quotes: list[str]) -> Token:
    if group == "quote":
        return Token(text, start, end, {"quote": quotes[int(text.strip("\x00"))]})
    if group == "number":
        return Token(text, start, end, {"num": float(_decimal(text))})
    if group == "aspect":
        return Token(text, start, end, _ratio(text))
    if group in ("url", "file", "hex", "sku"):
        return Token(text, start, end, {group: text})
    if group == "word":
        guess = _typed(_guess(plain(text), lexica), [])
        return Token(text, start, end, {**guess, "word": plain(text)})
    return Token(text, start, end, {"mark": text})


def _decimal(text: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return text.replace(",", "")
    return text.replace(",", ".")


def _ratio(text: str) -> dict[str, Any]:
    left, right = (int(part) for part in re.findall(r"\d+", text))
    if f"{left}:{right}" in ASPECTS:
        return {"aspect": f"{left}:{right}"}
    if re.search(r"[:：]", text) and right < 60 and re.search(r"\d{2}$", text):
        return {"clock": (left * 60 + right) * 1000}
    return {"word": text}


def _guess(word: str, lexica: list[Lexicon]) -> dict[str, str]:
    """The meanings of the known word this one is a misspelling of: one slip in 4 to 7 letters, two in more."""
    if len(word) < 4 or word in ordinary():
        return {}
    allowed = 1 if len(word) < 8 else 2
    best: tuple[int, str, Lexicon] | None = None
    for lex in lexica:
        for known in lex.words:
            if abs(len(known) - len(word)) > allowed or (known[0] != word[0] and sorted(known[:2]) != sorted(word[:2])):
                continue
            distance = OSA.distance(word, known, score_cutoff=allowed)
            if distance <= allowed and (best is None or distance < best[0]):
                best = distance, known, lex
    return dict(best[2].phrases[(best[1],)]) if best else {}


@cache
def ordinary() -> frozenset[str]:
    """Words that look like misspelt commands and are not."""
    return frozenset(word for name in ("en",) for word in catalogue(name).get("ordinary", {}).get("words", []))


def _wide(text: str, start: int, lexica: list[Lexicon]) -> list[Token]:
    """Chinese: at each place the longest known string, a number, or one character that means nothing to us."""
    tokens: list[Token] = []
    means: dict[str, Any]
    at = 0
    while at < len(text):
        found = _longest(text, at, lexica)
        number, length = chinese_number(text[at:])
        if found and len(found[0]) >= length:
            size, means = len(found[0]), _typed(found[1], [])
        elif number is not None:
            size, means = length, {"num": number}
        else:
            size, means = 1, {"word": text[at]}
        tokens.append(Token(text[at : at + size], start + at, start + at + size, means))
        at += size
    return tokens


def _longest(text: str, at: int, lexica: list[Lexicon]) -> tuple[str, dict[str, str]] | None:
    widest = max(lex.widest for lex in lexica)
    for size in range(min(widest, len(text) - at), 0, -1):
        part = text[at : at + size]
        means: dict[str, str] = {}
        for lex in lexica:
            for kind, value in lex.wide.get(part, {}).items():
                means.setdefault(kind, value)
        if means:
            return part, means
    return None
