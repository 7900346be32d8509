"""Every format, opened again and looked into; sizes, rates, qualities, stills."""

import time

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from engine.errors import RenderError
from engine.render.notes import notes
from engine.render.output import FORMATS, QUALITIES, Output
from engine.render.render import render, still
from tests.engine.rendering import asset, draft, flac, frames, photo, sound

FILMS = {
    "mp4": ("h264", "aac"),
    "mov": ("h264", "aac"),
    "mkv": ("h264", "aac"),
    "webm": ("vp9", "opus"),
    "avi": ("mpeg4", "mp3float"),
}
SOUNDS = {"mp3": "mp3float", "wav": "pcm_s16le", "m4a": "aac", "aac": "aac"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A draft of 3 s with a picture, words and a beep from 1.0 to 1.5 s; its assets; a folder."""
    folder = tmp_path_factory.mktemp("formats")
    samples = np.zeros((3 * 48000, 2), np.float32)
    samples[48000:72000] = 0.5 * np.sin(np.arange(24000) * 0.1)[:, None]
    path = flac(folder / "beep.flac", samples)
    beep = asset(path, "audio", duration_ms=3000, audio_path=path, has_audio=True)
    music = [{"d": 3000, "start": 0, "asset": "beep", "volume": 1.0, "ducking": False}]
    title = [{"d": 2000, "start": 500, "text": "Formats"}]
    main = [{"d": 3000, "kind": "photo", "asset": "p0", "motion": "zoom_in"}]
    return draft(main, title=title, music=music), {"p0": photo(folder, "p0", 4), "beep": beep}, folder


def export(made, name="film", **wish):
    one, assets, folder = made
    return render(one, Output(**wish), assets, folder / name, folder / "cache")


@pytest.mark.parametrize("format", FILMS)
def test_films_play_with_sound_in_step(format, made):
    film = export(made, format=format)
    assert film.name == f"film.{format}"
    with av.open(str(film)) as container:
        names = [stream.codec_context.name for stream in container.streams]
        assert tuple(name.removeprefix("lib") for name in names) == FILMS[format]
        assert abs(container.duration / 1e6 - 3) <= 0.05
    shown = frames(film)
    assert len(shown) == 75 and shown[0].shape == (320, 180, 3)
    assert np.abs(shown[0].astype(int) - shown[70]).mean() > 1
    heard = sound(film)
    loud = np.flatnonzero(np.abs(heard).max(1) > 0.1) / 48000
    assert abs(loud[0] - 1.0) <= 0.02 and abs(loud[-1] - 1.5) <= 0.02


def test_the_film_formats_share_their_pictures(made):
    shown = {name: frames(export(made, format=name)) for name in ("mp4", "mov", "mkv")}
    assert all(np.array_equal(a, b) for a, b in zip(shown["mp4"], shown["mov"], strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(shown["mp4"], shown["mkv"], strict=True))


@pytest.mark.parametrize("format", SOUNDS)
def test_sounds_hold_the_mix_alone(format, made):
    file = export(made, format=format)
    with av.open(str(file)) as container:
        assert [stream.codec_context.name for stream in container.streams] == [SOUNDS[format]]
    heard = sound(file)
    assert abs(len(heard) / 48000 - 3) <= 0.08
    loud = np.flatnonzero(np.abs(heard).max(1) > 0.1) / 48000
    assert abs(loud[0] - 1.0) <= 0.06


@pytest.mark.parametrize("format", ["gif", "webp"])
def test_animations_move_for_as_long(format, made):
    file = export(made, format=format)
    with Image.open(file) as animation:
        assert animation.format == format.upper() and animation.is_animated
        lengths, pictures = [], []
        for number in range(animation.n_frames):
            animation.seek(number)
            pictures.append(np.asarray(animation.convert("RGB"), int))
            lengths.append(animation.info["duration"])
        assert animation.info.get("loop") == 0, "it goes on for ever"
    assert abs(sum(lengths) / 1000 - 3) <= 0.15
    assert np.abs(pictures[0] - pictures[-1]).mean() > 1
    film = frames(export(made))
    assert np.abs(cv2.resize(film[37], pictures[0].shape[1::-1]) - pictures[round(37 / 75 * len(pictures))]).mean() < 14


@pytest.mark.parametrize("format", ["jpg", "png"])
def test_stills_show_the_title(format, made):
    file = export(made, format=format)
    with Image.open(file) as image:
        assert image.format == {"jpg": "JPEG", "png": "PNG"}[format] and image.size == (180, 320)
        shown = np.asarray(image.convert("RGB"), int)
    film = frames(export(made))
    assert np.abs(shown - film[37]).mean() < 5


def test_every_format_has_its_qualities_and_a_mime_type():
    for row in FORMATS.values():
        assert row.mime and row.suffix in {*FORMATS, "zip"}
        if row.video:
            assert {"draft", "standard", "high"} <= set(QUALITIES[row.video])


@pytest.mark.parametrize(("format", "least"), [("webm", 1.15), ("avi", 1.15), ("webp", 1.1)])
def test_better_quality_costs_bytes(format, least, made):
    sizes = [
        export(made, quality, format=format, quality=quality).stat().st_size
        for quality in ("draft", "standard", "high")
    ]
    assert sizes[2] > sizes[0] * least


def test_better_quality_is_nearer_to_the_picture(made):
    poster = cv2.cvtColor(cv2.imread(str(export(made, format="png"))), cv2.COLOR_BGR2RGB).astype(float)
    films = [frames(export(made, quality, quality=quality)) for quality in ("draft", "standard", "high")]
    errors = [((film[37] - poster) ** 2).mean() for film in films]
    assert errors[0] > errors[1] > errors[2]


@pytest.mark.parametrize("fps", [24, 30, 50, 60])
def test_rates_change_frames_not_length(fps, made):
    film = export(made, f"at{fps}", fps=fps)
    with av.open(str(film)) as container:
        assert container.streams.video[0].average_rate == fps
        assert container.duration / 1e6 == pytest.approx(3, abs=0.01)
    assert len(frames(film)) == 3 * fps


@pytest.mark.parametrize(("wish", "size"), [({"width": 240, "height": 240}, (240, 240)), ({"width": 333}, (332, 592))])
def test_sizes_are_even_and_as_asked(wish, size, made):
    assert frames(export(made, "sized", **wish))[0].shape[1::-1] == size


def test_four_k_is_offered(made):
    _, assets, folder = made
    brief = draft([{"d": 200, "kind": "photo", "asset": "p0"}])
    film = render(brief, Output(width=2160, height=3840, quality="draft"), assets, folder / "large", folder / "cache")
    assert frames(film, "gray")[0].shape == (3840, 2160)


def test_a_preview_is_small_and_says_the_same(made):
    film = export(made, "preview", purpose="preview")
    shown = frames(film)
    assert shown[0].shape == (106, 60, 3) and len(shown) == 72
    assert np.abs(sound(film)).max() > 0.1


def test_an_unknown_size_limit_is_refused_for_formats_without_one(made):
    with pytest.raises(RenderError, match="size limit"):
        export(made, "limited", format="avi", max_bytes=1000)


def test_a_still_is_the_films_own_frame(made):
    one, assets, folder = made
    raw = still(one, 1500, 180, assets, folder / "cache")
    shown = cv2.cvtColor(cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    assert np.abs(shown.astype(int) - frames(export(made))[37]).mean() < 5
    last = still(one, 99_000, 90, assets, folder / "cache")
    assert cv2.imdecode(np.frombuffer(last, np.uint8), cv2.IMREAD_COLOR).shape == (160, 90, 3)


def test_stills_follow_the_words(made):
    one, assets, folder = made
    before = still(one, 1500, 180, assets, folder / "cache")
    other = one.model_copy(deep=True)
    other.segments("title")[0].meta.text = "Sizes"
    assert still(other, 1500, 180, assets, folder / "cache") != before
    assert still(one, 1500, 180, assets, folder / "cache") == before


def test_a_warm_still_takes_a_blink(made):
    one, assets, folder = made
    still(one, 1000, 360, assets, folder / "cache")
    started = time.perf_counter()
    still(one, 1800, 360, assets, folder / "cache")
    assert time.perf_counter() - started < 0.5, "0.15 s on a calm machine; see docs/performance.md"


def test_enlarging_is_never_silent(made):
    one, assets, _ = made
    assert notes(one, Output(), assets) == []
    (told,) = notes(one, Output(width=2160, height=3840), assets)
    assert "Scene 1 (“p0.jpg”)" in told and "2160 × 3840" in told
    chinese = one.model_copy(update={"meta": one.meta.model_copy(update={"language": "zh"})})
    assert "第 1 个画面（“p0.jpg”）" in notes(chinese, Output(width=2160, height=3840), assets)[0]
    assert notes(one, Output(format="mp3"), assets) == []
    shots = [{"d": 1000, "kind": "photo", "asset": "p0"} for _ in range(3)]
    (together,) = notes(draft(shots), Output(width=2160, height=3840), assets)
    assert together.startswith("Scenes 1, 2, 3 show ") and "3840" in together
