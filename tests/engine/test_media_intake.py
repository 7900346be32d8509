"""A stranger's file cannot do more than be refused: one sentence, nothing left behind, everything else goes on."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.errors import MediaError, TooLarge
from engine.media import intake
from engine.media.intake import Nursery, normalise, nursery, plain_name
from engine.media.lockdown import Limits
from engine.media.sniff import sniff
from tests.engine.mediamaking import film, scene, sound

ROOT = Path(__file__).resolve().parents[2]
SMALL = Limits(memory_bytes=3 << 30, cpu_s=60, wall_s=60, file_bytes=1 << 30)


def assert_one_sentence(error: Exception) -> None:
    assert re.fullmatch(r"[A-Z][^\n]{20,250}\.", str(error)), str(error)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("photo.jpg", b"just some text\n", "holds text"),
        ("foto.jpg", "这不是图片，只是文字。".encode(), "holds text"),
        ("empty.png", b"", "0 bytes"),
        ("film.mp4", b"ffconcat version 1.0\nfile '/etc/hostname'\n", "playlist"),
        ("film.mov", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "playlist"),
        ("doc.png", b"%PDF-1.7\n...", "PDF"),
        ("page.gif", b"<!doctype html><title>x</title>", "web page"),
        ("program.mp3", b"\x7fELF\x02\x01\x01" + bytes(200), "kind that cannot be read"),
        (
            "vector.png",
            b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
            "holds text",
        ),
        ("film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(500), "damaged or incomplete"),
        ("pic.jpg", b"\xff\xd8\xff\xe0" + bytes(500), "damaged"),
        ("song.wav", b"RIFF\x24\0\0\0WAVEfmt ", "damaged|No sound"),
    ],
)
def test_what_is_not_media_is_refused_by_its_bytes(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(MediaError, match=why) as caught:
        normalise(tmp_path / name, name, tmp_path / "out")
    assert_one_sentence(caught.value)
    assert caught.value.code == 4001
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


def test_the_name_is_never_believed(tmp_path: Path) -> None:
    scene(200, 150).save(tmp_path / "really.png")
    (tmp_path / "really.png").rename(tmp_path / "film.mp4")
    asset = normalise(tmp_path / "film.mp4", "film.mp4", tmp_path / "out")
    assert (asset.kind, asset.source_format, asset.path.suffix) == ("photo", "png", ".jpg")


def test_a_playlist_inside_a_real_container_name_opens_nothing(tmp_path: Path) -> None:
    """Even handed to the decoder under a known container, a playlist is not followed: the format is forced."""
    from engine.media.probe import opened

    secret = film(tmp_path / "secret.mp4", frames=5)
    for text in (f"ffconcat version 1.0\nfile '{secret}'\n", f"#EXTM3U\n#EXTINF:1,\n{secret}\n"):
        (tmp_path / "list.mp4").write_text(text)
        for container in ("mov", "matroska", "avi", "mp3", "wav"):
            with pytest.raises(MediaError), opened(tmp_path / "list.mp4", container) as media:
                assert not media.streams.video


def test_an_oversized_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.mp4").open("wb") as file:
        file.truncate(intake.LARGEST_BYTES + 1)
    with pytest.raises(TooLarge, match="500 MB") as caught:
        normalise(tmp_path / "huge.mp4", "huge.mp4", tmp_path / "out")
    assert caught.value.code == 4002


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\me.jpg", "me.jpg"),
        ("a\nb\x00\u202ec.png", "abc.png"),
        ("", "untitled"),
        ("///", "untitled"),
        ("<b>新 娘</b>.jpg", "b>.jpg"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_name_is_words_and_never_a_path(typed: str, shown: str) -> None:
    assert plain_name(typed) == shown


@pytest.mark.parametrize("kind", ["jpg", "png", "gif", "webp", "mp4", "mkv", "mp3"])
def test_a_file_with_broken_bytes_gives_an_asset_or_a_sentence(tmp_path: Path, kind: str) -> None:
    source = tmp_path / f"whole.{kind}"
    if kind == "mp3":
        sound(source, "libmp3lame", seconds=0.3)
    elif kind in ("mp4", "mkv"):
        film(source, frames=6, size=(160, 96), sound="stereo")
    else:
        scene(160, 120).save(source)
    whole, dice = source.read_bytes(), random.Random(kind)
    for number in range(8):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 8, 60))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        (tmp_path / "broken").write_bytes(data[: dice.choice((len(data), len(data) // 2))])
        into = tmp_path / f"out{number}"
        try:
            asset = normalise(tmp_path / "broken", f"broken.{kind}", into)
            assert {path.name for path in into.iterdir()} == {path.name for path in asset.files()}
        except MediaError as error:
            assert_one_sentence(error)
            assert not into.exists() or list(into.iterdir()) == []


def test_a_decoder_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "long.mp4", frames=600, size=(640, 360))
    monkeypatch.setattr(intake, "FILM_LIMITS", {**SMALL, "wall_s": 0.2})
    with pytest.raises(TooLarge, match="too long to read"):
        normalise(path, "long.mp4", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_eats_memory_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene(9000, 9000).save(tmp_path / "big.png")
    monkeypatch.setattr(intake, "PHOTO_LIMITS", {**SMALL, "memory_bytes": 700 << 20})
    with pytest.raises(TooLarge, match="unpacks to more"):
        normalise(tmp_path / "big.png", "big.png", tmp_path / "out")


def test_a_result_that_grows_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "fine.mp4", frames=30, size=(640, 360), sound="stereo")
    monkeypatch.setattr(intake, "FILM_LIMITS", {**SMALL, "file_bytes": 2000})
    with pytest.raises(TooLarge, match="unpacks to more"):
        normalise(path, "fine.mp4", tmp_path / "out")


def test_uploads_at_the_same_time_do_not_touch_each_other(tmp_path: Path) -> None:
    for number in range(4):
        scene(400, 300, (0.2 * number + 0.1, 0.5)).save(tmp_path / f"{number}.jpg")
    (tmp_path / "4.jpg").write_bytes(b"\xff\xd8\xff\xe0broken")
    results: dict[int, object] = {}

    def take(number: int) -> None:
        try:
            results[number] = normalise(tmp_path / f"{number}.jpg", f"{number}.jpg", tmp_path / "out")
        except MediaError as error:
            results[number] = error

    threads = [threading.Thread(target=take, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert isinstance(results.pop(4), MediaError)
    paths = {asset.path for asset in results.values()}  # type: ignore[attr-defined]
    assert len(paths) == 4 and set((tmp_path / "out").iterdir()) == paths


def test_a_helper_that_died_is_started_again(tmp_path: Path) -> None:
    scene(200, 150).save(tmp_path / "a.jpg")
    normalise(tmp_path / "a.jpg", "a.jpg", tmp_path / "out")
    helper = nursery._process
    assert helper
    helper.send_signal(signal.SIGKILL)
    helper.wait()
    assert normalise(tmp_path / "a.jpg", "a.jpg", tmp_path / "out").kind == "photo"
    assert nursery._process is not helper


def test_the_helper_ends_with_its_owner_and_takes_its_children_along(tmp_path: Path) -> None:
    path = film(tmp_path / "long.mp4", frames=900, size=(640, 360))
    own = Nursery()
    job = {"source": str(path), "name": "x", "into": str(tmp_path), "limits": SMALL}
    waiting = threading.Thread(target=own.run, args=(job, 30))
    waiting.start()
    while not list(tmp_path.glob("*[0-9a-f].mp4")):
        assert waiting.is_alive(), "the job began"
    helper = own._process
    own.close()
    waiting.join(timeout=5)
    assert not waiting.is_alive()
    assert helper and helper.returncode is not None


def test_no_secret_of_ours_reaches_the_decoders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "do-not-leak")
    own = Nursery()
    own.run({"source": "/none", "name": "x", "into": str(tmp_path), "limits": SMALL}, 20)
    assert own._process
    assert b"do-not-leak" not in Path(f"/proc/{own._process.pid}/environ").read_bytes()
    own.close()


LOCKED = """
import ctypes, os, socket, subprocess, sys
from engine.media.lockdown import shut_in
shut_in({"memory_bytes": 2 << 30, "cpu_s": 20, "wall_s": 20, "file_bytes": 1 << 20})
def refused(what):
    try:
        what()
    except PermissionError:
        return True
    return False
