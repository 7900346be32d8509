"""The whole sound of a draft: exact in length, even in loudness, and everything where the draft puts it."""

import resource
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm
import pytest

from engine.errors import RenderError, SoundError
from engine.render.output import Output
from engine.render.render import render
from engine.sound import audio, loudness, music
from engine.sound.audio import RATE, Stereo
from engine.sound.mix import mixdown
from engine.sound.voice import speak
from tests.engine.sounding import Recording, draft, flac, level, mixed, pitch, tone

SENTENCE = "Meet the Glow Serum, now only forty-nine dollars."


def lufs(samples: Stereo) -> float:
    """Measured by another's meter."""
    return float(pyloudnorm.Meter(RATE).integrated_loudness(samples))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("speech")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Ten seconds: five of 300 Hz, five of 900 Hz."""
    sound = flac(tmp_path_factory.mktemp("clips") / "clip.flac", np.concatenate([tone(5, 300), tone(5, 900)]))
    return Recording("clip", sound.with_suffix(".mp4"), sound)


CASES: dict[str, dict[str, list[dict[str, Any]]]] = {
    "voice and music": {
        "voice": [{"d": 3000, "text": SENTENCE, "start": 500}],
        "music": [{"d": 12345, "mood": "happy"}],
    },
    "voice alone": {"voice": [{"d": 3000, "text": SENTENCE, "start": 500}]},
    "music alone": {"music": [{"d": 12345, "track": "energetic_electronic_s411"}]},
    "quiet music alone": {"music": [{"d": 12345, "mood": "calm", "volume": 0.05}]},
    "a clip alone": {"main": [{"d": 8000, "kind": "clip", "asset": "clip"}]},
    "everything": {
        "main": [{"d": 8000, "kind": "clip", "asset": "clip"}],
        "voice": [{"d": 3000, "text": SENTENCE, "start": 500}, {"d": 3000, "text": SENTENCE, "start": 6000}],
        "music": [{"d": 12345, "mood": "upbeat", "volume": 1.0}],
        "sound": [{"d": 1000, "asset": "clip", "start": 11000}],
    },
}


@pytest.mark.parametrize("name", CASES)
def test_loudness_and_peaks_are_what_the_platforms_ask_for(name: str, clip: Recording, shelf: Path) -> None:
    sound = mixed(draft(12345, **CASES[name]), {"clip": clip}, shelf)
    assert sound.shape == (12345 * 48, 2) and sound.dtype == np.float32
    assert lufs(sound) == pytest.approx(-14, abs=1)
    assert loudness.true_peak(sound) <= -1


def test_nothing_to_hear_is_silence_of_the_right_length(clip: Recording) -> None:
    muted = [{"d": 5000, "kind": "clip", "asset": "clip", "mute": True}]
    photos = [{"d": 5000, "kind": "photo", "asset": "gone"}]
    off = [{"d": 5000, "mood": "calm", "volume": 0.0}]
    for tracks in ({}, {"main": muted}, {"main": photos}, {"music": off}):
        sound = mixed(draft(5000, **tracks), {"clip": clip})
        assert sound.shape == (240_000, 2) and not sound.any()
    assert mixed(draft(0), {}).shape == (0, 2)


def test_the_same_draft_is_the_same_sound(clip: Recording, shelf: Path) -> None:
    once, again = (mixed(draft(12345, **CASES["everything"]), {"clip": clip}, shelf) for _ in range(2))
    assert np.array_equal(once, again)


def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    song = {"song": Recording("audio", flac(tmp_path / "song.flac", tone(20)))}

    def peak(seconds: int) -> int:
        tracemalloc.start()
        for _ in mixdown(draft(seconds * 1000, music=[{"d": seconds * 1000, "asset": "song"}]), song, tmp_path):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(120) < peak(40) + 5_000_000, "80 seconds more are 31 MB"


def test_a_disk_which_cannot_hold_the_mix_is_told(tmp_path: Path) -> None:
    whole = draft(3000, music=[{"d": 3000, "mood": "calm"}])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(RenderError, match=r"could not be saved: .* The project and what was already rendered are"):
            render(whole, Output(format="wav"), {}, tmp_path / "film", tmp_path / "cache")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert render(whole, Output(format="wav"), {}, tmp_path / "film", tmp_path / "cache").stat().st_size > 576_000


def test_music_steps_back_while_somebody_speaks_and_comes_up_again(shelf: Path) -> None:
    """Measured on the music by itself, with its ducking and without."""
    spoken = [{"d": 3000, "text": SENTENCE, "start": 4000}]
    end = 4000 + speak(SENTENCE, cache=shelf).words[-1][2]
    with_duck, without = (
        _music_only(draft(12000, voice=spoken, music=[{"d": 12000, "mood": "upbeat", "ducking": ducking}]), shelf)
        for ducking in (True, False)
    )
    ratio = [
        level(with_duck[a * 48 : b * 48]) - level(without[a * 48 : b * 48])
        for a, b in ((500, 3500), (4300, end), (end + 1200, 11000))
    ]
    assert ratio[0] == pytest.approx(0, abs=0.1) and ratio[2] == pytest.approx(0, abs=0.1)
    assert ratio[1] == pytest.approx(-9, abs=0.5)


def _music_only(whole: Any, shelf: Path) -> Stereo:
    """The music of a draft under its ducking, before the voice is added and the level set."""
    from engine.sound import mix

    out = np.zeros((whole.duration * 48, 2), np.float32)
    spoken = mix._speak(whole, np.zeros_like(out), shelf)
    segment = whole.segments("music")[0]
    mix._play_music(segment, {}, out, mix.ducking(spoken) if segment.meta.ducking is not False else mix.Curve())
    return out


def test_the_voice_stands_clear_of_the_music(shelf: Path) -> None:
    start = 4000
    length = speak(SENTENCE, cache=shelf).duration_ms
    whole = draft(
        12000, voice=[{"d": length, "text": SENTENCE, "start": start}], music=[{"d": 12000, "mood": "upbeat"}]
    )
    background = _music_only(whole, shelf)[start * 48 : (start + length) * 48]
    assert -16 - loudness.integrated(background) > 15  # the voice is set to −16 LUFS before both are raised


def test_a_clip_is_heard_from_its_in_point_at_its_speed_and_pitch(clip: Recording) -> None:
    plain = mixed(
        draft(6000, main=[{"d": 4000, "kind": "clip", "asset": "clip", "in": 3000, "start": 1000}]), {"clip": clip}
    )
    assert level(plain[: 900 * 48]) < -90 and level(plain[5100 * 48 :]) < -90
    assert pitch(plain[1500 * 48 : 2800 * 48]) == pytest.approx(300, abs=2)
    assert pitch(plain[3200 * 48 : 4800 * 48]) == pytest.approx(900, abs=2)
    fast = mixed(draft(5000, main=[{"d": 5000, "kind": "clip", "asset": "clip", "speed": 2.0}]), {"clip": clip})
    assert pitch(fast[500 * 48 : 2300 * 48]) == pytest.approx(300, abs=3)
    assert pitch(fast[2800 * 48 : 4800 * 48]) == pytest.approx(900, abs=3)
    slow = mixed(draft(8000, main=[{"d": 8000, "kind": "clip", "asset": "clip", "speed": 0.4}]), {"clip": clip})
    assert pitch(slow[1000 * 48 : 7000 * 48]) == pytest.approx(300, abs=3)


def test_volume_and_fades_of_a_segment_are_heard(clip: Recording) -> None:
    main = [
        {"d": 4000, "kind": "clip", "asset": "clip", "volume": 1.0},
        {
            "d": 4000,
            "kind": "clip",
            "asset": "clip",
            "volume": 0.25,
            "start": 4000,
            "fade_in_ms": 1000,
            "fade_out_ms": 1000,
        },
    ]
    sound = mixed(draft(8000, main=main), {"clip": clip})
    loud, soft = level(sound[1000 * 48 : 3000 * 48]), level(sound[5500 * 48 : 6500 * 48])
    assert loud - soft == pytest.approx(12, abs=0.5)
    assert level(sound[4000 * 48 : 4100 * 48]) < soft - 12 and level(sound[7900 * 48 :]) < soft - 12


def test_the_users_own_song_is_cut_with_a_fade_or_begun_again(tmp_path: Path) -> None:
    song = Recording("audio", flac(tmp_path / "song.flac", tone(6)))
    longer = mixed(draft(4000, music=[{"d": 4000, "asset": "song", "volume": 1.0}]), {"song": song})
    assert level(longer[-480:]) < level(longer[:48000]) - 30
    shorter = mixed(draft(20000, music=[{"d": 20000, "asset": "song", "volume": 1.0}]), {"song": song})
    for second in range(1, 17):
        assert level(shorter[second * RATE : second * RATE + 4800]) > -25


def test_a_voice_is_never_cut_by_the_length_of_its_segment(shelf: Path) -> None:
    length = speak(SENTENCE, cache=shelf).words[-1][2]
    sound = mixed(draft(6000, voice=[{"d": 500, "text": SENTENCE}]), {}, shelf)
    assert level(sound[(length - 500) * 48 : length * 48]) > -40


def test_a_voice_or_a_track_which_is_not_here_is_an_error_with_a_name(shelf: Path) -> None:
    with pytest.raises(SoundError, match="no voice called “Zed”"):
        mixed(draft(3000, voice=[{"d": 3000, "text": "Hello.", "voice": "Zed"}]), {}, shelf)
    with pytest.raises(SoundError, match="no music track called “polka”"):
        mixed(draft(3000, music=[{"d": 3000, "track": "polka"}]), {}, shelf)


def test_the_encoder_adds_no_peaks(tmp_path: Path) -> None:
    """Noise shaping in time made this track's one beat 1 dB louder than the mix, and in a finished film 4 dB."""
    music_alone = {"track": "happy_electronic_1", "volume": 0.8, "fade_in_ms": 400, "fade_out_ms": 1500}
    whole = draft(10_000, music=[{"d": 10_000, **music_alone}])
    film = render(whole, Output(format="m4a"), {}, tmp_path / "film", tmp_path / "cache")
    heard = np.concatenate([*audio.stream(film)])
    assert loudness.true_peak(heard) <= loudness.true_peak(mixed(whole, {})) + 0.5


def test_our_meter_agrees_with_another() -> None:
    rng = np.random.default_rng(3)
    noise = (rng.standard_normal((RATE * 8, 2)) * np.linspace(0.001, 0.3, RATE * 8)[:, None]).astype(np.float32)
    for sound in (noise, tone(3, 997.0), music.sound("calm_acoustic_1")):
        assert loudness.integrated(sound) == pytest.approx(lufs(sound), abs=0.1)
    assert loudness.integrated(tone(3, 997.0, gain=1.0)) == pytest.approx(
        0.0, abs=0.1
    )  # BS.1770: 0 dBFS at 997 Hz, both
    assert loudness.true_peak(tone(1, 12_000.0, gain=0.5)) == pytest.approx(-6.02, abs=0.3)


def test_hot_sound_is_turned_down_without_clipping(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    bursts = (rng.standard_normal((RATE * 25, 2)) * (np.arange(RATE * 25) % RATE < 2000)[:, None]).astype(
        np.float32
    ) * 0.3
    sound = bursts.copy()
    loudness.level(sound)
    assert loudness.true_peak(sound) <= -1.5
    assert level(sound) > -30
