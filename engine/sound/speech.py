"""What a spoken sentence is: samples, and the moment of each of the user's own words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Word = tuple[str, int, int]


@dataclass(frozen=True)
class Speech:
    """Spoken text.

    `samples` are float32 of shape (n,), within ±1, at `rate` Hz. `words` are `(text, start_ms, end_ms)`: the user's
    words in their order and spelling, with the times at which they sound; a word that is not spoken (an emoji, a
    dash) starts and ends where the word before it ends.
    """

    samples: Samples
    rate: int
    words: list[Word]

    @property
    def unread(self) -> list[str]:
        """Words with letters which this voice cannot read, such as Chinese ones for an English voice."""
        return [text for text, start, end in self.words if end == start and any(map(str.isalnum, text))]

    @property
    def duration_ms(self) -> int:
        """Length in whole milliseconds, rounded up so that nothing is cut."""
        return -(-len(self.samples) * 1000 // self.rate)


@dataclass(frozen=True)
class Voice:
    """A voice one can choose. `language` is a two-letter code, `model` the network that speaks it.

    `pace` is the speed at which it sounds unhurried, taken as 1.
    """

    name: str
    title: str
    language: str
    gender: str
    accent: str
    model: str
    style: str
    licence: str
    origin: str
    pace: float = 1.0
