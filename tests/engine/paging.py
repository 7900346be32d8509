"""What the tests of pages share: a site on loopback that serves the pages of every kind, and what each of them says."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.media.markup import Markup
from engine.media.sentences import tidy
from engine.media.web import Guard

PAGES = Path(__file__).resolve().parents[1] / "data" / "pages"
HERE = Guard(allowed=lambda address: address.is_loopback)
STORIES = ["news", "divs", "blog", "news_zh", "article_es", "bare", "broken"]
SHOPS = ["shop", "shop_microdata", "shop_opengraph", "shop_zh", "shop_plain", "shop_lies", "shop_variants"]


def huge() -> bytes:
    """A story of five megabytes, most of it scripts, styles and comments, as some sites send it."""
    noise = "".join(f"<script>var a{number} = '{'x' * 900}';</script>\n" for number in range(4000))
    line = "<p>Paragraph {0} tells of the {0}th stone of the wall, and of its mason.</p>"
    rows = "".join(line.format(number) for number in range(3000))
    head = f"<html lang=en><head><title>The long wall</title>{noise}</head>"
    return f"{head}<body><article>{rows}</article><!-- {'y' * 1_200_000} --></body></html>".encode()


class Site(http.server.BaseHTTPRequestHandler):
    """Serves the pages by name, and a few answers no file can give."""

    def do_GET(self) -> None:
        name = self.path.strip("/").split("/")[-1]
        if self.path.startswith("/hop/"):
            self.reply(301, b"", Location="/2026/02/03/news" if name == "0" else f"/hop/{int(name) - 1}")
        elif name == "inside":
            self.reply(302, b"", Location="http://10.1.2.3/admin")
        elif name.isdigit():
            self.reply(int(name), b"<title>Sorry</title>")
        elif name == "huge":
            self.reply(200, huge())
        elif name == "file.pdf":
            self.reply(200, b"%PDF-1.7 ...", "application/pdf")
        elif name == "download":
            self.reply(200, b"%PDF-1.7 ...", "text/html")
        elif name == "photo":
            self.reply(200, b"\xff\xd8\xff", "image/jpeg")
        elif name == "archive":
            self.reply(200, b"PK\x03\x04", "application/zip")
        elif name == "note":
            self.reply(200, b"A note\n\nThe mill turns again. It took a year.", "text/plain; charset=utf-8")
        elif name == "empty":
            self.reply(200, b"")
        else:
            text = (PAGES / f"{name}.html").read_text("utf-8")
            # The Chinese shop says gb2312 and is sent so, like many of its time.
            self.reply(200, text.encode("gb18030" if "charset=gb2312" in text else "utf-8"))

    def reply(self, status: int, body: bytes, kind: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of the running site."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def source(name: str) -> str:
    """All a visitor of the page could read, and what it declares: the only place words may come from."""
    raw = (PAGES / f"{name}.html").read_text("utf-8")
    return tidy(Markup.read(raw.encode(), "http://x.test/").words) + tidy(
        raw.replace("&nbsp;", " ").replace("&amp;", "&")
    )
