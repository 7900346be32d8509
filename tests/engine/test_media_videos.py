"""Video pages through the real yt-dlp, served on loopback: its "generic" extractor stands for YouTube's."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import MediaError, PageError, TooLarge
from engine.media.intake import normalise
from engine.media.page import Page
from engine.media.videos import fetch_video, is_video_page, read_video
from engine.media.web import Guard
from tests.engine.mediamaking import film

HERE = Guard(allowed=lambda address: address.is_loopback)
ANY = ("generic", "html5")
CUES = """WEBVTT

00:00:01.000 --> 00:00:03.000
Welcome to the <c.yellow>workshop</c>.

00:00:03.000 --> 00:00:05.500
Today we mend

00:00:05.500 --> 00:00:07.000
Today we mend
a chair &amp; a table.

01:00:07.250 --> 01:00:09.000
“It is easier than it looks,” she says.
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tube")
    film(folder / "chair.mp4", frames=20, sound="stereo")
    (folder / "chair.en.vtt").write_text(CUES, "utf-8")
    (folder / "watch.html").write_text(
        "<html><head><title>Mending a chair</title></head><body>"
        '<video poster="chair.jpg" title="Mending a chair"><source src="chair.mp4" type="video/mp4">'
        '<track kind="subtitles" srclang="en" src="chair.en.vtt"></video></body></html>',
        "utf-8",
    )
    (folder / "nothing.html").write_text("<p>No film here.</p>", "utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    address = f"http://127.0.0.1:{server.server_port}"
    parts = [{"@type": "Clip", "name": name, "startOffset": start} for name, start in (("Glue", 0), ("Clamps", 8))]
    facts = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": "Mending a chair",
        "hasPart": parts,
        "description": "Glue, clamps, patience.",
        "uploadDate": "2026-02-03",
        "duration": "PT20S",
        "contentUrl": f"{address}/chair.mp4",
        "thumbnailUrl": f"{address}/chair.jpg",
    }
    script = f'<script type="application/ld+json">{json.dumps(facts)}</script>'
    (folder / "facts.html").write_text(f"<html><head>{script}</head><body></body></html>", "utf-8")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://www.youtube.com/watch?v=abc", True),
        ("https://youtu.be/abc", True),
        ("m.youtube.com/shorts/abc", True),
        ("https://www.bilibili.com/video/BV1xx", True),
        ("https://vimeo.com/1", True),
        ("https://youtube.com.evil.test/", False),
        ("https://evil.test/youtube.com", False),
        ("https://youtube.com@127.0.0.1/", False),
        ("https://notyoutube.com/", False),
        ("https://example.com/", False),
    ],
)
def test_video_sites_are_known_by_their_host_alone(url: str, is_one: bool) -> None:
    assert is_video_page(url) is is_one


def test_title_and_subtitles_of_a_video_become_a_page(site: str) -> None:
    page = read_video(f"{site}/watch.html", HERE, ANY)
    assert (page.kind, page.title, page.language) == ("video", "Mending a chair (1)", "en")
    assert [(sentence.text, sentence.start_ms, sentence.quote) for sentence in page.sentences] == [
        ("Welcome to the workshop.", 1000, False),
        ("Today we mend a chair & a table.", 3000, False),
        ("“It is easier than it looks,” she says.", 3_607_250, True),
    ]
    assert set(page.origin.values()) == {"video page"}
    assert Page.model_validate_json(page.model_dump_json()) == page


def test_day_length_chapters_and_picture_are_those_of_the_video(site: str) -> None:
    page = read_video(f"{site}/facts.html", HERE, ANY)
    assert (page.date, page.duration_ms, page.description) == ("2026-02-03", 20_000, "Glue, clamps, patience.")
    assert page.pictures[0].url.endswith("chair.jpg")
    chapters = [(chapter.title, chapter.start_ms, chapter.end_ms) for chapter in page.chapters]
    assert chapters == [("Glue", 0, 8000), ("Clamps", 8000, 20_000)]


def test_the_film_itself_comes_in_like_an_upload(site: str, tmp_path: Path) -> None:
    path = fetch_video(f"{site}/watch.html", tmp_path / "in", extractors=ANY)
    asset = normalise(path, "chair", tmp_path / "out")
    assert (asset.kind, asset.has_audio) == ("clip", True)
    assert 600 <= asset.duration_ms <= 1100


def test_what_has_no_video_offers_the_upload(site: str, tmp_path: Path) -> None:
    with pytest.raises(PageError, match="upload the video file") as caught:
        read_video(f"{site}/nothing.html", HERE, ANY)
    assert caught.value.reason == "video"
    with pytest.raises(MediaError, match="upload the video file"):
        fetch_video(f"{site}/nothing.html", tmp_path / "in", extractors=ANY)
    assert list((tmp_path / "in").iterdir()) == []


def test_too_large_a_film_is_not_fetched(site: str, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        fetch_video(f"{site}/watch.html", tmp_path / "in", most_bytes=1000, extractors=ANY)
    assert list((tmp_path / "in").iterdir()) == []


def test_no_other_address_is_opened_than_those_of_the_video_sites(site: str) -> None:
    with pytest.raises(PageError, match="did not give out"):
        read_video(f"{site}/watch.html", HERE)


def test_without_yt_dlp_one_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PageError, match="optional package yt-dlp"):
        read_video("https://youtu.be/abc")
