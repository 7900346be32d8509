"""Packaged music fitted to a length: cut on the beat, carried on by siblings, with a real ending."""

from __future__ import annotations

import functools
import hashlib

import numpy as np

from engine.errors import SoundError
from engine.sound import audio, loudness, splice, tracks
from engine.sound.audio import RATE, Stereo
from engine.sound.beats import Grid, grid
from engine.sound.splice import Piece, Take
from engine.sound.tracks import MOODS, MusicTrack

LUFS = -16.0  # every track at volume 1, so that siblings match and a volume means the same in all
DEFAULT_MOOD = "calm"
OTHER_NAMES = {
    "lofi": "lo-fi",
    "lo fi": "lo-fi",
    "energetic": "upbeat",
    "tender": "romantic",
    "wedding": "romantic",
    "business": "corporate",
    "joyful": "happy",
    "fun": "playful",
    "epic": "cinematic",
    "emotional": "nostalgic",
    "relaxed": "calm",
    "peaceful": "calm",
}


def catalogue() -> list[MusicTrack]:
    """Every packaged track, with its moods and its rights."""
    return list(tracks.table().values())


def choose(mood: str, seed: int | str = 0) -> MusicTrack:
    """A track of this mood; the same mood and seed give the same track. An unknown mood is taken as calm."""
    wanted = OTHER_NAMES.get(mood.strip().lower(), mood.strip().lower())
    families = MOODS.get(wanted, MOODS[DEFAULT_MOOD])
    fitting = [track for track in catalogue() if track.family in families]
    place = int.from_bytes(hashlib.sha256(f"{wanted}\0{seed}".encode()).digest()[:8])
    return fitting[place % len(fitting)]


def find(name: str) -> MusicTrack:
    """The packaged track of this id. Raises `SoundError` when there is none."""
    track = tracks.table().get(name)
    if track is None:
        raise SoundError(f"There is no music track called “{name[:40]}”; choose another and the rest stays as it is.")
    return track


def fitted(track: MusicTrack, length_ms: int) -> Stereo:
    """The track made to last exactly `length_ms`: float32 (round(length × 48), 2) at 48 kHz, at `LUFS`.

    A longer time is filled by siblings of the same tempo and key, joined on the bar; the end is a track's own last bars
    where it has an ending, else a fade over its last two bars. It may fall silent up to half a second before the end.
    """
    out = np.zeros((audio.samples(length_ms), 2), np.float32)
    for piece in pieces(track, len(out)):
        out[piece.at : piece.at + piece.length] += piece.curve()[:, None] * sound(piece.take)[piece.begin : piece.end]
    return out


def beats(track: MusicTrack, length_ms: int, every: int = 1) -> list[int]:
    """The moments in ms at which the beats of `fitted(track, length_ms)` fall; `every=4` gives the bars."""
    out: list[int] = []
    for piece in pieces(track, audio.samples(length_ms)):
        own = grid_of(piece.take)
        last = round((piece.end - own.first) / own.period)
        places = [round(own.first + beat * own.period) for beat in range(-8, last + 1) if beat % every == 0]
        heard = [piece.at + place - piece.begin for place in places if piece.begin + piece.fade_in <= place < piece.end]
        out += [round(place * 1000 / RATE) for place in heard]
    return sorted({ms for ms in out if 0 <= ms < length_ms})


def pieces(track: MusicTrack, length: int) -> tuple[Piece, ...]:
    """The stretches of packaged sound which make `length` samples; see `splice`."""
    return _pieces(track.id, length)


@functools.lru_cache(maxsize=64)
def _pieces(name: str, length: int) -> tuple[Piece, ...]:
    track = find(name)
    siblings = [other for other in catalogue() if (other.family, other.key) == (track.family, track.key)]
    place = siblings.index(track)
    takes = [_take(other.id) for other in siblings[place:] + siblings[:place]]
    return tuple(splice.splice(takes, length))


@functools.lru_cache(maxsize=6)
def sound(name: str) -> Stereo:
    """A whole packaged track at `LUFS`; 12 MB each, the last few kept."""
    samples = audio.read(find(name).path)
    samples *= np.float32(10 ** ((LUFS - loudness.integrated(samples)) / 20))
    samples.flags.writeable = False
    return samples


@functools.cache
def grid_of(name: str) -> Grid:
    """The beats of a packaged track."""
    return grid(sound(name), find(name).bpm)


@functools.cache
def _take(name: str) -> Take:
    samples = sound(name)
    last = samples[-3 * RATE // 10 :]
    quiet = float(np.mean(last**2)) < 0.063 * float(np.mean(samples**2))  # 12 dB: the last chord has rung out
    return Take(name, len(samples), quiet, grid_of(name))
