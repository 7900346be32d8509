"""Film and sound of every awkward kind become one plain kind, at the right time, place and colour."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engine.errors import MediaError
from engine.media.assets import Asset
from engine.media.intake import normalise
from engine.media.probe import constant_rate
from engine.media.tonemap import to_sdr
from tests.engine.mediamaking import (
    Pixels,
    alike,
    corners,
    film,
    heard,
    quarters,
    scene,
    seen,
    sound,
    start_later,
    turn_in_header,
)


def still(index: int, width: int, height: int) -> Pixels:
    return np.asarray(corners(width, height))


COLOURS = quarters(corners(320, 180))


def take(path: Path, into: Path) -> Asset:
    return normalise(path, path.name, into / "out")


def numbers(asset: Asset) -> list[int]:
    """Which source frame stands at each place, read from its grey."""
    return [round((float(frame.mean()) - 16) / 4) for frame in seen(asset.path)]


def assert_plain(asset: Asset) -> None:
    """The promise of `Asset.path` for clips."""
    with av.open(str(asset.path)) as container:
        stream: Any = container.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.color_range, context.colorspace, context.color_trc, context.color_primaries) == (1, 1, 1, 1)
        assert asset.width % 2 == asset.height % 2 == 0
        assert (stream.width, stream.height) == (asset.width, asset.height)
        frames = list(container.decode(stream))
    step = 1 / Fraction(asset.fps).limit_denominator(1001)
    assert [frame.pts * frame.time_base for frame in frames] == [index * step for index in range(len(frames))]
    assert abs(asset.duration_ms - float(len(frames) * step) * 1000) <= 0.5
    gaps = [index for index, frame in enumerate(frames) if frame.key_frame]
    assert max(np.diff([*gaps, len(frames)])) <= max(1, round(asset.fps / 2)), "seeking is quick"
    assert all(frame.rotation == 0 for frame in frames)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("plain.mp4", {}),
        ("main10.mp4", {"codec": "libx265", "pix_fmt": "yuv420p10le", "options": {"x265-params": "log-level=none"}}),
        ("prores.mov", {"codec": "prores_ks", "pix_fmt": "yuv422p10le"}),
        ("full_range.mp4", {"pix_fmt": "yuvj420p"}),
        ("sharp_chroma.mkv", {"pix_fmt": "yuv444p"}),
        ("vp9.webm", {"codec": "libvpx-vp9"}),
        ("old.avi", {"codec": "mpeg4", "options": {"b": "4M"}}),
        ("screen.mkv", {"codec": "libx264rgb", "pix_fmt": "rgb24"}),
    ],
)
def test_every_container_and_pixel_format_keeps_its_colours(tmp_path: Path, name: str, how: dict[str, Any]) -> None:
    asset = take(film(tmp_path / name, draw=still, frames=12, **how), tmp_path)
    assert_plain(asset)
    assert alike(quarters(seen(asset.path)[5]), COLOURS, 14)
    assert (asset.kind, asset.width, asset.height, asset.fps) == ("clip", 320, 180, 30.0)


def test_odd_sizes_lose_one_line_and_nothing_else(tmp_path: Path) -> None:
    asset = take(film(tmp_path / "odd.mkv", size=(321, 181), pix_fmt="yuv444p", draw=still, frames=6), tmp_path)
    assert_plain(asset)
    assert (asset.width, asset.height) == (320, 180)


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_phone_clip_is_turned_upright(tmp_path: Path, clockwise: int) -> None:
    upright = corners(180, 320) if clockwise != 180 else corners(320, 180)
    lying = np.ascontiguousarray(np.rot90(np.asarray(upright), clockwise // 90))
    path = film(tmp_path / "phone.mp4", draw=lambda i, w, h: lying, frames=6)
    turn_in_header(path, clockwise)
    asset = take(path, tmp_path)
    assert_plain(asset)
    assert (asset.width, asset.height) == upright.size
    assert alike(quarters(seen(asset.path)[3]), quarters(upright), 14)


def test_a_variable_rate_becomes_constant_with_every_frame_at_its_time(tmp_path: Path) -> None:
    slow = [Fraction(index, 30) for index in range(10)] + [Fraction(10 + 2 * index, 30) for index in range(10)]
    asset = take(film(tmp_path / "vfr.mp4", frames=20, times=slow), tmp_path)
    assert_plain(asset)
    expected = list(range(10)) + [10 + index // 2 for index in range(20)]
    shown = numbers(asset)
    assert shown == expected[: len(shown)] and len(shown) >= 29


def test_a_pause_in_a_screen_recording_holds_its_picture(tmp_path: Path) -> None:
    times = [Fraction(index, 30) for index in range(5)] + [Fraction(3) + Fraction(index, 30) for index in range(5)]
    shown = numbers(take(film(tmp_path / "pause.mp4", frames=10, times=times), tmp_path))
    assert shown[4:90] == [4] * 86 and shown[90:94] == [5, 6, 7, 8]


@pytest.mark.parametrize("rate", [24, 25, 50, 60, Fraction(30000, 1001), Fraction(24000, 1001)])
def test_usual_rates_stay_as_they_are(tmp_path: Path, rate: Fraction | int) -> None:
    asset = take(film(tmp_path / "r.mp4", rate=rate, frames=10), tmp_path)
    assert_plain(asset)
    assert abs(asset.fps - float(rate)) < 1e-6
    assert numbers(asset) == list(range(10))


def test_the_rate_is_the_nearest_usual_one() -> None:
    pairs = [(None, None, 30), (90_000, 28, 30), (15, 15, 30), (10, 10, 30), (12, 12, 24), (120, 120, 60), (48, 48, 50)]
    for declared, average, expected in pairs:
        found = constant_rate(declared and Fraction(declared), average and Fraction(average))
        assert found == expected, (declared, average)
    assert constant_rate(Fraction("29.97"), Fraction("29.97")) == Fraction(30000, 1001)


def test_interlaced_film_is_deinterlaced(tmp_path: Path) -> None:
    def combed(index: int, width: int, height: int) -> Pixels:
        """A bar that moves 6 px a field: odd lines show it later than even ones."""
        pixels = np.full((height, width, 3), 40, np.uint8)
        for line in range(height):
            left = 20 + 12 * index + 6 * (line % 2)
            pixels[line, left : left + 40] = 220
        return pixels

    path = film(tmp_path / "tv.mp4", rate=25, frames=15, draw=combed, options={"x264-params": "tff=1", "crf": "5"})
    asset = take(path, tmp_path)
    assert_plain(asset)
    assert len(seen(asset.path)) == 15

    def comb(frame: Pixels) -> float:
        grey = frame[20:-20].mean(axis=2)
        return float(np.abs(grey[1:-1] - (grey[:-2] + grey[2:]) / 2).mean())

    assert comb(seen(asset.path)[7]) < 0.25 * comb(seen(path)[7])


def test_wide_pixels_become_square(tmp_path: Path) -> None:
    def widen(context: Any) -> None:
        context.sample_aspect_ratio = Fraction(4, 3)

    asset = take(film(tmp_path / "dv.mp4", size=(240, 180), draw=still, frames=5, set_up=widen), tmp_path)
    assert_plain(asset)
    assert (asset.width, asset.height) == (320, 180)


@pytest.mark.parametrize(("transfer", "name"), [(16, "smpte2084"), (18, "arib-std-b67")])
def test_hdr_is_mapped_to_what_the_cube_says(tmp_path: Path, transfer: int, name: str) -> None:
    grey = 0.5  # of the signal, in every channel: chroma is neutral whatever the matrix

    def tagged(thing: Any) -> None:
        thing.color_primaries, thing.color_trc, thing.colorspace, thing.color_range = 9, transfer, 9, 1

    flat = lambda i, w, h: np.full((h, w, 3), round(grey * 255), np.uint8)  # noqa: E731
    tags = f"log-level=none:colorprim=bt2020:transfer={name}:colormatrix=bt2020nc"
    how = {"codec": "libx265", "pix_fmt": "yuv420p10le", "options": {"x265-params": tags}}
    path = film(tmp_path / "hdr.mp4", draw=flat, frames=6, set_up=tagged, touch=tagged, **how)
    asset = take(path, tmp_path / "it's a 'folder'; [x]=%d,\\ 文件:")  # a folder's name is never filter syntax
    assert_plain(asset)
    expected = to_sdr(np.array([[grey] * 3]), transfer)[0] * 255
    assert alike([tuple(expected)], quarters(seen(asset.path)[3])[:1], 5)
    assert "HDR" in asset.notes[0]


def test_tone_mapping_keeps_white_light_order_and_hue() -> None:
    ramp = to_sdr(np.linspace(0, 1, 60)[:, None].repeat(3, axis=1), 16)
    assert (np.diff(ramp[:, 0]) >= 0).all() and ramp[0, 0] == 0 and ramp[-1, 0] == 1
    assert 0.85 < to_sdr(np.array([[0.5806] * 3]), 16)[0, 0] < 0.95, "reference white, 203 cd/m², is nearly white"
    assert abs(to_sdr(np.array([[0.75] * 3]), 18)[0, 0] - to_sdr(np.array([[0.5806] * 3]), 16)[0, 0]) < 0.02
    red, green, blue = to_sdr(np.array([[0.6, 0.4, 0.4]]), 16)[0]
    assert red > green and red > blue


def test_a_clip_larger_than_4k_is_scaled_and_says_so(tmp_path: Path) -> None:
    asset = take(film(tmp_path / "5k.mp4", size=(5120, 2880), frames=2, options={"preset": "ultrafast"}), tmp_path)
    assert (asset.width, asset.height) == (3840, 2160)
    assert "3840×2160" in asset.notes[0]


def test_an_edit_list_is_honoured(tmp_path: Path) -> None:
    path = film(tmp_path / "cut.mp4", frames=30, options={"g": "15"})
    start_later(path, frames=10, ticks=512, milliseconds=333)
    asset = take(path, tmp_path)
    assert_plain(asset)
    assert numbers(asset) == list(range(10, 30))


def test_an_animation_is_a_clip_and_an_endless_short_one_is_repeated(tmp_path: Path) -> None:
    pictures = [scene(200, 150, (0.2 + 0.06 * index, 0.5)) for index in range(10)]
    for name in ("a.gif", "a.webp"):
        pictures[0].save(tmp_path / name, save_all=True, append_images=pictures[1:], duration=100, loop=0)
        asset = take(tmp_path / name, tmp_path)
        assert_plain(asset)
        assert (asset.kind, asset.duration_ms, asset.has_audio) == ("clip", 4000, False)
        frames = seen(asset.path)
        assert np.abs(frames[1].astype(int) - frames[31]).mean() < 3 < np.abs(frames[1].astype(int) - frames[25]).mean()


def test_the_sound_of_a_clip_is_as_long_as_its_picture(tmp_path: Path) -> None:
    for seconds in (0.4, 2.5):
        path = film(tmp_path / f"{seconds}.mp4", frames=45, sound="stereo", seconds=seconds)
        asset = take(path, tmp_path)
        assert asset.has_audio and asset.audio_path
        samples = heard(asset.audio_path)
        assert len(samples) == round(asset.duration_ms * 48)
        loud = np.abs(samples).max(axis=1) > 0.05
        assert abs(np.nonzero(loud)[0][-1] / 48_000 - min(seconds, 1.5)) < 0.06


def test_picture_and_sound_stay_together(tmp_path: Path) -> None:
    """A white flash and a click, both at 1.0 s, in a file whose sound starts 0.3 s before its picture."""

    def flash(index: int, width: int, height: int) -> Pixels:
        return np.full((height, width, 3), 235 if index == 21 else 16, np.uint8)

    path, rate = tmp_path / "clap.mkv", 48_000
    with av.open(str(path), "w") as container:
        picture: Any = container.add_stream("libx264", rate=30)
        picture.width, picture.height, picture.pix_fmt = 160, 120, "yuv420p"
        voice: Any = container.add_stream("pcm_s16le", rate=rate, layout="mono")
        samples = np.zeros((1, 2 * rate), np.int16)
        samples[:, rate : rate + 480] = 20_000
        for index in range(45):
            frame = av.VideoFrame.from_ndarray(flash(index, 160, 120), format="rgb24").reformat(format="yuv420p")
            frame.pts = index + 9
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        for start in range(0, 2 * rate, 4800):
            piece = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[:, start : start + 4800]), "s16", "mono")
            piece.sample_rate, piece.pts = rate, start
            container.mux(voice.encode(piece))
        container.mux(voice.encode(None))
    asset = take(path, tmp_path)
    assert asset.audio_path
    shown = int(np.argmax([frame.mean() for frame in seen(asset.path)])) / asset.fps
    clicked = int(np.argmax(np.abs(heard(asset.audio_path)).max(axis=1) > 0.3)) / rate
    assert abs(shown - clicked) <= 0.02
    assert abs(shown - 0.7) <= 1 / 30


@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1"])
def test_any_number_of_channels_becomes_two(tmp_path: Path, layout: str) -> None:
    asset = take(sound(tmp_path / "s.wav", "pcm_s16le", layout=layout), tmp_path)
    assert asset.audio_path
    samples = heard(asset.audio_path)
    assert samples.shape == (48_000, 2)
    assert 0.3 < np.abs(samples[2000:-2000]).max() <= 1.0
    if layout != "5.1":
        assert np.allclose(np.abs(samples[2000:-2000]).max(axis=0), 0.5, atol=0.01), "the level is kept"


@pytest.mark.parametrize(
    ("name", "codec", "how"),
    [
        ("s.mp3", "libmp3lame", {}),
        ("s.wav", "pcm_s24le", {}),
        ("s.m4a", "aac", {}),
        ("s.aac", "aac", {"format": "adts"}),
        ("s.flac", "flac", {}),
        ("s.ogg", "libopus", {}),
    ],
)
def test_every_kind_of_sound_comes_in(tmp_path: Path, name: str, codec: str, how: dict[str, str]) -> None:
    asset = take(sound(tmp_path / name, codec, rate=48_000, seconds=1.5, **how), tmp_path)
    assert asset.audio_path == asset.path
    assert (asset.kind, asset.has_audio, asset.width) == ("audio", True, 0)
    assert 1500 <= asset.duration_ms <= 1560
    samples = heard(asset.path)[4800:52_800, 0]
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) == 440, "the tone is still a 440 Hz tone"


def test_a_film_in_an_audio_name_and_a_sound_in_a_film_container(tmp_path: Path) -> None:
    sound(tmp_path / "voice.mp4", "aac")
    asset = normalise(tmp_path / "voice.mp4", "voice.mp4", tmp_path / "out")
    assert asset.kind == "audio"
    film(tmp_path / "clip.mp4", frames=5)
    (tmp_path / "clip.mp4").rename(tmp_path / "song.mp3")
    assert normalise(tmp_path / "song.mp3", "song.mp3", tmp_path / "out").kind == "clip"


def test_a_film_cut_off_in_the_middle_gives_what_there_is_or_says_so(tmp_path: Path) -> None:
    path = film(tmp_path / "whole.mkv", frames=60, options={"g": "10"})
    data = path.read_bytes()
    (tmp_path / "cut.mkv").write_bytes(data[: len(data) * 2 // 3])
    asset = take(tmp_path / "cut.mkv", tmp_path)
    assert 300 <= asset.duration_ms < 2000
    whole = film(tmp_path / "w.mp4", frames=30)
    (tmp_path / "cut.mp4").write_bytes(whole.read_bytes()[:-2000])
    with pytest.raises(MediaError, match="damaged or incomplete"):
        take(tmp_path / "cut.mp4", tmp_path)
