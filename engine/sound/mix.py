"""The whole sound of a draft: voice, music, the clips' own sound, effects, at one loudness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np

from engine.settings import settings
from engine.sound import audio, loudness, music, voice
from engine.sound.audio import RATE, Stereo
from engine.sound.curves import Curve, ducking, faded
from engine.sound.loudness import Sound
from engine.sound.reel import Reel
from nemo.draft import Draft, Segment

VOICE_LUFS = -16.0
CLIP_LUFS = -20.0  # people's recordings vary by 20 dB; beside a voice or music they are brought near this
CLIP_GAIN_DB = 12.0  # at most, so that a quiet room stays one
MUSIC_VOLUME = 0.35
LISTEN_MS = 30_000  # how much of a recording is measured
FILE_FADE_MS = 2500  # the end of a user's song which is longer than its segment
EDGE_MS = 12  # against a click where a clip is cut
_PART = 5 * RATE


class SoundAsset(Protocol):
    """What the mix needs of an upload."""

    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def audio_path(self) -> Path | None: ...


def mixdown(draft: Draft, assets: Mapping[str, SoundAsset], cache: Path | None = None) -> Iterator[Stereo]:
    """The sound of `draft` in blocks of at most 5 s: float32 of shape (n, 2) at 48 kHz, together round(duration × 48).

    Loudness is −14 ± 1 LUFS and no true peak is above −1 dBTP; a draft without any sound gives silence. Music and the
    clips' own sound go down while the voice speaks. The same draft gives the same samples. An asset which is missing
    is silent. Meanwhile the whole lies in a file (384 kB a second), so memory does not grow with the length. `cache` is
    the folder of that file and of kept speech, None for the engine's own.
    Raises `SoundError` when a voice or a music track the draft names is not installed, `OSError` when the disk is full.
    """
    with Reel(audio.samples(draft.duration), cache or settings().cache) as out:
        _mix(draft, assets, out, cache)
        loudness.level(out)
        for start in range(0, len(out), _PART):
            yield out[start : start + _PART]


def _mix(draft: Draft, assets: Mapping[str, SoundAsset], out: Sound, cache: Path | None) -> None:
    spoken = _speak(draft, out, cache)
    for segment in draft.segments("music"):
        _play_music(segment, assets, out, ducking(spoken) if segment.meta.ducking is not False else Curve())
    for role in ("main", "overlay", "sound"):
        for segment in draft.segments(role):
            _play_asset(segment, assets, out, ducking(spoken) if segment.meta.ducking is not False else Curve())


def _speak(draft: Draft, out: Sound, cache: Path | None) -> list[tuple[int, int]]:
    """Add the voice track; returns when somebody speaks, in ms."""
    spans: list[tuple[int, int]] = []
    for segment in draft.segments("voice"):
        meta = segment.meta
        if not meta.text or meta.mute:
            continue
        speech = voice.speak(meta.text, meta.voice, meta.speed or 1.0, draft.meta.language or "en", cache)
        samples = audio.doubled(speech.samples)
        stereo = np.repeat(samples[:, None], 2, axis=1)
        gain = _gain(stereo, VOICE_LUFS, 30.0) * _volume(segment, 1.0)
        _add(out, segment.start, stereo, faded(segment.start, speech.duration_ms, meta), gain)
        if speech.words and gain > 0:
            spans += [(segment.start + start, segment.start + end) for _, start, end in speech.words if end > start]
    return spans


def _play_music(segment: Segment, assets: Mapping[str, SoundAsset], out: Sound, ducked: Curve) -> None:
    meta = segment.meta
    volume = _volume(segment, MUSIC_VOLUME)
    if volume <= 0:
        return
    if meta.asset:
        _play_song(segment, assets, out, ducked, volume)
        return
    track = music.find(meta.track) if meta.track else music.choose(meta.mood or "", meta.id or "")
    curve = faded(segment.start, segment.duration, meta) + ducked
    for piece in music.pieces(track, audio.samples(segment.duration)):
        part = music.sound(piece.take)[piece.begin : piece.end] * piece.curve()[:, None]
        _add(out, segment.start + piece.at * 1000 / RATE, part, curve, volume)


def _play_song(segment: Segment, assets: Mapping[str, SoundAsset], out: Sound, ducked: Curve, volume: float) -> None:
    """The user's own music: cut with a fade when it is longer than its segment, begun again when it is shorter."""
    asset = assets.get(segment.meta.asset or "")
    path = _sound_of(asset)
    if path is None:
        return
    at, end, begin = float(segment.start), segment.end, segment.meta.in_ or 0
    gain = _gain(audio.read(path, begin, LISTEN_MS), music.LUFS, 30.0) * volume
    curve = faded(segment.start, segment.duration, segment.meta, least_out=FILE_FADE_MS) + ducked
    while at < end - EDGE_MS:
        heard = _stream(out, at, path, begin, end - at, 1.0, curve, gain)
        if heard <= EDGE_MS:
            return
        at, begin = at + heard, 0


def _play_asset(segment: Segment, assets: Mapping[str, SoundAsset], out: Sound, ducked: Curve) -> None:
    meta = segment.meta
    asset = assets.get(meta.asset or "")
    path = _sound_of(asset)
    volume = _volume(segment, 1.0)
    if path is None or meta.mute or volume <= 0:
        return
    speed, begin = meta.speed or 1.0, meta.in_ or 0
    heard = audio.read(path, begin, min(LISTEN_MS, segment.duration * speed))
    gain = _gain(heard, CLIP_LUFS, CLIP_GAIN_DB) * volume
    curve = faded(segment.start, segment.duration, meta, EDGE_MS, EDGE_MS) + ducked
    _stream(out, segment.start, path, begin, segment.duration, speed, curve, gain)


def _sound_of(asset: SoundAsset | None) -> Path | None:
    if asset is None:
        return None
    return asset.audio_path or (asset.path if asset.kind == "audio" else None)


def _volume(segment: Segment, usual: float) -> float:
    volume = segment.meta.volume
    return usual if volume is None else min(max(volume, 0.0), 2.0)


def _gain(samples: Stereo, target: float, most_db: float) -> float:
    """The factor which brings samples to `target` LUFS, `most_db` up or down at most; 1 for silence."""
    measured = loudness.integrated(samples)
    if measured < loudness.QUIETEST_LUFS:
        return 1.0
    return float(10 ** (np.clip(target - measured, -most_db, most_db) / 20))


def _stream(
    out: Sound, at_ms: float, path: Path, begin: float, length: float, speed: float, curve: Curve, gain: float
) -> float:
    """Add a file part by part; returns how many ms of it were heard."""
    done = 0
    for part in audio.stream(path, begin, length, speed):
        _add(out, at_ms + done * 1000 / RATE, part, curve, gain)
        done += len(part)
    return done * 1000 / RATE


def _add(out: Sound, at_ms: float, samples: Stereo, curve: Curve, gain: float) -> None:
    """Add samples which begin at `at_ms`, under a curve over the draft's time; what lies outside is not heard."""
    at = round(at_ms * RATE / 1000)
    first, last = max(0, at), min(len(out), at + len(samples))
    for start in range(first, last, _PART):
        stop = min(last, start + _PART)
        heard = samples[start - at : stop - at] * (curve.over(start, stop) * np.float32(gain))[:, None]
        out[start:stop] = out[start:stop] + heard