print(refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)))
print(refused(lambda: socket.create_connection(("127.0.0.1", 9))))
print(refused(lambda: os.execv("/bin/true", ["true"])))
print(refused(lambda: subprocess.run(["/bin/true"])))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel filter is Linux's")
def test_inside_the_walls_there_is_no_network_and_no_other_program() -> None:
    ran = subprocess.run([sys.executable, "-c", LOCKED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True"] * 4


def test_sniffing_asks_the_bytes_alone(tmp_path: Path) -> None:
    made = {
        "mov": film(tmp_path / "a.mp4", frames=2),
        "matroska": film(tmp_path / "a.webm", frames=2, codec="libvpx-vp9"),
        "avi": film(tmp_path / "a.avi", frames=2, codec="mpeg4"),
        "mp3": sound(tmp_path / "a.mp3", "libmp3lame", seconds=0.2),
        "wav": sound(tmp_path / "a.wav", "pcm_s16le", seconds=0.2),
        "aac": sound(tmp_path / "a.aac", "aac", seconds=0.2, format="adts"),
        "flac": sound(tmp_path / "a.flac", "flac", seconds=0.2),
    }
    tag = b"ID3\x04\0\0" + bytes([0, 0, 64, 0]) + bytes(64 << 7)  # 8 kB of cover picture before the sound
    for name, container in (("b.mp3", "mp3"), ("b.aac", "aac")):
        (tmp_path / name).write_bytes(tag + made[container].read_bytes())
        assert sniff(tmp_path / name).container == container
    for container, path in made.items():
        anonymous = path.rename(tmp_path / "anonymous")
        assert sniff(anonymous).container == container
