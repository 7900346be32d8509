"""Asking the open web for what a user's link names: only public http(s), checked at the very connection.

The name is resolved, every address checked and the socket opened to that same address in one step, for each redirect
anew: a name that changes its mind between check and use (DNS rebinding) changes nothing. No cookies, no credentials, no
proxies; limits on size, time and the number of redirects.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from engine.errors import PageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[..., list[Any]]

REDIRECTS = 6
PAGE_BYTES = 8 * 1024 * 1024
PAGE_S = 20.0
SILENCE_S = 10.0
CHUNK = 64 * 1024
LONGEST_URL = 4096
USUAL_PORTS = {80, 443}
LOWEST_FREE_PORT = 1024
# Blocks which lead elsewhere than they say (IANA special-purpose registries): NAT64, 6to4, Teredo, segment routing.
TUNNELS = [
    ipaddress.ip_network(block) for block in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "5f00::/16")
]
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Reelwright/0.1)",
    "Accept": "text/html,application/xhtml+xml,image/*,video/*,audio/*;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Accept-Language": "en,zh;q=0.8,*;q=0.5",
}

PASTE = "Paste its text here, or fill in the form by hand."


def is_public(address: Address) -> bool:
    """Whether `address` is on the open internet: not private, loopback, link-local, shared, reserved or a tunnel."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in block for block in TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True)
class Guard:
    """Who may be reached. Tests inject `allowed` or `resolve`; the product uses the defaults alone."""

    allowed: Callable[[Address], bool] = is_public
    resolve: Resolve = socket.getaddrinfo

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """Resolve, check every address and open a socket to a checked one; raises PageError."""
        try:
            found = self.resolve(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise PageError("unreachable", f"There is no site called {host}; please check the link.") from error
        for *_, where in found:
            if not self.allowed(ipaddress.ip_address(str(where[0]).split("%")[0])):
                raise PageError("forbidden", "The link leads into a private network, which is never opened. " + PASTE)
        for family, kind, protocol, _, where in found:
            connection = socket.socket(family, kind, protocol)
            connection.settimeout(timeout)
            try:
                connection.connect(where)
            except OSError:
                connection.close()
                continue
            return connection
        raise PageError("unreachable", f"{host} does not answer; please try again later. {PASTE}")


DEFAULT = Guard()
"""What is used when nothing else is given. Only tests which serve pages on loopback put another one here."""


@dataclass
class Fetched:
    """An open answer: `chunks` yields the decompressed body within the limits."""

    url: str
    status: int
    content_type: str
    charset: str
    chunks: Iterator[bytes] = field(repr=False)


@contextmanager
def fetch(url: str, most_bytes: int, most_s: float, guard: Guard | None = None) -> Iterator[Fetched]:
    """Open `url`, following redirects; raises PageError (address, forbidden, unreachable, slow, too_large)."""
    watch = _Watch(most_s)
    with _pools(guard or DEFAULT, watch) as pools, watch:
        with _in_words(url, watch):
            answer, final = _follow(pools, url)
        with answer:
            yield _fetched(answer, final, most_bytes, watch)


@contextmanager
def _in_words(url: str, watch: _Watch) -> Iterator[None]:
    """Turn what goes wrong on the wire into a sentence."""
    try:
        yield
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        if watch.over:
            raise _slow(url) from error
        broken = f"{host_of(url)} broke off the connection; please try again later. {PASTE}"
        raise PageError("unreachable", broken) from error


def checked(url: str) -> str:
    """`url` if it is a plain public-looking http(s) address, completed with a scheme; raises PageError("address")."""
    url = url.strip()
    if "://" not in url.split("/")[0] + "//" and "." in url.split("/")[0]:
        url = "https://" + url
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise PageError("address", "This is not a web address; a link starts with https://.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > LONGEST_URL or _odd(url):
        raise PageError("address", "This is not a web address; a link starts with https://.")
    if parts.username or parts.password:
        raise PageError("address", "The link contains a user name or a password; please use one without.")
    if port not in USUAL_PORTS and port < LOWEST_FREE_PORT:
        raise PageError("forbidden", "The link points to a service which is not a web site; please use another link.")
    return url


def _odd(url: str) -> bool:
    return any(letter.isspace() or not letter.isprintable() or letter == "\\" for letter in url)


def _follow(pools: urllib3.PoolManager, url: str) -> tuple[Any, str]:
    """The first answer which is no redirect, and its address."""
    seen = set()
    for _ in range(REDIRECTS + 1):
        url = checked(url)
        answer = pools.request("GET", url, headers=HEADERS, redirect=False, retries=False, preload_content=False)
        target = answer.get_redirect_location()
        if not target:
            return answer, url
        answer.close()
        seen.add(url)
        url = urljoin(url, target)
        if url in seen:
            break
    raise PageError(
        "unreachable",
        f"The link is redirected in circles by {host_of(url)}; please open it and copy its final address.",
    )


def _fetched(answer: Any, url: str, most_bytes: int, watch: _Watch) -> Fetched:
    declared = answer.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > most_bytes:
        raise _large(most_bytes)
    kind, _, rest = answer.headers.get("Content-Type", "").partition(";")
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'").lower()
    return Fetched(url, answer.status, kind.strip().lower(), charset, _body(answer, url, most_bytes, watch))


def _body(answer: Any, url: str, most_bytes: int, watch: _Watch) -> Iterator[bytes]:
    total = 0
    pieces = answer.stream(CHUNK, decode_content=True)
    while True:
        with _in_words(url, watch):
            chunk = next(pieces, b"")
        total += len(chunk)
        if total > most_bytes:
            raise _large(most_bytes)
        if watch.over:
            raise _slow(url)
        if not chunk:
            return
        yield chunk


def _large(most_bytes: int) -> PageError:
    return PageError("too_large", f"What the link leads to is larger than {most_bytes // 1024 // 1024} MB. {PASTE}")


def _slow(url: str) -> PageError:
    return PageError("slow", f"{host_of(url)} takes too long to answer; please try again later. {PASTE}")


def host_of(url: str) -> str:
    """The name of the site to use in a sentence."""
    return urlsplit(url).hostname or "The site"


class _Watch:
    """Ends every connection opened under it when the time is over, however slowly the other side drips."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for connection in self._sockets:
            connection.close()

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def add(self, connection: socket.socket) -> None:
        """Watch this socket too, through a duplicate: TLS takes the original away."""
        self._sockets.append(connection.dup())

    def _cut(self) -> None:
        for connection in list(self._sockets):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed already


def _pools(guard: Guard, watch: _Watch) -> urllib3.PoolManager:
    """A pool manager whose connections go through `guard`; it lives for one fetch and knows no proxy."""

    def connect(connection: HTTPConnection) -> socket.socket:
        opened = guard.connect(connection._dns_host, connection.port or 80, SILENCE_S)  # type: ignore[attr-defined]
        watch.add(opened)
        return opened

    class Plain(HTTPConnection):
        _new_conn = connect

    class Secure(HTTPSConnection):
        _new_conn = connect

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pools = urllib3.PoolManager(num_pools=2, timeout=urllib3.Timeout(connect=SILENCE_S, read=SILENCE_S))
    pools.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pools
