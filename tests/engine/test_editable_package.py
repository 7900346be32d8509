"""A draft for other editors: read back with the library, it has the draft's times, transitions, words and sounds."""

import sys
import threading
import wave
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from engine.errors import Cancelled, RenderError
from engine.render.output import Output
from engine.render.render import render
from tests.engine.rendering import FPS, HEIGHT, WIDTH, asset, clip, draft, flac, photo

otio = pytest.importorskip("opentimelineio", reason="no wheel for this Python")

MAIN = [
    {"d": 2000, "kind": "photo", "asset": "p0", "motion": "zoom_in", "id": "m0"},
    {"d": 2520, "kind": "clip", "asset": "c0", "in": 400, "transition": {"type": "push", "d": 480}, "id": "m1"},
    {"d": 1480, "kind": "card", "text": "Thank you", "background": "#204060", "id": "m2"},
    {"d": 1000, "kind": "photo", "asset": "p0", "transition": {"type": "fade", "d": 200}, "id": "m3"},
]
WORDS = [{"d": 1200, "start": 300, "text": "Fresh bread"}, {"d": 900, "start": 4600, "text": "Every morning"}]
CAPTIONS = [{"d": 1000, "start": 500, "text": "Good morning"}]
VOICE = [{"d": 1500, "start": 480, "text": "Good morning."}]
SONG = [{"d": 7000, "start": 0, "asset": "song", "volume": 0.5}]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The zip of a draft of 7 s, and the folder it was unpacked into."""
    folder = tmp_path_factory.mktemp("editable")
    song = flac(folder / "song.flac", 0.4 * np.sin(np.arange(3 * 48000) * 0.05)[:, None].repeat(2, 1))
    assets = {
        "p0": photo(folder, "p0", 3).model_copy(update={"name": "../My “mug”: best.jpg"}),
        "c0": clip(folder, "c0", 4, lambda n: n % 200).model_copy(update={"has_audio": True, "audio_path": song}),
        "song": asset(song, "audio", duration_ms=3000, audio_path=song, has_audio=True),
    }
    one = draft(MAIN, title=WORDS, caption=CAPTIONS, voice=VOICE, music=SONG)
    file = render(one, Output(format="otio"), assets, folder / "film", folder / "cache")
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        packed.extractall(folder / "out")
    return one, assets, file, folder / "out"


def read(folder: Path) -> dict[str, Any]:
    timeline = otio.adapters.read_from_file(str(folder / "film.otio"))
    return {track.name: track for track in timeline.tracks}


def stands(track: Any) -> list[tuple[int, int]]:
    """First frame and frame after the last of every clip."""
    spans = [(one.range_in_parent(), one) for one in track if isinstance(one, otio.schema.Clip)]
    assert all(span.start_time.rate == FPS for span, _ in spans)
    return [(int(span.start_time.value), int(span.end_time_exclusive().value)) for span, _ in spans]


def frames(segments: list) -> list[tuple[int, int]]:
    return [(round(one.start * FPS / 1000), round(one.end * FPS / 1000)) for one in segments]


def test_every_segment_stands_on_the_frames_of_the_draft(made):
    one, _, _, folder = made
    tracks = read(folder)
    for role in ("main", "title", "voice", "music"):
        assert stands(tracks[role]) == frames(one.segments(role)), role
    assert stands(tracks["clip sound"]) == frames(one.segments("main")[1:2])
    assert [len(track) for track in tracks.values()] and "caption" not in tracks
    assert tracks["main"][2].source_range.start_time.value == 10, "the clip begins at its in point"


def test_transitions_are_kept_with_their_place_length_and_name(made):
    tracks = read(made[3])
    found = [(n, one) for n, one in enumerate(tracks["main"]) if isinstance(one, otio.schema.Transition)]
    assert [(n, one.name, one.in_offset.value, one.out_offset.value) for n, one in found] == [
        (1, "push", 0, 12),
        (4, "fade", 0, 5),
    ]


def test_every_file_it_names_lies_in_the_package_and_nothing_else(made):
    _, assets, file, folder = made
    timeline = otio.adapters.read_from_file(str(folder / "film.otio"))
    named = {one.media_reference.target_url for one in timeline.find_clips()}
    with zipfile.ZipFile(file) as packed:
        names = set(packed.namelist())
    assert named == {name for name in names if name.startswith("media/")}
    assert names - named == {"film.otio", "film.xml", "film.edl", "film.srt", "film.vtt", "READ ME.txt"}
    assert not any(".." in name or name.startswith("/") or ":" in name for name in names)
    photos = [name for name in named if name.endswith(".jpg")]
    assert len(photos) == 1, "a photo shown twice is packed once"
    assert (folder / photos[0]).read_bytes() == assets["p0"].path.read_bytes()


def test_sounds_last_as_long_as_their_clips_and_can_be_heard(made):
    tracks = read(made[3])
    for role in ("voice", "music", "clip sound"):
        one = next(iter(tracks[role].find_clips()))
        with wave.open(str(made[3] / one.media_reference.target_url)) as file:
            assert file.getnframes() == one.duration().value * 48000 / FPS
            samples = np.frombuffer(file.readframes(48000), "<i2")
        assert np.abs(samples).max() > 1000, role


def test_words_are_pictures_with_a_clear_ground_and_a_card_is_opaque(made):
    tracks = read(made[3])
    title = next(iter(tracks["title"].find_clips())).media_reference.target_url
    words = cv2.imread(str(made[3] / title), cv2.IMREAD_UNCHANGED)
    assert words.shape == (HEIGHT, WIDTH, 4)
    assert words[..., 3].max() > 200 and (words[..., 3] == 0).mean() > 0.5
    card = cv2.imread(str(made[3] / tracks["main"][3].media_reference.target_url), cv2.IMREAD_UNCHANGED)
    assert card.shape[:2] == (HEIGHT, WIDTH) and (card[..., 3] == 255).all()
    assert np.abs(card[2, 2, :3].astype(int) - (0x60, 0x40, 0x20)).max() < 12 and card[..., :3].std() > 10


def test_the_other_two_tongues_tell_the_same_cuts(made):
    one, _, _, folder = made
    xml = otio.adapters.read_from_file(str(folder / "film.xml"), adapter_name="fcp_xml")
    assert stands(xml.tracks[0]) == frames(one.segments("main"))
    assert f"<width>{WIDTH}</width>" in (folder / "film.xml").read_text()
    edl = otio.adapters.read_from_file(str(folder / "film.edl"), adapter_name="cmx_3600", rate=FPS)
    assert stands(edl.tracks[0]) == frames(one.segments("main"))
    assert "D 012" in (folder / "film.edl").read_text()


def test_the_same_draft_is_the_same_bytes(made, tmp_path):
    one, assets, file, _ = made
    again = render(one, Output(format="otio"), assets, tmp_path / "again", tmp_path / "cache")
    assert again.read_bytes() == file.read_bytes() and again.name == "again.zip"


def test_an_installation_without_the_library_says_so(made, tmp_path, monkeypatch):
    one, assets, _, _ = made
    monkeypatch.setitem(sys.modules, "engine.editable.package", None)
    with pytest.raises(RenderError, match="All other formats work"):
        render(one, Output(format="otio"), assets, tmp_path / "x", tmp_path / "cache")


def test_a_cancelled_package_leaves_nothing(made, tmp_path, monkeypatch):
    from engine.editable import package

    one, assets, _, _ = made
    begun, build = threading.Event(), package.timeline

    def building(*given):
        begun.set()
        assert stopped.wait(60)
        return build(*given)

    stopped = threading.Event()

    def asked():
        if begun.is_set():
            stopped.set()
        return begun.is_set()

    monkeypatch.setattr(package, "timeline", building)
    with pytest.raises(Cancelled):
        render(one, Output(format="otio"), assets, tmp_path / "x", tmp_path / "cache", cancelled=asked)
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
