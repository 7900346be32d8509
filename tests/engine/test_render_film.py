"""The film: exact, the same bytes every time, and only what changed is made again."""

import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import Cancelled, RenderError
from engine.render.budget import fitted
from engine.render.cache import Cache
from engine.render.compose import Compositor, Stage
from engine.render.encode import encoded
from engine.render.join import join
from engine.render.output import Output, Target, target, video_options
from engine.render.plan import plan
from engine.render.render import render
from engine.render.sound import soundtrack
from tests.engine.rendering import asset, clip, draft, flac, frames, photo, sound

SCENES = 3
TITLE = {"d": 1800, "start": 200, "text": "A kettle worth having"}


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    return {f"p{n}": photo(folder, f"p{n}", n) for n in range(SCENES)}


def promo(title=TITLE, **more):
    """10 s: three photos with motion and cross-fades, a title, a caption, music: five segments of 60 frames."""
    motions = ["zoom_in", "pan_right", "zoom_out"]
    main = [
        {"d": d, "kind": "photo", "asset": f"p{n}", "motion": motions[n], "transition": {"type": "fade", "d": 400}}
        for n, d in enumerate([4000, 3000, 3000])
    ]
    music = [{"d": 10000, "start": 0, "mood": "calm", "volume": 0.4}]
    caption = [{"d": 1500, "start": 7000, "text": "Boils in ninety seconds"}]
    return draft(main, **{"title": [title], "caption": caption, "music": music, **more})


@pytest.fixture(scope="module")
def exported(assets, tmp_path_factory):
    """The promo's film, its folder, and the cache after it."""
    folder = tmp_path_factory.mktemp("promo")
    return render(promo(), Output(), assets, folder / "film", folder / "cache", workers=1), folder


def segments(folder: Path) -> set[str]:
    return {place.name for place in (folder / "cache" / "segment").glob("??/*")}


def test_the_film_has_every_frame_and_the_right_tags(exported):
    film, _ = exported
    with av.open(str(film)) as container:
        picture, heard = container.streams.video[0], container.streams.audio[0]
        context = picture.codec_context
        assert (context.name, context.width, context.height, context.profile) == ("h264", 180, 320, "High")
        assert (picture.frames, picture.average_rate, picture.start_time) == (250, 25, 0)
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        assert (heard.codec_context.name, heard.codec_context.sample_rate, heard.codec_context.channels) == (
            "aac",
            48000,
            2,
        )
        assert abs(container.duration / 1e6 - 10) < 0.001
        assert [round(float(f.pts * f.time_base) * 25) for f in container.decode(video=0)] == list(range(250))
    raw = film.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat"), "a player can start before the end has arrived"
    assert b"colr" in raw


def test_a_decoder_has_nothing_to_complain_about(exported):
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture() as complaints, av.open(str(exported[0])) as container:
            decoded = list(container.decode())
    finally:
        av.logging.set_level(None)
    assert len(decoded) > 250 and complaints == []


def test_the_sound_lasts_as_long_and_is_heard(exported):
    heard = sound(exported[0])
    assert abs(len(heard) - 480_000) <= 1024
    assert np.abs(heard).max() > 0.05


def test_motion_transition_and_words_are_on_the_screen(exported):
    shown = frames(exported[0])
    assert np.abs(shown[60].astype(int) - shown[90]).mean() > 1, "the camera moves"
    before, into = shown[99].astype(float), shown[111].astype(float)
    between = shown[105].astype(float)
    assert np.abs(between - (before + into) / 2).mean() < np.abs(before - into).mean() / 4
    assert np.abs(shown[25].astype(int) - shown[60])[100:220].max() > 120, "the title was there"


def test_the_same_draft_is_the_same_bytes_on_any_number_of_workers(exported, assets, tmp_path):
    again = render(promo(), Output(), assets, tmp_path / "film", tmp_path / "cache", workers=3)
    assert again.read_bytes() == exported[0].read_bytes()


def test_a_second_export_encodes_nothing(exported, assets):
    film, folder = exported
    before = {name: (folder / "cache" / "segment" / name[:2] / name).stat().st_ino for name in segments(folder)}
    started = time.perf_counter()
    again = render(promo(), Output(), assets, folder / "again", folder / "cache")
    assert time.perf_counter() - started < 1.5
    assert again.read_bytes() == film.read_bytes()
    after = {name: (folder / "cache" / "segment" / name[:2] / name).stat().st_ino for name in segments(folder)}
    assert before == after


def test_an_edit_encodes_the_segments_it_touched_alone(exported, assets):
    _, folder = exported
    before = segments(folder)
    assert len(before) == 5
    title = {**TITLE, "text": "A kettle worth keeping"}
    render(promo(title), Output(), assets, folder / "edit", folder / "cache")
    assert len(segments(folder) - before) == 1, "the title stands on the first 60 frames alone"
    now = segments(folder)
    render(promo(music=[]), Output(), assets, folder / "quiet", folder / "cache")
    assert segments(folder) == now, "sound is not in the pictures"


