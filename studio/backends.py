"""Which service makes a browser's videos: this computer, the cloud, or a server of the user's own.

A project stays with the service that holds its session; the choice is for projects to come. Addresses are kept as
`HERE` for the engine of this process, whose port may change, and as they are for others.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from nemo.config import is_local
from studio import projects
from studio.settings import CLOUD_URL, settings
from studio.tables import Project

HERE = "here"
Kind = Literal["here", "cloud", "own"]
_FORMERLY_HERE = re.compile(r"http://127\.0\.0\.1:\d+/nemo")  # how projects named the engine of this process before
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
LONGEST = 300


class AddressError(ValueError):
    """An address which cannot be a server's; `key` is the sentence which says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def usual() -> str:
    """The service of browsers which chose none."""
    return HERE if settings().embedded else settings().api_url


def chosen(owner: str) -> str:
    """What this browser chose, as far as the settings of the studio allow it."""
    wanted = str(projects.browser(owner).preferences.get("backend") or "")
    return wanted if wanted and _allowed(wanted) else usual()


def of(project: Project) -> str:
    """The service of a project: the one which holds its session, or the browser's choice before there is one."""
    kept = project.api_url if project.session_id else ""
    if not kept:
        return chosen(project.owner)
    if _FORMERLY_HERE.fullmatch(kept) and kept not in projects.browser(project.owner).preferences.get("servers", []):
        return HERE
    return kept if _allowed(kept) else usual()


def url(backend: str) -> str:
    """The base URL of a service, without a slash at its end."""
    return settings().engine_url if backend == HERE else backend


def kind(backend: str) -> Kind:
    """What sort of service this is."""
    if backend == HERE:
        return "here"
    return "cloud" if backend == CLOUD_URL else "own"


def choose(owner: str, backend: str) -> None:
    """Keep the choice of a browser."""
    servers = list(projects.browser(owner).preferences.get("servers", []))
    if kind(backend) == "own" and backend not in servers:
        servers.append(backend)
    projects.prefer(owner, backend=backend, servers=servers)


def address(typed: str) -> str:
    """A server's address as a user typed it, checked. Raises AddressError.

    Only http and https, no password, no question or mark in it; plain http only within this machine or a private
    network, since a token travels along.
    """
    text = typed.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError("settings.bad_address") from None
    bad = parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment
    if bad or len(text) > LONGEST or re.search(r"[\s\\]", text):
        raise AddressError("settings.bad_address")
    if parts.scheme == "http" and not (is_local(text) or _private(host)):
        raise AddressError("settings.unsafe_address")
    return text


def may_choose(ip: str | None, headers: Mapping[str, str]) -> tuple[Kind, ...]:
    """The kinds of services which a visitor may choose from.

    Unless `REELWRIGHT_BACKENDS` says otherwise, a server of one's own may be named only by who sits at this machine:
    for everybody else the studio would be a way into the network it stands in.
    """
    policy = settings().backends
    if policy == "fixed":
        return (kind(usual()),)
    known: tuple[Kind, ...] = ("here", "cloud")
    if policy == "any" or (not policy and _sits_here(ip, headers)):
        return (*known, "own")
    return known if kind(usual()) in known else (*known, kind(usual()))


def _allowed(backend: str) -> bool:
    if settings().backends == "fixed":
        return backend == usual()
    return settings().backends != "known" or backend in (HERE, CLOUD_URL, usual())


def _sits_here(ip: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a visitor is at this machine: no address of elsewhere, our own name asked for, nobody in between."""
    known = {name.lower(): value for name, value in headers.items()}
    here = ip is None or is_local(f"http://[{ip}]" if ":" in ip else f"http://{ip}")
    host = known.get("host", "")
    page = known.get("origin") or f"http://{host}"  # a proxy may put its own name for ours, but not for the page's
    return here and is_local(f"http://{host}") and is_local(page) and not any(name in known for name in _PASSED_ON)


def _private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".home.arpa", ".internal"))
