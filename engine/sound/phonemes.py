"""From words as they are read to phonemes, each phoneme knowing which word it belongs to."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.sound.acoustic import known
from engine.sound.spoken import Said

LONGEST = 400  # phonemes the networks speak in one breath; they were made for at most 510
SENTENCE_END = ".!?…。！？"
CLAUSE_END = ",;:—，；：、"
CLOSERS = "\"'”’)]）】》」』"


@dataclass(frozen=True)
class Breath:
    """What is spoken in one go: a sentence, or a part of a very long one.

    `owners[i]` is the index of the word that phoneme i belongs to, or -1 for spaces and punctuation.
    """

    phonemes: str
    owners: list[int]
    ends_sentence: bool


def breaths(words: Sequence[Said], british: bool = False) -> list[Breath]:
    """English words as sentences of phonemes, in order."""
    return [breath for group in _sentences(words) for breath in _spoken(words, group, british)]


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


def _spoken(words: Sequence[Said], group: list[int], british: bool) -> list[Breath]:
    phonemes, owners = _phonemes(words, group, british)
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


def _phonemes(words: Sequence[Said], group: list[int], british: bool) -> tuple[str, list[int]]:
    text, owner_at = _joined(words, group)
    symbols: list[str] = []
    owners: list[int] = []
    place = 0
    for token in _tokens(text, british):
        owner = owner_at[min(place, len(owner_at) - 1)] if owner_at else -1
        for symbol in known((token.phonemes or "") + (" " if token.whitespace else "")):
            symbols.append(symbol)
            owners.append(owner if symbol.isalpha() or symbol in "ˈˌː" else -1)
        place += len(token.text) + len(token.whitespace)
    return "".join(symbols).rstrip(), owners[: len("".join(symbols).rstrip())]


def _joined(words: Sequence[Said], group: list[int]) -> tuple[str, list[int]]:
    text, owner_at = "", []
    for index in group:
        say = words[index].say
        if say:
            text += say + " "
            owner_at += [index] * (len(say) + 1)
    return text.rstrip(), owner_at


def _tokens(text: str, british: bool) -> list[Any]:
    g2p = grapheme_to_phoneme(british)
    tokens: list[Any] = g2p.phonemize_tokens(g2p.tokenize(text))
    return tokens


@functools.lru_cache(maxsize=2)
def grapheme_to_phoneme(british: bool) -> Any:
    """The English lexicon, tagger and out-of-vocabulary network of hibari, loaded once for each accent."""
    from hibari.g2p import G2P

    return G2P(british=british)
