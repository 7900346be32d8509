"""How fast the sound is made, and what it measures: voices, word times, music, ten minutes of mix."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.sound import acoustic, loudness, mix, music, phonemes
from engine.sound.acoustic import RATE, UNIT
from engine.sound.spoken import said
from engine.sound.voice import speak, voices, warm
from nemo.draft import Draft

SENTENCES = {
    "en": "Meet the Glow Serum, now only forty-nine dollars. It lasts all day, and your skin stays soft.",
    "zh": "欢迎参加我们的婚礼，地点在玫瑰山花园。期待您的光临。",
}
VOWELS, HUMS, HISSES = set("AIOQWYaeiouɑɐɒæɔəɚɛɜɪʊʌᵻᵊɤɨy"), set("mnŋlɹwjɻɥ"), set("szʃʒfvθðhɕʂx")


def benches() -> Iterator[dict[str, Any]]:
    """Seconds are wall time of this process on whatever else the machine does."""
    begun = time.perf_counter()
    warm()
    yield {"bench": "sound: load the default voice", "s": round(time.perf_counter() - begun, 2)}
    with tempfile.TemporaryDirectory() as folder:
        yield from speaking(Path(folder))
        yield from mixing(Path(folder))
    yield from lag()
    yield from fitting()


def speaking(shelf: Path) -> Iterator[dict[str, Any]]:
    """Each voice's time for a second of speech."""
    for voice in voices():
        text = SENTENCES[voice.language]
        speak("Yes." if voice.language == "en" else "好。", voice.name, language=voice.language, cache=shelf)
        begun = time.perf_counter()
        speech = speak(text, voice.name, language=voice.language, cache=shelf)
        took = time.perf_counter() - begun
        yield {
            "bench": f"sound: speak as {voice.name}",
            "s": round(took, 2),
            "of real time": round(took * 1000 / speech.duration_ms, 3),
        }


def mixing(shelf: Path) -> Iterator[dict[str, Any]]:
    """Half a minute and ten minutes with a sentence every six seconds."""
    for seconds in (30, 600):
        text = SENTENCES["en"].split(". ")[0] + "."
        length = speak(text, cache=shelf).duration_ms
        spoken = [{"d": length, "m": {"start": at * 1000, "text": text}} for at in range(1, seconds - 5, 6)]
        tracks = [("voice", spoken), ("music", [{"d": seconds * 1000, "m": {"mood": "upbeat"}}])]
        wire = {"d": seconds * 1000, "t": [{"tt": 1, "m": {"role": role}, "sg": items} for role, items in tracks]}
        begun = time.perf_counter()
        sound = np.concatenate([*mix.mixdown(Draft.read(wire), {}, shelf)])
        yield {
            "bench": f"sound: mix {seconds} s",
            "s": round(time.perf_counter() - begun, 2),
            "LUFS": round(loudness.integrated(sound), 2),
            "dBTP": round(loudness.true_peak(sound), 2),
        }


def lag() -> Iterator[dict[str, Any]]:
    """How long before its durations each network sounds: where loudness fits the phonemes' kinds best."""
    for voice in voices():
        if voice.name not in ("heart", "kai", "xiaoyu"):
            continue
        scores = {}
        for breath in phonemes.breaths(said(SENTENCES[voice.language], voice.language), chinese=True):
            samples, units = acoustic.network(voice.model).utter(breath.phonemes, 1.0, voice.style)
            kinds = np.repeat([0.0, *map(_sonority, breath.phonemes), 0.0], np.asarray(units) * UNIT)[: len(samples)]
            level = np.log10(np.convolve(samples**2, np.ones(480) / 480, "same")[: len(kinds)] + 1e-8)
            for ms in range(-120, 121, 10):
                shift = ms * RATE // 1000
                one, other = (
                    (kinds[: len(kinds) - shift], level[shift:]) if shift >= 0 else (kinds[-shift:], level[:shift])
                )
                scores.setdefault(ms, []).append(float(np.corrcoef(one, other)[0, 1]))
        best = max(scores, key=lambda ms: float(np.mean(scores[ms])))
        yield {"bench": f"sound: lag of {voice.name}", "ms": best}


def _sonority(phoneme: str) -> float:
    return (
        1.0
        if phoneme in VOWELS or phoneme in "ˈˌː→↗↓↘"
        else 0.6
        if phoneme in HUMS
        else 0.25
        if phoneme in HISSES
        else 0.0
    )


def fitting() -> Iterator[dict[str, Any]]:
    """For every track at four lengths: the longest silence left at the end, and the weakest join."""
    gaps, joins, begun = [], [], time.perf_counter()
    for track in music.catalogue():
        for seconds in (15, 30, 47, 60):
            sound = music.fitted(track, seconds * 1000)
            pieces = music.pieces(track, len(sound))
            gaps.append((len(sound) - pieces[-1].at - pieces[-1].length) / 48000)
            whole = float((sound**2).mean())
            joins += [10 * np.log10(float((sound[p.at : p.at + 48000] ** 2).mean()) / whole) for p in pieces[1:]]
    yield {
        "bench": "sound: fit 28 tracks to 4 lengths",
        "s": round(time.perf_counter() - begun, 1),
        "silence at the end, s": f"median {np.median(gaps):.2f}, most {max(gaps):.2f}",
        "quietest join, dB": round(min(joins), 1),
    }
