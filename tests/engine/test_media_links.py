"""Links are fetched from the open web alone, whatever a hostile server answers."""

from __future__ import annotations

import gzip
import http.server
import ipaddress
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import MediaError, PageError, TooLarge
from engine.media import links, web
from engine.media.intake import normalise
from engine.media.links import fetch_media, media_name
from engine.media.web import Guard, checked, fetch, is_public
from tests.engine.mediamaking import scene

ROOT = Path(__file__).resolve().parents[2]
HERE = Guard(allowed=lambda address: address.is_loopback)


class Hostile(http.server.BaseHTTPRequestHandler):
    """Answers by path; remembers what it was asked and how."""

    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers.items())))
        getattr(self, "answer_" + re.sub(r"\W.*", "", self.path.strip("/")), self.answer_page)()

    def send(self, body: bytes, kind: str = "text/html", **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self) -> None:
        self.send(b"<p>hello</p>", Set_Cookie="id=1; Path=/")

    def answer_hop(self) -> None:
        left = int(self.path.rsplit("/", 1)[-1])
        self.redirect(f"/hop/{left - 1}" if left else "/page")

    def answer_loop(self) -> None:
        self.redirect("/loop")

    def answer_to(self) -> None:
        self.redirect(urllib.parse.unquote(self.path.split("?", 1)[1]))

    def redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Set-Cookie", "trail=1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            self.close_connection = True

    def answer_claims(self) -> None:
        self.send(b"", Content_Length=str(10**12))

    def answer_bomb(self) -> None:
        self.send(gzip.compress(b"\0" * 60_000_000), Content_Encoding="gzip")

    def answer_drip(self) -> None:
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
            for number in range(300):
                self.wfile.write(f"X-{number}: y\r\n".encode())
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def answer_short(self) -> None:
        self.send(b"only this", "video/mp4", Content_Length="5000")
        self.close_connection = True

    def answer_rude(self) -> None:
        self.wfile.write(b"\x00\x01 not http at all\r\n\r\n")
        self.close_connection = True

    def answer_photo(self) -> None:
        self.send(self.server.photo, "image/jpeg")  # type: ignore[attr-defined]

    def answer_gone(self) -> None:
        self.send_error(404)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    photo = tmp_path_factory.mktemp("photo") / "p.jpg"
    scene(320, 240).save(photo)
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    served.daemon_threads = True
    served.photo = photo.read_bytes()  # type: ignore[attr-defined]
    Hostile.asked = []
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()


def body(url: str, most_bytes: int = 1_000_000, most_s: float = 5, guard: Guard = HERE) -> bytes:
    with fetch(url, most_bytes, most_s, guard) as answer:
        return b"".join(answer.chunks)


def reason(url: str, **how: Any) -> str:
    with pytest.raises(PageError) as caught:
        body(url, **how)
    assert re.fullmatch(r"[A-Z0-9].{20,300}[.]", str(caught.value), re.IGNORECASE)
    return caught.value.reason


PRIVATE = """
    0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.1.2.3 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1
    192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1::
    2001:0:7f00:1:: 2001:db8::1 100::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_no_private_or_special_address_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


SPELLINGS = """
    http://127.0.0.1:{port}/ http://localhost:{port}/ http://2130706433:{port}/ http://0x7f000001:{port}/
    http://0177.0.0.1:{port}/ http://127.1:{port}/ http://[::1]:{port}/ http://[::ffff:127.0.0.1]:{port}/ http://0:{port}/
