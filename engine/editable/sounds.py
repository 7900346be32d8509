"""The sounds of a draft one by one, as WAV files which an editor may move: spoken lines, music, the clips' own sound.

Volumes and fades are in them; the ducking of the music and the loudness of the whole are the mix's and are not.
"""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from engine.media.assets import Assets
from engine.sound import audio, loudness, music, voice
from engine.sound.audio import RATE, Stereo
from engine.sound.curves import faded
from engine.sound.mix import EDGE_MS, LISTEN_MS, MUSIC_VOLUME, VOICE_LUFS
from nemo.draft import Segment

BLOCK = 5 * RATE
Blocks = Callable[[], Iterator[Stereo]]


def heard(segment: Segment, role: str, assets: Assets, language: str) -> Blocks | None:
    """How to make the sound of a segment, float32 (n, 2) at 48 kHz in blocks; None where nothing is heard."""
    meta = segment.meta
    usual = MUSIC_VOLUME if role == "music" else 1.0
    volume = usual if meta.volume is None else min(max(meta.volume, 0.0), 2.0)
    if meta.mute or volume <= 0:
        return None
    if role == "voice":
        return (lambda: _spoken(segment, language, volume)) if meta.text else None
    asset = assets.get(meta.asset or "")
    path = (asset.audio_path or (asset.path if asset.kind == "audio" else None)) if asset else None
    if path is not None:
        return lambda: _song(segment, path, volume) if role == "music" else _played(segment, path, volume)
    return (lambda: _packaged(segment, volume)) if role == "music" and not meta.asset else None


def write(out: BinaryIO, blocks: Iterable[Stereo], length: int) -> None:
    """A WAV of 16 bits and exactly `length` samples: cut, or filled up with silence."""
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.setnframes(length)
        left = length
        for block in blocks:
            file.writeframesraw(_pcm(block[:left]))
            left -= min(left, len(block))
        while left:
            file.writeframesraw(bytes(4 * min(left, BLOCK)))
            left -= min(left, BLOCK)


def _pcm(block: Stereo) -> bytes:
    return (np.clip(block, -1, 1) * 32767).astype("<i2").tobytes()


def _spoken(segment: Segment, language: str, volume: float) -> Iterator[Stereo]:
    meta = segment.meta
    speech = voice.speak(meta.text or "", meta.voice, meta.speed or 1.0, language)
    stereo = np.repeat(audio.doubled(speech.samples)[:, None], 2, axis=1)
    yield from _shaped(segment, [stereo], _towards(VOICE_LUFS, stereo) * volume)


def _played(segment: Segment, path: Path, volume: float) -> Iterator[Stereo]:
    meta = segment.meta
    parts = audio.stream(path, meta.in_ or 0, segment.duration, meta.speed or 1.0)
    yield from _shaped(segment, parts, volume, EDGE_MS)


def _song(segment: Segment, path: Path, volume: float) -> Iterator[Stereo]:
    """The user's own music, as loud as the packaged; one which is shorter than its segment begins again."""
    begin = segment.meta.in_ or 0
    gain = _towards(music.LUFS, audio.read(path, begin, LISTEN_MS)) * volume
    yield from _shaped(segment, _over_and_over(path, begin, audio.samples(segment.duration)), gain)


def _over_and_over(path: Path, begin: float, length: int) -> Iterator[Stereo]:
    while length > 0:
        before = length
        for part in audio.stream(path, begin, length * 1000 / RATE):
            yield part
            length -= len(part)
        begin = 0
        if before - length < RATE // 10:
            return


def _towards(target: float, samples: Stereo) -> float:
    measured = loudness.integrated(samples)
    return float(10 ** ((target - measured) / 20)) if measured > loudness.QUIETEST_LUFS else 1.0


def _packaged(segment: Segment, volume: float) -> Iterator[Stereo]:
    meta = segment.meta
    track = music.find(meta.track) if meta.track else music.choose(meta.mood or "", meta.id or "")
    yield from _shaped(segment, [music.fitted(track, segment.duration)], volume)


def _shaped(segment: Segment, parts: Iterable[Stereo], volume: float, edge: float = 0) -> Iterator[Stereo]:
    """The parts with the segment's volume and fades, in small blocks."""
    curve = faded(0, segment.duration, segment.meta, edge, edge)
    at = 0
    for part in parts:
        for start in range(0, len(part), BLOCK):
            block = part[start : start + BLOCK]
            yield block * (curve.over(at, at + len(block)) * np.float32(volume))[:, None]
            at += len(block)
