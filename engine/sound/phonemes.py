"""From words as they are read to phonemes, each phoneme knowing which word it belongs to."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.sound import mandarin, spanish
from engine.sound.acoustic import known
from engine.sound.han import HAN, has_han
from engine.sound.spoken import Said

LONGEST = 400  # phonemes the networks speak in one breath; they were made for at most 510
SENTENCE_END = ".!?…。！？"
CLAUSE_END = ",;:—，；：、"
_PIECES = re.compile(rf"(?:{HAN}|(?<={HAN})[,.!?…，])+|(?:(?!{HAN}).)+")
_HEARD = ",.!?…，"
CLOSERS = "\"'”’)]）】》」』"


@dataclass(frozen=True)
class Breath:
    """What is spoken in one go: a sentence, or a part of a very long one.

    `owners[i]` is the index of the word that phoneme i belongs to, or -1 for spaces and punctuation.
    """

    phonemes: str
    owners: list[int]
    ends_sentence: bool


def breaths(words: Sequence[Said], chinese: bool = False, language: str = "en") -> list[Breath]:
    """Words as sentences of phonemes, in order; Chinese ones are silent for a network which has no `chinese`. Latin
    letters are Spanish in a text of that `language`, else English."""
    return [breath for group in _sentences(words) for breath in _spoken(words, group, chinese, language)]


def _sentences(words: Sequence[Said]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for index, word in enumerate(words):
        groups[-1].append(index)
        if word.say.rstrip(CLOSERS).endswith(tuple(SENTENCE_END)) and not is_spelled(word.say):
            groups.append([])
    return [group for group in groups if group]


def is_spelled(say: str) -> bool:
    """Whether the last part is letters spelled one by one ("P.M."), whose full stop ends no sentence."""
    last = say.rsplit(" ", 1)[-1]
    return (
        len(last) > 1
        and last.endswith(".")
        and not last.endswith("..")
        and all(len(p) == 1 for p in last[:-1].split("."))
    )


def _spoken(words: Sequence[Said], group: list[int], chinese: bool, language: str) -> list[Breath]:
    phonemes, owners = _phonemes(words, group, chinese, language)
    out: list[Breath] = []
    while len(phonemes) > LONGEST:
        cut = _cut(phonemes)
        out.append(Breath(phonemes[:cut], owners[:cut], False))
        phonemes, owners = phonemes[cut:], owners[cut:]
    out.append(Breath(phonemes, owners, True))
    return [breath for breath in out if any(owner >= 0 for owner in breath.owners)]


def _cut(phonemes: str) -> int:
    """Where to take breath: after the last clause of the first `LONGEST` phonemes, else after a word."""
    head = phonemes[:LONGEST]
    clause = max(head.rfind(mark + " ") for mark in CLAUSE_END)
    return (clause + 2) if clause > LONGEST // 3 else (head.rfind(" ") + 1 or LONGEST)


def _phonemes(words: Sequence[Said], group: list[int], chinese: bool, language: str) -> tuple[str, list[int]]:
    symbols: list[tuple[str, int]] = []
    for is_chinese, run in _runs(words, group):
        if is_chinese:
            symbols += _mandarin(run) if chinese else []
        else:
            symbols += _spanish(run) if language.startswith("es") else _english(run)
    while symbols and symbols[-1][0] == " ":
        symbols.pop()
    return "".join(symbol for symbol, _ in symbols), [owner for _, owner in symbols]


Run = list[tuple[str, int]]  # pieces of text and the word each belongs to


def _runs(words: Sequence[Said], group: list[int]) -> list[tuple[bool, Run]]:
    """The words of a sentence as stretches of Chinese and of other text."""
    runs: list[tuple[bool, Run]] = []
    for index in group:
        for piece in _PIECES.findall(words[index].say):
            is_chinese = has_han(piece)
            if not runs or runs[-1][0] != is_chinese:
                runs.append((is_chinese, []))
            runs[-1][1].append((piece.strip(), index))
    return runs


def _mandarin(run: Run) -> list[tuple[str, int]]:
    text = "".join(piece for piece, _ in run)
    sounds = iter(mandarin.phonemes("".join(symbol for symbol in text if symbol not in _HEARD)))
    out: list[tuple[str, int]] = []
    for piece, index in run:
        for symbol in piece:
            if symbol in _HEARD:
                out.append((symbol.replace("，", ","), -1))
            else:
                out += [(phoneme, index) for phoneme in known(next(sounds, ""))]
        out.append((" ", -1))
    return out


def _spanish(run: Run) -> list[tuple[str, int]]:
    out: list[tuple[str, int]] = []
    for piece, index in run:
        for word in piece.split():
            marks = word[len(word.rstrip(_HEARD)) :]
            out += [(symbol, index) for symbol in known(spanish.phonemes(word))]
            out += [*((mark, -1) for mark in marks), (" ", -1)]
    return out


def _english(run: Run) -> list[tuple[str, int]]:
    text = " ".join(piece for piece, _ in run if piece)
    owner_at = [index for piece, index in run if piece for _ in range(len(piece) + 1)]
    out: list[tuple[str, int]] = []
    place = 0
    for token in _tokens(text):
        owner = owner_at[min(place, len(owner_at) - 1)]
        for symbol in known((token.phonemes or "") + (" " if token.whitespace else "")):
            out.append((symbol, owner if symbol.isalpha() or symbol in "ˈˌː" else -1))
        place += len(token.text) + len(token.whitespace)
    return [*out, (" ", -1)]


def _tokens(text: str) -> list[Any]:
    g2p = grapheme_to_phoneme()
    tokens: list[Any] = g2p.phonemize_tokens(g2p.tokenize(text)) if text else []
    return tokens


@functools.cache
def grapheme_to_phoneme() -> Any:
    """The American English lexicon, tagger and out-of-vocabulary network of hibari."""
    from hibari.g2p import G2P

    return G2P()