def test_a_film_without_any_sound_has_silence(exported, assets):
    _, folder = exported
    quiet = render(promo(music=[]), Output(), assets, folder / "quiet", folder / "cache")
    heard = sound(quiet)
    assert abs(len(heard) - 480_000) <= 1024 and np.abs(heard).max() < 1e-4


def luma(planes):
    """Luma in full range, as a decoder gives grey."""
    return np.clip((planes.y.astype(float) - 16) * 255 / 219, 0, 255)


def test_joins_cannot_be_seen(exported, assets):
    """PSNR beside a join, ours and that of one long encode of the same frames with the same settings."""
    film, folder = exported
    made = promo()
    goal = target(Output(), made)
    stage = Stage(plan(made, goal), assets, Cache(folder / "cache"))
    with Compositor(stage) as compositor:
        pictures = [planes.copy() for planes in compositor.frames(0, 250)]
    whole = encoded(pictures, goal, "libx264", video_options(goal))
    join(folder / "whole.mp4", goal, video_options(goal), [whole], soundtrack(made, assets, goal, stage.cache))
    one_piece, joined = frames(folder / "whole.mp4", "gray"), frames(film, "gray")

    def psnr(shown, number):
        return 10 * np.log10(255**2 / ((shown[number].astype(float) - luma(pictures[number])) ** 2).mean())

    seam = [number for join in (60, 120, 180, 240) for number in range(join - 2, join + 3)]
    loss = np.mean([psnr(one_piece, n) for n in seam]) - np.mean([psnr(joined, n) for n in seam])
    assert loss < 0.3


def test_picture_and_sound_meet_at_every_cut(tmp_path):
    """Each scene is a clip that flashes and beeps together; so must the film."""
    cuts, at = [1000, 1480, 2000, 760, 1240], 0.4
    seconds = 4.0
    samples = np.zeros((round(48000 * seconds), 2), np.float32)
    start = round(at * 48000)
    samples[start : start + 4800] = 0.5 * np.sin(np.arange(4800) * 0.13)[:, None]
    beep = flac(tmp_path / "beep.flac", samples)
    flash = clip(tmp_path, "flash", seconds, lambda n: 235 if 10 <= n < 13 else 20)
    flash = flash.model_copy(update={"audio_path": beep, "has_audio": True})
    film = render(
        draft([{"d": d, "kind": "clip", "asset": "flash"} for d in cuts]),
        Output(),
        {"flash": flash},
        tmp_path / "film",
        tmp_path / "cache",
    )
    light = [frame.mean() for frame in frames(film)]
    flashes = [n / 25 for n in range(1, len(light)) if light[n] > 120 >= light[n - 1]]
    loud = np.abs(sound(film)).max(1) > 0.02
    edges = np.flatnonzero(loud[1:] & ~loud[:-1]) / 48000
    onsets = [edge for n, edge in enumerate(edges) if n == 0 or edge - edges[n - 1] > 0.2]
    expected = np.cumsum([0, *cuts[:-1]]) / 1000 + at
    assert len(flashes) == len(onsets) == len(cuts)
    assert np.abs(np.array(flashes) - expected).max() <= 0.02
    assert np.abs(np.array(onsets) - np.array(flashes)).max() <= 0.02