"""


@pytest.mark.parametrize("spelling", SPELLINGS.split())
def test_this_machine_is_out_of_reach_however_it_is_spelt(server: str, spelling: str) -> None:
    Hostile.asked.clear()
    url = spelling.format(port=server.rsplit(":", 1)[1])
    assert reason(url, guard=Guard()) in ("forbidden", "unreachable", "address")
    assert Hostile.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/x",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http:///path",
        "http://user:secret@example.com/",
        "http://exa mple.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com:99999/",
        "not a link",
        "",
        "https://example.com/" + "x" * 5000,
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(PageError) as caught:
        checked(url)
    assert caught.value.reason == "address"
    assert "secret" not in str(caught.value)


def test_services_which_are_no_web_sites_are_refused() -> None:
    for port in (22, 25, 110, 143, 445):
        with pytest.raises(PageError, match="not a web site"):
            checked(f"http://example.com:{port}/")
    assert checked("http://example.com:8080/") == "http://example.com:8080/"
    assert checked(" example.com/a?b=c ") == "https://example.com/a?b=c"


def test_a_redirect_is_checked_like_a_first_link(server: str) -> None:
    port = int(server.rsplit(":", 1)[1])

    def resolve(host: str, at: int, **kind: Any) -> list[Any]:
        return socket.getaddrinfo("127.0.0.1" if host == "open.test" else host, at, **kind)

    first_only = Guard(allowed=lambda address: str(address) == "127.0.0.1", resolve=resolve)
    for target in (
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://10.0.0.1/",
    ):
        assert reason(f"http://open.test:{port}/to?{target}", guard=first_only) == "forbidden"
    for target in ("file:///etc/passwd", "http://a:b@open.test/", "gopher://open.test/"):
        assert reason(f"http://open.test:{port}/to?{target}", guard=first_only) == "address"


def test_a_name_that_changes_its_mind_is_connected_only_where_it_was_checked(server: str) -> None:
    """DNS rebinding: the second answer would be another machine; it is never asked for."""
    port, asked = int(server.rsplit(":", 1)[1]), []

    def rebinding(host: str, at: int, **kind: Any) -> list[Any]:
        asked.append(host)
        return socket.getaddrinfo("127.0.0.1" if len(asked) == 1 else "127.0.0.2", at, **kind)

    guard = Guard(allowed=lambda address: str(address) == "127.0.0.1", resolve=rebinding)
    assert body(f"http://rebind.test:{port}/page", guard=guard) == b"<p>hello</p>"
    assert asked == ["rebind.test"], "one resolution serves the check and the connection"
    assert Hostile.asked[-1][1]["Host"] == f"rebind.test:{port}"
    assert reason(f"http://rebind.test:{port}/page", guard=guard) == "forbidden"


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    mixed = lambda host, port, **kind: [  # noqa: E731
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.1", port)),
    ]
    assert reason("http://mixed.test/", guard=Guard(resolve=mixed)) == "forbidden"


def test_redirects_are_followed_a_few_times_and_not_in_circles(server: str) -> None:
    assert body(f"{server}/hop/5") == b"<p>hello</p>"
    assert reason(f"{server}/hop/20") == "unreachable"
    assert reason(f"{server}/loop") == "unreachable"


def test_chinese_addresses_are_opened_as_browsers_do(server: str) -> None:
    asked = []

    def resolve(host: str, at: int, **kind: Any) -> list[Any]:
        asked.append(host)
        return socket.getaddrinfo("127.0.0.1", at, **kind)

    guard = Guard(allowed=lambda address: address.is_loopback, resolve=resolve)
    assert body(f"http://例子.测试:{server.rsplit(':', 1)[1]}/文章?键=值#末", guard=guard) == b"<p>hello</p>"
    assert asked == ["xn--fsqu00a.xn--0zwm56d"]
    assert Hostile.asked[-1][0] == "/%E6%96%87%E7%AB%A0?%E9%94%AE=%E5%80%BC"


def test_no_cookie_and_no_name_of_ours_is_sent(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    Hostile.asked.clear()
    body(f"{server}/hop/2")
    body(f"{server}/page")
    assert len(Hostile.asked) == 5
    for _, headers in Hostile.asked:
        assert not {"cookie", "authorization", "referer", "origin"} & {name.lower() for name in headers}


@pytest.mark.parametrize("path", ["endless", "claims", "bomb"])
def test_what_is_too_large_is_cut_off(server: str, path: str) -> None:
    assert reason(f"{server}/{path}") == "too_large"


def test_what_drips_is_cut_off_in_time(server: str) -> None:
    start = time.monotonic()
    assert reason(f"{server}/drip", most_s=0.6) == "slow"
    assert time.monotonic() - start < 8, "the server would go on for 15 s"


@pytest.mark.parametrize("path", ["short", "rude"])
def test_a_broken_answer_is_told_in_a_sentence(server: str, path: str) -> None:
    assert reason(f"{server}/{path}") == "unreachable"


def test_nobody_there(server: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert reason(f"http://127.0.0.1:{taken.getsockname()[1]}/") == "unreachable"
    assert reason("http://no-such-name.invalid/", guard=Guard()) == "unreachable"


def test_a_linked_photo_comes_in_like_an_upload(server: str, tmp_path: Path) -> None:
    path = fetch_media(f"{server}/photo/../photo", tmp_path / "in", HERE)
    asset = normalise(path, media_name(f"{server}/photo/Our%20cat.jpg?w=1"), tmp_path / "out")
    assert (asset.kind, asset.width, asset.name) == ("photo", 320, "Our cat.jpg")


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        ("page", MediaError, "web page, not to a file"),
        ("gone", MediaError, "404"),
        ("endless", TooLarge, "larger than"),
        ("short", MediaError, "broke off"),
    ],
)
def test_a_failed_download_leaves_nothing(
    server: str, tmp_path: Path, path: str, error: type[MediaError], said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        fetch_media(f"{server}/{path}", tmp_path / "in", HERE, most_bytes=2_000_000)
    assert list((tmp_path / "in").iterdir()) == []
    assert "Paste" not in str(caught.value)
    assert caught.value.code == error.code


def test_a_full_disk_is_not_blamed_on_the_site(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        fetch_media(f"{server}/photo", tmp_path / "in", HERE)


def test_the_product_uses_the_strict_guard() -> None:
    assert web.DEFAULT.allowed is is_public and web.DEFAULT.resolve is socket.getaddrinfo
    with pytest.raises(MediaError, match="private network"):
        links.fetch_media("http://127.0.0.1:8501/secret", Path("/tmp"))


def test_only_the_tests_own_folder_opens_loopback(server: str) -> None:
    """What journeys use to serve pages to the app; the worker inherits PYTHONPATH."""
    code = f"from engine.media.pages import read_page; read_page('{server}/page')"
    said = {}
    for name, path in (("product", [ROOT]), ("test", [ROOT / "tests" / "loopback", ROOT])):
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))}
        said[name] = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True).stderr
    assert "private network" in said["product"]
    assert "No story was found" in said["test"]
