"""Packaged music fits any length on the beat, ends as music ends, and says whose it is."""

import numpy as np
import pytest

from engine.errors import SoundError
from engine.sound import loudness, music, splice
from engine.sound.audio import RATE, Stereo
from engine.sound.tracks import MOODS

LENGTHS = [5_000, 21_345, 60_000]


def level(samples: Stereo) -> float:
    return 10 * float(np.log10((samples**2).mean() + 1e-10))


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_fits_every_length_to_the_sample(mood: str) -> None:
    for length in LENGTHS:
        track = music.choose(mood, length)
        assert mood in track.moods
        sound = music.fitted(track, length)
        assert sound.shape == (length * 48, 2) and sound.dtype == np.float32
        assert level(sound) > -26


@pytest.mark.parametrize("family", sorted({track.family for track in music.catalogue()}))
def test_it_ends_and_does_not_stop(family: str) -> None:
    track = next(track for track in music.catalogue() if track.family == family)
    for length in (*LENGTHS, 180_000):
        sound = music.fitted(track, length)
        assert level(sound[-RATE // 20 :]) < level(sound) - 15, length
        last = music.pieces(track, len(sound))[-1]
        assert len(sound) - (last.at + last.length) < 1.5 * RATE, "the music is over long before the picture"


def test_it_never_falls_silent_at_a_join() -> None:
    for track in music.catalogue()[::3]:
        sound = music.fitted(track, 60_000)
        joins = [piece.at for piece in music.pieces(track, len(sound))[1:]]
        assert joins
        for at in joins:
            assert level(sound[at : at + RATE]) > level(sound) - 15


def test_cuts_fall_on_the_beat() -> None:
    for name in ("happy_acoustic_1", "energetic_electronic_2", "calm_acoustic_s522"):
        track = music.find(name)
        period = 60 * RATE / track.bpm
        bars = music.beats(track, 60_000, every=4)
        steps = np.diff(bars) * 48 / (4 * period)
        assert np.abs(steps - np.round(steps)).max() < 0.06, name
        assert (np.round(steps) >= 1).all()


def test_beats_are_where_the_sound_begins() -> None:
    """Loudness rises on the beats, more than half a beat later."""
    for name in ("happy_acoustic_1", "energetic_acoustic_s522", "tender_acoustic_1"):
        track = music.find(name)
        sound = music.fitted(track, 20_000).mean(axis=1)
        energy = np.log10((sound.reshape(-1, 480) ** 2).mean(axis=1) + 1e-8)
        rise = np.maximum(np.diff(energy, prepend=energy[0]), 0)
        beats = [ms for ms in music.beats(track, 20_000) if 500 < ms < 15_000]
        on, off = (
            np.mean([rise[int(ms + late) // 10 - 4 : int(ms + late) // 10 + 5].max() for ms in beats])
            for late in (0, 30_000 / track.bpm)
        )
        assert on > off, name


def test_the_same_mood_and_seed_give_the_same_track_and_others_vary() -> None:
    assert music.choose("romantic", 5) == music.choose("Romantic ", 5)
    assert len({music.choose("upbeat", seed).id for seed in range(40)}) >= 5
    assert music.choose("lofi").family == "nostalgic_electronic"
    assert "calm" in music.choose("no such mood").moods


def test_every_track_says_whose_it_is_and_how_it_was_made() -> None:
    tracks = music.catalogue()
    assert len(tracks) == 28 and len({track.title for track in tracks}) == 28
    for track in tracks:
        assert track.path.is_file()
        assert track.rights.licence == "MIT" and "ACE-Step" in track.rights.author and track.rights.title == track.title


def test_all_tracks_are_equally_loud() -> None:
    for track in music.catalogue()[::5]:
        assert loudness.integrated(music.sound(track.id)) == pytest.approx(music.LUFS, abs=0.1)


def test_an_unknown_track_is_named() -> None:
    with pytest.raises(SoundError, match="no music track called “disco”"):
        music.find("disco")


def test_no_length_is_no_music() -> None:
    assert music.fitted(music.choose("calm"), 0).shape == (0, 2)
    assert splice.splice([music._take("calm_acoustic_1")], 0) == []
