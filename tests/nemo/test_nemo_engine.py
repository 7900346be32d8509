"""The command line against the real embedded engine, from nothing to a film on the disk."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image, ImageDraw

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served engine with its worker; gives its address."""
    data = tmp_path_factory.mktemp("engine")
    command = [sys.executable, "-m", "engine", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = re.search(r"http://\S+", process.stdout.readline())
    assert address
    yield address[0]
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home and working folder of one user, with two drawn photos and a text that claims to be one."""
    home = tmp_path_factory.mktemp("home")
    for number, colour in enumerate([(190, 70, 60), (60, 120, 190)]):
        photo = Image.new("RGB", (600, 800), colour)
        ImageDraw.Draw(photo).ellipse((150, 200, 450, 500), fill=(250, 240, 200))
        photo.save(home / f"shoe{number}.jpg")
    (home / "fake.jpg").write_text("not a picture")
    return home


def nemo(engine: str, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), "NEMO_API_URL": engine}
    command = [sys.executable, "-m", "nemo", *words]
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, timeout=120)


def test_from_photos_and_a_sentence_to_a_film(engine: str, home: Path) -> None:
    opened = nemo(engine, home, "new")
    assert re.fullmatch(r"\S+\n", opened.stdout), opened.stderr
    assert nemo(engine, home, "upload", "shoe0.jpg", "shoe1.jpg").stdout == "✅ shoe0.jpg\n✅ shoe1.jpg\n"
    refused = nemo(engine, home, "upload", "fake.jpg")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "fake.jpg" in refused.stderr

    made = nemo(engine, home, "chat", "create a 6-second promo video with voiceover for my product")
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip()
    assert "…" in made.stderr
    assert re.match(r"Timeline \(\d tracks\): 1\. Video: ", nemo(engine, home, "state").stdout)
    assert "Voiceover" in nemo(engine, home, "tracks").stdout
    assert "credits available" in nemo(engine, home, "credits").stdout

    edited = nemo(engine, home, "chat", "make the music quieter")
    assert "%" in edited.stdout
    before = json.loads(nemo(engine, home, "state", "--json").stdout)
    assert nemo(engine, home, "chat", "撤销").returncode == 0
    assert json.loads(nemo(engine, home, "state", "--json").stdout)["version"] > before["version"]

    exported = nemo(engine, home, "chat", "export 240p mp4 in low quality please")
    assert exported.returncode == 0, exported.stderr
    with av.open(str(home / exported.stdout.strip())) as film:
        assert film.streams.video[0].width == 240
        assert {stream.type for stream in film.streams} == {"video", "audio"}
        assert abs(film.duration / 1e6 - 6) < 0.2


def test_what_cannot_work_is_a_sentence(engine: str, home: Path) -> None:
    gone = nemo(engine, home, "state", "--session", "ses_unknown")
    assert gone.returncode == 1
    assert "session had ended" in gone.stderr
    refused = nemo(engine, home, "credits", "--token", "nonsense")
    assert refused.returncode == 1
    assert "access token has expired or is not valid" in refused.stderr
    assert "Traceback" not in gone.stderr + refused.stderr
