"""Captions of what is said in clips, by the real model of requirements-speech.txt."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import settings as engine_settings
from engine.director.timeline import problems, put, relay
from engine.director.turn import Edited, Say, Tool, Turn, take_turn
from engine.media.assets import Asset
from engine.sound import audio, listening
from engine.sound.subtitles import srt
from engine.sound.voice import speak
from nemo.draft import Draft
from tests.engine.sounding import flac, tone

TEXT = "Welcome to our little bakery. Every loaf is baked before the sun is up."


@pytest.fixture(scope="module", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Transcripts are kept in a data folder of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REELWRIGHT_DATA", str(tmp_path_factory.mktemp("data")))
        engine_settings.settings.cache_clear()
        yield
    engine_settings.settings.cache_clear()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


def clip(folder: Path, name: str, samples: np.ndarray) -> Asset:
    path = flac(folder / f"{name}.flac", samples)
    known = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "path": path,
        "audio_path": path,
        "width": 1080,
        "height": 1920,
        "fps": 30.0,
        "has_audio": True,
    }
    return Asset(id=name, kind="clip", name=f"{name}.mp4", duration_ms=len(samples) // 48, **known)


@pytest.fixture(scope="module")
def spoken(folder: Path) -> tuple[Asset, list[tuple[str, int, int]]]:
    """A clip of somebody speaking after half a second, and when each word really sounds."""
    speech = speak(TEXT, cache=folder / "speech")
    mono = np.concatenate([np.zeros(24_000, np.float32), audio.doubled(speech.samples), np.zeros(24_000, np.float32)])
    stereo = np.repeat(mono[:, None], 2, axis=1) + np.random.default_rng(1).normal(0, 0.002, (len(mono), 2))
    return clip(folder, "talk", stereo.astype(np.float32)), [(w, s + 500, e + 500) for w, s, e in speech.words]


def film(*clips: tuple[Asset, dict[str, Any]]) -> Draft:
    draft = Draft.read({"m": {"width": 1080, "height": 1920, "language": "en"}})
    at = 0
    for asset, meta in clips:
        length = meta.pop("d", asset.duration_ms)
        put(draft, "main", at, length, kind="clip", asset=asset.id, name=asset.name, **meta)
        at += length
    relay(draft)
    return draft


def asked(message: str, draft: Draft, *assets: Asset) -> tuple[str, Draft, list[str]]:
    events = list(take_turn(Turn(message, draft, assets={asset.id: asset for asset in assets})))
    edited = next((event.draft for event in events if isinstance(event, Edited)), draft)
    tools = [event.name for event in events if isinstance(event, Tool)]
    return "".join(event.text for event in events if isinstance(event, Say)), edited, tools


def plain(text: str) -> list[str]:
    return "".join(sign for sign in text.lower() if sign.isalnum() or sign.isspace()).split()


def test_what_is_said_is_captioned_when_it_is_said(spoken: tuple[Asset, list[tuple[str, int, int]]]) -> None:
    asset, truth = spoken
    answer, draft, _ = asked("add captions from what I say in my clip", film((asset, {})), asset)
    assert answer.startswith("Listening to what is said… Captions of what is said")
    words = [(w.text, c.start + w.start) for c in draft.segments("caption") for w in c.meta.words or []]
    assert plain(" ".join(word for word, _ in words)) == plain(TEXT)
    off = [abs(at - start) for (_, at), (_, start, _) in zip(words, truth, strict=True)]
    assert np.median(off) <= 150 and max(off) <= 700
    assert not problems(draft) and "little bakery" in srt(draft).replace("\n", " ")


def test_a_trimmed_faster_clip_is_captioned_where_its_words_fall(spoken: tuple[Asset, Any], folder: Path) -> None:
    asset, truth = spoken
    begin = truth[5][1] - 100  # from "Every" on
    still = clip(folder, "still", tone(2, gain=0.0))
    whole = film((still, {}), (asset, {"in_": begin, "speed": 2.0, "d": (asset.duration_ms - begin) // 2}))
    _, draft, _ = asked("caption what is said", whole, asset, still)
    shown = draft.segments("caption")
    assert plain(shown[0].meta.text or "")[:2] == ["every", "loaf"] and 2000 <= shown[0].start <= 2400
    again, moved, _ = asked("swap clip 1 and clip 2", draft, asset, still)
    assert again and [c.start + 2000 for c in moved.segments("caption")] == [c.start for c in shown], "they move along"


def test_a_clip_in_which_nobody_speaks_has_nothing_to_caption(folder: Path) -> None:
    noise = np.random.default_rng(2).normal(0, 0.02, (48_000 * 3, 2)).astype(np.float32)
    wind = clip(folder, "wind", noise)
    answer, draft, _ = asked("add captions", film((wind, {})), wind)
    assert "nobody speak in" in answer and not draft.segments("caption")


@pytest.mark.parametrize(
    "message",
    [
        "add captions from what is said in my clip",
        "transcribe my clip",
        "auto captions please",
        "subtitle what she says",
        "add subtitles for the speech in clip 1",
        "给我说的话加字幕",
        "自动字幕",
        "识别视频里说的话，加上字幕",
        "añade subtítulos de lo que digo",
        "ajoute des sous-titres de ce que je dis",
        "add captions",
        "加字幕",
    ],
)
def test_the_wish_is_understood(message: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "here", lambda: False)
    quiet = clip(folder, "quiet", tone(1))
    answer, draft, tools = asked(message, film((quiet, {})), quiet)
    assert "requirements-speech.txt" in answer and not tools and not draft.segments("caption")


def test_captions_of_the_voiceover_are_still_those(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "here", lambda: False)
    quiet = clip(folder, "quiet", tone(3))
    draft = film((quiet, {}))
    put(draft, "voice", 100, 1500, text="Hello there.", speed=1.0)
    answer, after, _ = asked("add captions", draft, quiet)
    assert "requirements-speech.txt" not in answer and after.segments("caption")[0].meta.asset is None


def test_without_a_clip_that_sounds_it_says_so(folder: Path) -> None:
    draft = Draft.read({"m": {"width": 1080, "height": 1920}})
    put(draft, "main", 0, 3000, kind="card")
    relay(draft)
    answer, _, _ = asked("caption what I say in my clip", draft)
    assert "no clip with sound" in answer
