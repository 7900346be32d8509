"""Where a line may end: balanced lines which never break a number, a price, a date or a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import budoux
import regex

from engine.render.fonts import CLUSTER, HAN

# Closing punctuation may not open a line, opening punctuation may not close one (kinsoku shori, JIS X 4051).
NOT_FIRST = set("、。，．,.:;：；！？!?)）]］}｝〉》」』】〕’”…‥·・ー々%％℃°元年月日号点分秒个件折")
NOT_LAST = set("（([［{｛〈《「『【〔‘“$¥￥£€#")
NUMBER = regex.compile(r"[\d%$€£¥₹#]")
UNIT = regex.compile(
    r"^(?:[ap]\.?m\.?|AM|PM|%|°[CF]?|[kKmMcCµ]?[mgLlWVAhs]|Hz|kHz|GHz|GB|TB|MB|mAh|kg|lbs?|oz|ml|cm|mm|km|in|ft|"
    r"USD|EUR|GBP|CNY|RMB|AUD|CAD|per|off|x|×|st|nd|rd|th|people|guests|days?|hours?|minutes?|mins?|secs?|seconds?|"
    r"years?|months?|weeks?|percent|million|billion)[.,;!?]*$"
)
MONTH = regex.compile(
    r"^(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)[.,]*$"
)
SEAMS = (regex.compile(r".+"), regex.compile(r"\S+\s*"), regex.compile(r"[^\s\-/–?&=]+[\-/–?&=]*\s*|\S+\s*"), CLUSTER)
TITLE = regex.compile(r"^(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|No|Vol|Fig|vs)\.?$|^[&+@]$")
DASH = regex.compile(r"^[–—-]$")
THAI = regex.compile(r"[\p{Thai}]")
KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
HANGUL = regex.compile(r"\p{Hangul}")
KEPT = regex.compile(r"[\p{Latin}\d.,:/%°$€£¥-]{2}|\d[\p{Han}%°]")
"""Two characters between which no phrase may end: inside Latin words and numbers, between a number and its measure."""
NAME = regex.compile(r"^\p{Lu}[\p{L}\p{M}'’.-]*[,.!?]?$")


def atoms(text: str) -> list[str]:
    """The pieces of a paragraph between which a line may end; a piece carries its trailing space."""
    found: list[str] = []
    words = text.split()
    for at, word in enumerate(words):
        glued = at > 0 and _belong_together(words, at - 1)
        for part_at, part in enumerate(_parts(word)):
            if found and ((part_at == 0 and glued) or _forbidden(found[-1].rstrip(), part, part_at == 0)):
                found[-1] += part
            else:
                found.append(part)
        found[-1] += " "
    if found:
        found[-1] = found[-1].rstrip()
    return found


def _forbidden(before: str, part: str, spaced: bool) -> bool:
    """Whether punctuation or a number keeps `part` on the line of what stands before it."""
    if part[0] in NOT_FIRST or (before and before[-1] in NOT_LAST):
        return not spaced or not part[0].isalnum()
    return False


def _parts(word: str) -> list[str]:
    """A word as it is; Chinese, Japanese and Thai, which write no spaces, phrase by phrase."""
    if THAI.search(word):
        return _phrases(word, "th")
    if not HAN.search(word) or HANGUL.search(word):
        return [word]
    return _phrases(word, "ja" if KANA.search(word) else "zh")


def _phrases(word: str, language: str) -> list[str]:
    found: list[str] = []
    for part in _parser(language).parse(word):
        if found and KEPT.search(found[-1][-1] + part[0]):
            found[-1] += part
        else:
            found.append(part)
    return found


@cache
def _parser(language: str) -> budoux.Parser:
    """BudouX: a small learnt model of where a reader would pause."""
    load = {
        "th": budoux.load_default_thai_parser,
        "ja": budoux.load_default_japanese_parser,
        "zh": budoux.load_default_simplified_chinese_parser,
    }
    return load[language]()


def _belong_together(words: Sequence[str], at: int) -> bool:
    """Whether the words at `at` and `at + 1` are one number, date or name."""
    first, second = words[at], words[at + 1]
    if TITLE.match(first) or DASH.match(second):
        return True
    if NUMBER.search(first):
        return bool(UNIT.match(second) or MONTH.match(second) or second[0].isdigit())
    if MONTH.match(first) or second.strip(".,!?") in ("AM", "PM", "a.m", "p.m"):
        return bool(NUMBER.search(second)) or second.strip(".,!?") in ("AM", "PM", "a.m", "p.m")
    return _is_name(words, at)


def _is_name(words: Sequence[str], at: int) -> bool:
    """Two capitalised words inside a sentence of ordinary ones: “Villa Rosa”, “Jean O’Neill”; not a headline."""
    first, second = words[at], words[at + 1]
    if not (NAME.match(first) and NAME.match(second)) or first[-1] in ".,!?":
        return False
    if at and TITLE.match(words[at - 1]):
        return True
    lower = sum(word[0].islower() for word in words)
    return lower * 3 >= sum(word[0].isalpha() for word in words) and not first.isupper() and len(words) > 3


@dataclass(frozen=True)
class Paragraph:
    """Unbreakable atoms and their widths in em, with (`full`) and without (`bare`) the space after them."""

    atoms: tuple[str, ...]
    full: tuple[float, ...]
    bare: tuple[float, ...]

    def width(self, start: int, end: int) -> float:
        """Width in em of the line of atoms `start` … `end - 1`."""
        return sum(self.full[start : end - 1]) + self.bare[end - 1]

    def text(self, start: int, end: int) -> str:
        """The words of that line."""
        return "".join(self.atoms[start:end]).strip()


def paragraph(text: str, measure: Callable[[str], float]) -> Paragraph:
    """Measure the atoms of a paragraph; `measure` gives the width of a text in em."""
    return _measured(tuple(atoms(text)), measure)


def narrowed(text: Paragraph, limit: float, step: int, measure: Callable[[str], float]) -> Paragraph:
    """The paragraph with its atoms wider than `limit` em divided: at step 1 at their spaces, at step 2 at hyphens and
    slashes too, at step 3 between any two characters."""
    parts: list[str] = []
    for atom, width in zip(text.atoms, text.bare, strict=True):
        parts += SEAMS[step].findall(atom) if width > limit else [atom]
    return _measured(tuple(parts), measure)


def _measured(parts: tuple[str, ...], measure: Callable[[str], float]) -> Paragraph:
    space = measure("n n") - measure("nn")
    bare = tuple(measure(part.strip()) for part in parts)
    full = tuple(width + (space if part.endswith(" ") else 0.0) for part, width in zip(parts, bare, strict=True))
    return Paragraph(parts, full, bare)


def broken(text: Paragraph, width: float) -> list[str]:
    """Break a paragraph into the fewest lines of at most `width` em, as even as they can be.

    A single atom wider than `width` stands alone on its line: the caller has to set smaller type.
    """
    return balanced(text, width, fewest_lines(text, width)) if text.atoms else []


def fewest_lines(text: Paragraph, width: float) -> int:
    """How many lines of `width` em the paragraph needs."""
    count, start = 1, 0
    for end in range(1, len(text.atoms) + 1):
        if end - start > 1 and text.width(start, end) > width:
            count, start = count + 1, end - 1
    return count


def balanced(text: Paragraph, width: float, count: int) -> list[str]:
    """Exactly `count` lines (fewer when there are fewer atoms) with the least sum of squared slack."""
    size = len(text.atoms)
    count = min(count, size)
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for line in range(1, count + 1):
        for end in range(line, size - (count - line) + 1):
            starts = [start for start in range(line - 1, end) if (line - 1, start) in best]
            best[line, end] = min((best[line - 1, s][0] + _cost(text, s, end, width), s) for s in starts)
    lines: list[str] = []
    end = size
    for line in range(count, 0, -1):
        start = best[line, end][1]
        lines.insert(0, text.text(start, end))
        end = start
    return lines


def _cost(text: Paragraph, start: int, end: int, width: float) -> float:
    slack = width - text.width(start, end)
    return slack**2 if slack >= 0 or end - start == 1 else 1e9 * (1 - slack)
