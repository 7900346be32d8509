"""Captions from spoken words: one or two balanced lines, cut where a reader would pause, in step with the voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nemo.draft import Draft

SpokenWord = tuple[str, int, int]
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STOP = re.compile(r"[.!?…。！？]['\"”’)]*$")
_PAUSE = re.compile(r"[,;:—–，；：、]['\"”’)]*$")
_CLINGS = re.compile(r"^[\d$€£¥%#@]|^[A-Z][\w'’-]*$")  # a number or a name holds on to the number or name before it


@dataclass(frozen=True)
class Caption:
    """What is read at one time: text of one or two lines; ms from the start of the sentence; words in the same ms."""

    text: str
    start: int
    end: int
    words: list[SpokenWord]


def line_length(draft: Draft) -> int:
    """Characters that fit one caption line at the caption size: fewer on an upright picture."""
    width, height = draft.meta.width or 1080, draft.meta.height or 1920
    ratio = width / height
    return 24 if ratio < 0.9 else 30 if ratio < 1.3 else 40


def captions(text: str, words: Sequence[SpokenWord], line: int) -> list[Caption]:
    """Cut one spoken sentence into captions. `words` are (text, start ms, end ms) as the voice reports them."""
    pieces = _written(text, words)
    if not pieces:
        return []
    wide = bool(_CJK.search(text))
    line = line // 2 + 1 if wide else line
    found = []
    for group in _groups(pieces, 2 * line - 2, wide):
        shown = _join([word for word, _, _ in group], wide)
        found.append(Caption(_balanced(shown, line, wide), group[0][1], group[-1][2], group))
    return [_held(caption, found[i + 1].start if i + 1 < len(found) else None) for i, caption in enumerate(found)]


def _held(caption: Caption, following: int | None) -> Caption:
    end = caption.end + 300 if following is None else max(caption.end, following)
    return Caption(caption.text, caption.start, end, caption.words)


def _written(text: str, words: Sequence[SpokenWord]) -> list[SpokenWord]:
    """The words as they are written, with the times of the spoken ones: "$29" is read as several words."""
    tokens = _tokens(text)
    if not tokens or not words:
        return []
    if len(tokens) == len(words):
        return [(token, start, end) for token, (_, start, end) in zip(tokens, words, strict=True)]
    begin, finish = words[0][1], words[-1][2]
    known = _matches(tokens, words)
    marks = [(0, begin), *known, (len(tokens), finish)]
    starts = []
    for index in range(len(tokens) + 1):
        left = max((mark for mark in marks if mark[0] <= index), key=lambda mark: mark[0])
        right = min((mark for mark in marks if mark[0] >= index), key=lambda mark: mark[0])
        share = (index - left[0]) / (right[0] - left[0]) if right[0] > left[0] else 0
        starts.append(round(left[1] + share * (right[1] - left[1])))
    return [(token, starts[i], max(starts[i], starts[i + 1])) for i, token in enumerate(tokens)]


def _tokens(text: str) -> list[str]:
    """Words with their punctuation; a Chinese character is a word of its own, a number or Latin word is one too."""
    found: list[str] = []
    for part in text.split():
        found += re.findall(
            r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^\w\s]*|[^\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+", part
        )
    return found


def _matches(tokens: list[str], words: Sequence[SpokenWord]) -> list[tuple[int, int]]:
    """Pairs (written word, its start) for words that are found in order in both; they pin the others between them."""
    pins, at = [], 0
    for index, token in enumerate(tokens):
        plain = _plain(token)
        for later in range(at, min(at + 12, len(words))):
            if plain and _plain(words[later][0]) == plain:
                pins.append((index, words[later][1]))
                at = later + 1
                break
    return pins


def _plain(word: str) -> str:
    return re.sub(r"[^\w]", "", word).lower()


def _groups(pieces: list[SpokenWord], most: int, wide: bool) -> list[list[SpokenWord]]:
    """Greedy groups of at most `most` characters, closed early at the end of a sentence or a long enough clause."""
    groups: list[list[SpokenWord]] = [[]]
    for piece in pieces:
        group = groups[-1]
        length = len(_join([word for word, _, _ in [*group, piece]], wide))
        if group and (length > most or _closes(group, most, wide)):
            groups.append(_carried(group, piece[0]) if length > most else [])
        groups[-1].append(piece)
    return _without_orphans(groups, most, wide)


def _closes(group: list[SpokenWord], most: int, wide: bool) -> bool:
    last = group[-1][0]
    length = len(_join([word for word, _, _ in group], wide))
    return bool(_STOP.search(last)) or (length > most * 0.45 and bool(_PAUSE.search(last)))


def _carried(group: list[SpokenWord], following: str) -> list[SpokenWord]:
    """Take along the end of a full group when the next word must not be parted from it."""
    carried: list[SpokenWord] = []
    while len(group) > 1 and _cling(group[-1][0], following):
        carried.insert(0, group.pop())
        following = carried[0][0]
    return carried


def _cling(left: str, right: str) -> bool:
    if _STOP.search(left) or _PAUSE.search(left):
        return False
    number = bool(re.search(r"\d[年月点]$|[年月]$", left)) and right[:1].isdigit()
    number = number or (bool(re.search(r"\d$", left)) and bool(re.match(r"[\w%°]", right)))
    return number or bool(_CLINGS.match(left) and _CLINGS.match(right))


def _without_orphans(groups: list[list[SpokenWord]], most: int, wide: bool) -> list[list[SpokenWord]]:
    """A last caption of one short word joins the one before where it fits."""
    if len(groups) > 1 and len(groups[-1]) == 1 and not _STOP.search(groups[-2][-1][0]):
        together = groups[-2] + groups[-1]
        if len(_join([word for word, _, _ in together], wide)) <= most + 6:
            return [*groups[:-2], together]
    return [group for group in groups if group]


def _join(words: list[str], wide: bool) -> str:
    if not wide:
        return " ".join(words)
    text = ""
    for word in words:
        gap = text and text[-1].isascii() and word[0].isascii() and text[-1].isalnum()
        text += (" " if gap else "") + word
    return text


def _balanced(text: str, line: int, wide: bool) -> str:
    """Break in two lines of about the same length when one is too short for it."""
    if len(text) <= line:
        return text
    tokens = _tokens(text) if wide else text.split(" ")
    best, cost = text, float("inf")
    for index in range(1, len(tokens)):
        left, right = _join(tokens[:index], wide), _join(tokens[index:], wide)
        price = abs(len(left) - len(right)) + (40 if _cling(tokens[index - 1], tokens[index]) else 0)
        price -= 4 if _PAUSE.search(tokens[index - 1]) else 0
        if price < cost:
            best, cost = f"{left}\n{right}", price
    return best
