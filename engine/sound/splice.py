"""Where to cut between takes of one piece of music so that it lasts a given time and ends as music ends.

Takes share tempo and key. A cut goes from the end of one bar to the beginning of another, chosen by how alike the
bars on both sides of it sound, and by how little time is then left over. Lengths are samples at 48 kHz.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.sound.audio import RATE
from engine.sound.beats import Grid

CLICK = RATE // 100  # 10 ms: a start in mid-sound without a click
BRIEF = 4 * RATE  # too short for an ending: the beginning, faded
ENDING_BARS = 2  # the last bars of a take lead to its end; a join never leaves from them
SPARE = 0.3  # seconds of silence after the last note which nobody minds
EARLY_COST = 1.0  # for each further second the music ends before the picture
LATE_COST = 2.5  # for each second of the last note which is faded away
JOIN_COST = 1.5  # for a join between bars with nothing in common
STOP_COST = 1.0  # for a take which does not end but stops
PICKUP_COST = 0.15  # for beginning on an early beat
MIDDLE_COST = 0.5  # for beginning in the middle
MENDED = 3 * RATE // 2  # how long a last note which is cut short takes to fade


@dataclass(frozen=True)
class Take:
    """One packaged track: its length, whether it has an ending of its own, and its beats."""

    name: str
    length: int
    ends: bool
    grid: Grid

    @property
    def last_bar(self) -> int:
        """The first bar of its ending."""
        return max(1, len(self.grid.bars) - ENDING_BARS)


@dataclass(frozen=True)
class Piece:
    """The samples `begin … end` of a take, heard from `at` on, faded in and out over so many samples."""

    take: str
    begin: int
    end: int
    at: int
    fade_in: int
    fade_out: int

    @property
    def length(self) -> int:
        """How many samples are heard."""
        return self.end - self.begin

    def curve(self) -> npt.NDArray[np.float32]:
        """Its gain, sample by sample; the fades are of equal power, so a join keeps its loudness."""
        gain = np.ones(self.length, np.float32)
        rise, fall = min(self.fade_in, self.length), min(self.fade_out, self.length)
        gain[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32))
        gain[self.length - fall :] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))
        return gain


@dataclass(frozen=True)
class Way:
    """A way to finish: from `begin` to bar `leave`, then `other` from bar `enter` to its end; or straight on."""

    begin: int
    leave: int | None
    other: Take
    enter: int
    total: int
    cost: float

    def cost_in(self, left: int) -> float:
        """The cost of filling `left` samples this way."""
        spare = (left - self.total) / RATE
        return self.cost + (max(0.0, spare - SPARE) * EARLY_COST if spare >= 0 else -spare * LATE_COST)


def splice(takes: Sequence[Take], length: int) -> list[Piece]:
    """The pieces, in order, which fill `length` samples beginning with `takes[0]`; none for no length."""
    if length < BRIEF:
        return [Piece(takes[0].name, 0, length, 0, CLICK, length // 2)] if length > 0 else []
    pieces: list[Piece] = []
    current, enter, at = takes[0], 0, 0
    while True:
        ways = [*_ways(current, enter, takes)]
        left = length - at
        if left <= max(way.total for way in ways):
            later = _pickups(takes[0]) if pieces else [(0, 0.0)]
            best, shift = min(
                ((way, shift) for way in ways for shift in later),
                key=lambda pair: pair[0].cost_in(left + pair[1][0]) + pair[1][1],
            )
            pieces = [_begun(piece, shift[0]) for piece in pieces]
            return [*pieces, *_closed(best, current, enter, at - shift[0], length)]
        following = takes[(len(pieces) + 1) % len(takes)]
        leave, entry = _join(current, enter, following)
        begin = current.grid.bar(enter) if enter else 0
        pieces.append(_piece(current, begin, current.grid.bar(leave), at, bool(enter), True))
        at, current, enter = at + current.grid.bar(leave) - begin, following, entry


def _ways(current: Take, enter: int, takes: Sequence[Take]) -> Iterator[Way]:
    for begin, cost in _begins(current, enter):
        yield Way(begin, None, current, 0, current.length - begin, cost + _stop(current))
        if cost >= MIDDLE_COST:
            continue
        for leave in range(enter + 1, current.last_bar + 1):
            played = current.grid.bar(leave) - begin
            if played <= 0:
                continue
            for other in takes:
                for entry in range(1, other.last_bar + 1):
                    total = played + other.length - other.grid.bar(entry)
                    join = JOIN_COST * _strangeness(current, leave, other, entry)
                    yield Way(begin, leave, other, entry, total, cost + join + _stop(other))


def _begins(current: Take, enter: int) -> list[tuple[int, float]]:
    """Where the current take may begin and what that costs: at its entry, or, when it comes first, on any beat."""
    if enter:
        return [(current.grid.bar(enter), 0.0)]
    own = current.grid
    beats = np.arange(own.first % own.period, own.bar(current.last_bar), own.period)
    return [*_pickups(current), *[(round(beat), MIDDLE_COST) for beat in beats[4:]]]


def _pickups(take: Take) -> list[tuple[int, float]]:
    """Its start and its first beats, as beginnings and what each costs."""
    own = take.grid
    return [(0, 0.0), *[(round(own.first % own.period + beat * own.period), PICKUP_COST) for beat in range(4)]]


def _begun(piece: Piece, shift: int) -> Piece:
    """The piece when the whole music begins `shift` samples into its first take."""
    if piece.at == 0:
        return replace(piece, begin=piece.begin + shift)
    return replace(piece, at=piece.at - shift)


def _stop(take: Take) -> float:
    return 0.0 if take.ends else STOP_COST


def _strangeness(one: Take, leave: int, other: Take, enter: int) -> float:
    """0 … 1: how little the bars beside the cut are what would have followed, or gone before."""
    if one is other and leave == enter:
        return 0.0
    pairs = [(leave - 1, enter - 1), (leave, enter)]
    alike = [float(one.grid.bars[a] @ other.grid.bars[b]) for a, b in pairs if _has(one, a) and _has(other, b)]
    return (1 - sum(alike) / len(alike)) / 2 if alike else 0.5


def _has(take: Take, bar: int) -> bool:
    return 0 <= bar < len(take.grid.bars)


def _join(current: Take, enter: int, following: Take) -> tuple[int, int]:
    """The bars to leave and to enter when the music just goes on: late in the one, early in the other."""
    leaves = range(max(enter + 1, current.last_bar - len(current.grid.bars) // 6), current.last_bar + 1)
    entries = range(1, 2 + len(following.grid.bars) // 6)
    cuts = [(leave, entry) for leave in leaves for entry in entries]
    return min(cuts, key=lambda cut: _strangeness(current, cut[0], following, cut[1]))


def _closed(way: Way, current: Take, enter: int, at: int, length: int) -> list[Piece]:
    """The last one or two pieces; a last note which lasts too long is faded, a take without an ending fades out."""
    pieces: list[Piece] = []
    begin = way.begin
    if way.leave is not None:
        leave = current.grid.bar(way.leave)
        pieces.append(_piece(current, begin, leave, at, bool(enter), True))
        at, begin, enter = at + leave - begin, way.other.grid.bar(way.enter), way.enter
    last = way.other
    end = min(last.length, begin + length - at)
    piece = _piece(last, begin, end, at, bool(enter), False)
    mended = 0 if end == last.length else MENDED
    fade = max(mended, 0 if last.ends else round(ENDING_BARS * last.grid.bar_length), CLICK)
    return [*pieces, Piece(piece.take, piece.begin, piece.end, piece.at, piece.fade_in, min(fade, piece.length))]


def _piece(take: Take, begin: int, end: int, at: int, joined: bool, goes_on: bool) -> Piece:
    """A piece which, when `joined`, comes in half a beat early under the end of the one before."""
    overlap = round(take.grid.period / 2) if joined else 0
    fade_out = round(take.grid.period / 2) if goes_on else CLICK
    return Piece(take.name, begin - overlap, end, at - overlap, overlap or CLICK, fade_out)
