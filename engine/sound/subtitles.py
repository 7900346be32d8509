"""Captions from the times of words: one or two balanced lines, and SRT and VTT files.

A break never parts a number from its unit or the words of a name, and never leaves one short word alone on a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.sound.speech import Word
from engine.sound.writing import joined, width
from nemo.draft import Draft, Segment

LINE = 30  # columns of a line; a Chinese character takes two
LINES = 2
SHORTEST_MS = 700  # a caption on screen for less cannot be read
LINGER_MS = 400  # a caption stays this long into a pause after its last word
LONGEST_MS = 5000  # one that lasts longer is two
PAUSE_MS = 450  # a longer pause begins a new caption

_ENDS = (".", "!", "?", "…", "。", "！", "？")
_CLAUSES = (",", ";", ":", "—", "，", "；", "：", "、")
_NUMBER = re.compile(r"[\d０-９]")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’.-]*$")
_LEANING = (
    "a an the of to in on at for by with from and or is are no. dr. mr. mrs. ms. st. this that these my our your his "
    "her their its"
)
_SMALL = set(_LEANING.split())  # words which lean on the next one
_MEASURES = (
    "am pm a.m. p.m. percent million billion thousand hundred dollars euros ml kg g cm mm km oz lbs hours minutes min "
    "days years off 元 ％ % 折 年 月 日 号"
)
_AFTER_NUMBER = set(_MEASURES.split())


@dataclass(frozen=True)
class Caption:
    """One caption: `text` with a line break where it has two lines, times in ms, and its words with their times."""

    text: str
    start: int
    end: int
    words: list[Word]


def captions(words: Sequence[Word], line: int = LINE, lines: int = LINES, until: int | None = None) -> list[Caption]:
    """Words, as `Speech.words` gives them, as captions of at most `lines` lines of `line` columns.

    Captions never overlap; one lasts from its first word to its last, lingers a little into a pause, and ends before
    the next begins or at `until` ms. A single word longer than a line stands alone, unbroken.
    """
    groups = [group for breath in _breaths(words) for group in _groups(breath, line, lines)]
    out = []
    for index, group in enumerate(groups):
        following = groups[index + 1][0][1] if index + 1 < len(groups) else (until if until is not None else 10**12)
        start, end = group[0][1], max(group[-1][2], group[0][1])
        wanted = max(end + LINGER_MS, start + SHORTEST_MS)
        out.append(
            Caption(broken([text for text, _, _ in group], line, lines), start, max(end, min(wanted, following)), group)
        )
    return out


def broken(words: Sequence[str], line: int = LINE, lines: int = LINES) -> str:
    """Words as text of at most `lines` lines as even as their breaks allow; one line when it fits."""
    whole = joined(words)
    if width(whole) <= line or lines < 2 or len(words) < 2:
        return whole
    cut = min(range(1, len(words)), key=lambda place: _unevenness(words, place, line))
    head, tail = joined(words[:cut]), joined(words[cut:])
    return f"{head}\n{broken(words[cut:], line, lines - 1) if lines > 2 else tail}"


def srt(draft: Draft) -> str:
    """The draft's captions as a SubRip file; "" when it has none."""
    cues = _cues(draft)
    return "\n".join(
        f"{number}\n{_stamp(start, ',')} --> {_stamp(end, ',')}\n{text}\n"
        for number, (start, end, text) in enumerate(cues, 1)
    )


def vtt(draft: Draft) -> str:
    """The draft's captions as a WebVTT file; a file with a header alone when it has none."""
    cues = [f"{_stamp(start, '.')} --> {_stamp(end, '.')}\n{_escaped(text)}\n" for start, end, text in _cues(draft)]
    return "\n".join(["WEBVTT\n", *cues])


def _breaths(words: Sequence[Word]) -> Iterable[list[Word]]:
    """Words until a sentence ends or the voice pauses."""
    group: list[Word] = []
    for word in words:
        if group and (group[-1][0].rstrip("\"'”’)").endswith(_ENDS) or word[1] - group[-1][2] > PAUSE_MS):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _groups(words: list[Word], line: int, lines: int) -> list[list[Word]]:
    """A breath as captions of about equal length, each of which fits."""
    texts = [text for text, _, _ in words]
    length = words[-1][2] - words[0][1]
    count = max(1, -(-width(joined(texts)) // (line * lines)), -(-length // LONGEST_MS))
    while count < len(words):
        groups = _parted(words, count)
        if all(_fits([text for text, _, _ in group], line, lines) for group in groups):
            return groups
        count += 1
    return [[word] for word in words]


def _parted(words: list[Word], count: int) -> list[list[Word]]:
    """`count` parts, each cut where the text breaks best near its share of the width."""
    groups: list[list[Word]] = []
    rest = words
    for left in range(count, 1, -1):
        texts = [text for text, _, _ in rest]
        share = width(joined(texts)) / left
        last = len(rest) - left + 1
        cut = min(range(1, last + 1), key=lambda place: _cost(texts, place) + abs(width(joined(texts[:place])) - share))
        groups.append(rest[:cut])
        rest = rest[cut:]
    return [*groups, rest]


def _fits(texts: list[str], line: int, lines: int) -> bool:
    if len(texts) == 1:
        return True
    rows = broken(texts, line, lines).split("\n")
    return len(rows) <= lines and all(width(row) <= line for row in rows)


def _unevenness(words: Sequence[str], place: int, line: int) -> float:
    """How bad a break before word `place` is: uneven lines, a line too long, a pair torn apart."""
    first, second = width(joined(words[:place])), width(joined(words[place:]))
    over = max(0, first - line) + max(0, second - line)
    return abs(first - second) + 100 * over + _cost(words, place)


def _cost(words: Sequence[str], place: int) -> float:
    """What it costs to part word `place` from the one before it."""
    before, after = words[place - 1], words[place]
    if before.endswith(_ENDS):
        return -14
    if before.endswith(_CLAUSES):
        return -10
    bare = before.rstrip(",;:")
    if _NUMBER.search(bare) and (after.lower().rstrip(",;:!?") in _AFTER_NUMBER or _NUMBER.match(after)):
        return 60
    if _NAME.match(bare) and _NAME.match(after) and place > 1:
        return 40
    if (_NUMBER.match(after) and _NAME.match(bare)) or before.lower() in _SMALL:
        return 30 if _NUMBER.match(after) else 8
    return 0


def _cues(draft: Draft) -> list[tuple[int, int, str]]:
    segments: list[Segment] = [segment for segment in draft.segments("caption") if (segment.meta.text or "").strip()]
    return [(segment.start, segment.end, _clean(segment.meta.text or "")) for segment in segments]


def _clean(text: str) -> str:
    """Without blank lines, which would end a cue."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(ms: int, point: str) -> str:
    seconds, rest = divmod(max(0, ms), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