def test_progress_only_grows_and_ends_at_one(assets, tmp_path):
    told: list[float] = []
    render(promo(), Output(quality="draft"), assets, tmp_path / "film", tmp_path / "cache", progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 2


def test_cancelling_takes_less_than_a_second_and_leaves_no_file(assets, tmp_path):
    asked: list[float] = []

    def cancelled():
        asked.append(time.perf_counter())
        return len(asked) > 4

    long = draft([{"d": 60_000, "kind": "photo", "asset": "p0", "motion": "zoom_in"}])
    with pytest.raises(Cancelled):
        render(long, Output(width=720), assets, tmp_path / "film", tmp_path / "cache", cancelled=cancelled)
    assert time.perf_counter() - asked[4] < 1.0
    assert not list(tmp_path.glob("*film*")) and not list(tmp_path.glob(".part*"))


RESUME = """
import sys
from pathlib import Path
from engine.render.render import Output, render
from tests.engine.test_render_film import promo
from engine.media.assets import Asset
folder = Path(sys.argv[1])
assets = {one.id: one for one in map(Asset.model_validate_json, (folder / "assets.jsonl").read_text().splitlines())}
render(promo(), Output(width=540), assets, folder / "film", folder / "cache", workers=1)
"""


def test_a_killed_export_goes_on_with_what_was_finished(assets, tmp_path):
    (tmp_path / "assets.jsonl").write_text("\n".join(one.model_dump_json() for one in assets.values()))
    child = subprocess.Popen([sys.executable, "-c", RESUME, str(tmp_path)], cwd=Path(__file__).parents[2])
    while len(segments(tmp_path)) < 2:
        assert child.poll() is None, "it was to be killed in the middle"
        time.sleep(0.02)
    child.kill()
    child.wait()
    assert not (tmp_path / "film.mp4").exists(), "a half-written film is never seen"
    kept = {name: (tmp_path / "cache" / "segment" / name[:2] / name).stat().st_mtime_ns for name in segments(tmp_path)}
    inodes = {name: (tmp_path / "cache" / "segment" / name[:2] / name).stat().st_ino for name in kept}
    film = render(promo(), Output(width=540), assets, tmp_path / "film", tmp_path / "cache")
    assert len(frames(film)) == 250
    assert all((tmp_path / "cache" / "segment" / name[:2] / name).stat().st_ino == inodes[name] for name in kept)


def test_a_damaged_entry_is_found_and_made_again(exported, assets):
    film, folder = exported
    name = sorted(segments(folder))[0]
    place = folder / "cache" / "segment" / name[:2] / name
    raw = bytearray(place.read_bytes())
    raw[len(raw) // 2] ^= 0x55
    place.write_bytes(raw)
    again = render(promo(), Output(), assets, folder / "mended", folder / "cache")
    assert again.read_bytes() == film.read_bytes()


def test_the_cache_forgets_what_was_unused_for_longest(tmp_path):
    cache = Cache(tmp_path, limit_mb=1)
    for number in range(5):
        cache.put("segment", f"{number:040x}", bytes([number]) * 300_000)
        time.sleep(0.01)
    assert cache.get("segment", f"{0:040x}") is not None, "and so it becomes the youngest"
    assert cache.trim() > 0
    assert cache.has("segment", f"{0:040x}") and cache.has("segment", f"{4:040x}")
    assert not cache.has("segment", f"{1:040x}")
    other = Cache(tmp_path / "projects" / "other", limit_mb=1)
    other.put("still", "ab" * 20, bytes(900_000))
    assert other.trim(tmp_path) > 0, "all caches below a folder share one limit"
    assert other.has("still", "ab" * 20)
    assert sum(place.stat().st_size for place in tmp_path.rglob("*") if place.is_file()) <= 1 << 20


def test_a_missing_file_is_told_with_its_scene(assets, tmp_path):
    gone = assets["p1"].model_copy(update={"path": tmp_path / "gone.jpg", "name": "beach.jpg"})
    with pytest.raises(RenderError, match=r"Scene 2 \(“beach.jpg”\).*missing"):
        render(promo(), Output(), {**assets, "p1": gone}, tmp_path / "film", tmp_path / "cache")
    with pytest.raises(RenderError, match="Scene 3"):
        render(promo(), Output(), {"p0": assets["p0"], "p1": assets["p1"]}, tmp_path / "film", tmp_path / "cache")


@pytest.mark.parametrize("kind", ["photo", "clip"])
def test_a_damaged_file_is_told_with_its_scene(kind, assets, tmp_path):
    broken = tmp_path / ("broken.mp4" if kind == "clip" else "broken.jpg")
    broken.write_bytes(b"these are not the pixels you are looking for" * 40)
    bad = asset(broken, kind, 320, 180, duration_ms=3000, fps=25, id="bad", name="holiday")
    made = draft([{"d": 500, "kind": "photo", "asset": "p0"}, {"d": 500, "kind": kind, "asset": "bad"}])
    with pytest.raises(RenderError, match=r"Scene 2 \(“holiday”\)"):
        render(made, Output(), {**assets, "bad": bad}, tmp_path / "film", tmp_path / "cache")
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_as_such(exported, assets):
    _, folder = exported
    (folder / ".part-full.mp4").symlink_to("/dev/full")
    with pytest.raises(RenderError, match="the disk is full"):
        render(promo(), Output(), assets, folder / "full", folder / "cache")
    assert not (folder / "full.mp4").exists()


def test_a_size_limit_is_kept(assets, tmp_path):
    free = render(promo(), Output(), assets, tmp_path / "free", tmp_path / "cache").stat().st_size
    limit = round(free * 0.6)
    film = render(promo(), Output(max_bytes=limit), assets, tmp_path / "small", tmp_path / "cache")
    assert limit * 0.4 < film.stat().st_size <= limit
    with pytest.raises(RenderError, match="cannot be made as small"):
        render(promo(), Output(max_bytes=20_000), assets, tmp_path / "tiny", tmp_path / "cache")


def test_a_tight_limit_takes_fewer_pixels_before_it_takes_all_detail():
    goal = target(Output(max_bytes=2_000_000), draft([{"d": 1000}], width=1080, height=1920))

    def weigh(wish: Target) -> float:
        return 9_000_000 * 2 ** ((21 - (wish.crf or 21)) / 6)

    fit = fitted(goal, 30, weigh)
    assert fit.width < 1080 and fit.width / fit.height == pytest.approx(9 / 16, abs=0.01)
    assert fit.crf is not None and fit.crf <= 33 and fit.audio_rate < goal.audio_rate
    roomy = fitted(target(Output(max_bytes=50_000_000), draft([{"d": 1000}])), 30, weigh)
    assert (roomy.width, roomy.height, roomy.crf) == (180, 320, 21)
