"""Where the service is and who asks: the settings of the client, read from the environment.

The names and defaults are those of the service's public skill documentation; an empty variable counts as unset.
"""

from __future__ import annotations

import ipaddress
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CLOUD_URL = "https://mega-api-prod.nemovideo.ai"
WEB_URL = "https://nemovideo.com"
LOCAL_URL = "http://127.0.0.1:8501/nemo"
FORMATS = ("mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac")
ALSO_FORMATS = {"jpeg": "jpg"}
MAX_FILE_MB = 500
CLIENT_ID_FILE = Path(".config/nemovideo/client_id")
PLATFORMS = {".clawhub": "clawhub", ".cursor/skills": "cursor"}


@dataclass(frozen=True)
class Config:
    """`token` is None for an anonymous user; `client_id` names this installation, it is no secret."""

    api_url: str = LOCAL_URL
    web_url: str = WEB_URL
    token: str | None = field(default=None, repr=False)
    client_id: str | None = None
    platform: str = "unknown"


def from_environment(environment: Mapping[str, str] | None = None) -> Config:
    """The settings of `NEMO_API_URL`, `NEMO_WEB_URL`, `NEMO_TOKEN`, `NEMO_CLIENT_ID` and `SKILL_SOURCE`."""
    env = os.environ if environment is None else environment
    return Config(
        api_url=env.get("NEMO_API_URL") or LOCAL_URL,
        web_url=env.get("NEMO_WEB_URL") or WEB_URL,
        token=env.get("NEMO_TOKEN") or None,
        client_id=env.get("NEMO_CLIENT_ID") or None,
        platform=env.get("SKILL_SOURCE") or platform_of(Path(__file__)),
    )


def platform_of(path: Path) -> str:
    """The platform which installed the skill at `path`: `clawhub`, `cursor`, or `unknown`."""
    place = f"{path.expanduser().as_posix()}/"
    return next((name for folder, name in PLATFORMS.items() if f"/{folder}/" in place), "unknown")


def new_client_id() -> str:
    """A random UUID, as the service asks for."""
    return str(uuid.uuid4())


def kept_client_id(home: Path | None = None) -> str:
    """The client id of this machine's user, made once and kept in `~/.config/nemovideo/client_id`.

    The service gives one anonymous token per id and week. Where the file cannot be written, the id lasts for this run.
    """
    file = (home or Path.home()) / CLIENT_ID_FILE
    try:
        known = file.read_text(encoding="utf-8").strip()
        if known:
            return known
    except (OSError, UnicodeDecodeError):
        pass
    made = new_client_id()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made, encoding="utf-8")
    except OSError:
        return made
    return made


def origin(url: str) -> tuple[str, str]:
    """Scheme and host with port of an address; empty ones for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def is_local(url: str) -> bool:
    """Whether the service runs on this machine."""
    host = urlsplit(f"//{origin(url)[1]}").hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name, which may begin like an address and lead anywhere
        return False
