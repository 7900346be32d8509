"""A message which names a page: it is read once, its pictures become uploads, the video tells where words come from."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.reading import links, read
from tests.engine.core import ROOT, Serving, photo, text_of

STORY = """<!doctype html><html lang="en"><head><title>The lighthouse reopens</title>
<meta property="og:image" content="/tower.jpg"></head><body><article><h1>The lighthouse reopens</h1>
<p>The lighthouse of Saint Elmo opened again on Saturday after eleven years of repairs.</p>
<img src="/tower.jpg" width="1200" height="900" alt="The tower">
<p>More than 4,200 people climbed the 217 steps on the first day alone, the harbour office said.</p>
<p>“We never thought so many would come,” said its keeper, Anna Bright, who has lived there since 1998.</p>
<p>The lamp, which was rebuilt by hand, can be seen from forty kilometres away on a clear night.</p>
<p>Visits are free until the end of the year, and the tower opens every day from nine in the morning.</p>
</article></body></html>""".encode()


class Site(BaseHTTPRequestHandler):
    """One story with one picture; it counts who asks."""

    asked: list[str] = []  # noqa: RUF012 - the server's own record

    def do_GET(self) -> None:
        Site.asked.append(self.path)
        kind, body = ("image/jpeg", photo()) if self.path.endswith(".jpg") else ("text/html; charset=utf-8", STORY)
        self.send_response(200 if self.path in ("/story", "/tower.jpg") else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Nearby(Serving):
    """An engine which may open this machine's own pages."""

    def start(self) -> None:
        self.env["PYTHONPATH"] = f"{ROOT / 'tests' / 'loopback'}:{ROOT}"
        super().start()


def test_links_are_found_without_the_words_around_them() -> None:
    message = "Use https://a.example/x?y=1, then (http://b.example/z). 看这个https://c.example/页面，谢谢 https://a.example/x?y=1"
    assert links(message) == ["https://a.example/x?y=1", "http://b.example/z", "https://c.example/页面"]


def test_why_a_page_cannot_be_read_is_told_in_the_readers_language() -> None:
    address = "ftp://example.com/story"
    assert "https://" in (english := read("", [address], "en")[address])
    assert read("", [address], "zh")[address] != english
    assert "链接" in read("", [address], "zh")[address]


def test_an_article_becomes_a_video_with_its_pictures_and_sources(site: str, tmp_path: Path) -> None:
    with Nearby(tmp_path / "data") as engine:
        session = engine.session()
        told = engine.chat(session, f"make a 30 second video without voice from {site}/story")
        calls = [
            part["functionCall"]["name"]
            for event in told
            for part in event.get("content", {}).get("parts", [])
            if "functionCall" in part
        ]
        assert calls[0] == "read_page" and Site.asked.count("/story") == 1
        state = engine.state(session)
        assert [one["name"] for one in state["state"]["video_infos"]] == ["tower.jpg"]
        sources = [
            segment["m"]["source"]["sentence"]
            for track in state["state"]["draft"]["t"]
            for segment in track["sg"]
            if segment["m"].get("source")
        ]
        assert any("4,200 people" in sentence for sentence in sources)
        engine.chat(session, f"add a text that says {site}/story")
        assert Site.asked.count("/story") == 1, "a link to be shown is not opened"
        missing = engine.chat(engine.session(), f"make a video from {site}/nothing")
        assert text_of(missing) and missing[-1]["actions"]["stateDelta"].get("draft_version") is None
