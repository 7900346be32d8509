"""Every setting of the engine, read once from the environment. docs/settings.md explains each."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from engine.errors import SettingError

PREFIX = "REELWRIGHT_"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """What the engine was told; secrets and addresses stay out of the repr."""

    data: Path
    database_url: str = field(repr=False)
    media_url: str = field(repr=False)
    secret: bytes = field(repr=False)
    public_url: str
    worker_id: str
    turns: int
    renders: int
    ingests: int
    credits: int
    turn_credits: int
    token_days: int
    tokens_per_ip: int
    max_upload_mb: int
    cache_mb: int
    hardware: int
    heartbeat_s: float
    keep_jobs_days: int
    llm_url: str = field(repr=False)
    llm_model: str
    llm_key: str = field(repr=False)
    llm_timeout_s: float
    llm_choice: str
    tts_url: str = field(repr=False)
    tts_model: str
    tts_key: str = field(repr=False)
    tts_voices: str
    tts_timeout_s: float
    speech_model: str

    @property
    def jobs_url(self) -> str:
        """The database of the durable jobs: a file beside SQLite's own, or the same PostgreSQL."""
        if not self.database_url.startswith("sqlite"):
            return self.database_url
        return f"sqlite:///{self.data / 'jobs.sqlite'}"

    @property
    def cache(self) -> Path:
        """The folder of everything which can be made again: segments, proxies, fetched media."""
        return self.data / "cache"

    @property
    def max_upload(self) -> int:
        """The largest accepted file in bytes."""
        return self.max_upload_mb * MEGABYTE


@cache
def settings() -> Settings:
    """The settings of this process; the data folder exists afterwards. Raises SettingError naming a bad one."""
    return read(os.environ)


def read(env: Mapping[str, str]) -> Settings:
    """The settings in `env`; the data folder is made. Raises SettingError naming a bad one."""
    data = Path(env.get(PREFIX + "DATA") or platformdirs.user_data_dir("reelwright")).expanduser().resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
        secret = (env.get(PREFIX + "SECRET") or _own_secret(data)).encode()
    except OSError as error:
        raise SettingError(f"The data folder {data} cannot be used: {error.strerror}. Set {PREFIX}DATA.") from error
    text = lambda name, default: env.get(PREFIX + name) or default  # noqa: E731
    number = _numbers(env)
    return Settings(
        data=data,
        database_url=_driver(text("DATABASE_URL", f"sqlite:///{data / 'reelwright.sqlite'}")),
        media_url=text("MEDIA_URL", str(data / "media")),
        secret=secret,
        public_url=text("PUBLIC_URL", "").rstrip("/"),
        worker_id=text("WORKER_ID", socket.gethostname() or "local"),
        turns=number("TURNS", 8),
        renders=number("RENDERS", 1),
        ingests=number("INGESTS", 2),
        credits=number("CREDITS", 100),
        turn_credits=number("TURN_CREDITS", 0, least=0),
        token_days=number("TOKEN_DAYS", 7),
        tokens_per_ip=number("TOKENS_PER_IP", 10),
        max_upload_mb=number("MAX_UPLOAD_MB", 500),
        cache_mb=number("CACHE_MB", 4096),
        hardware=number("HARDWARE", 0, least=0),
        heartbeat_s=number("HEARTBEAT_S", 15.0, least=0.05),
        keep_jobs_days=number("KEEP_JOBS_DAYS", 30),
        llm_url=text("LLM_URL", ""),
        llm_model=text("LLM_MODEL", ""),
        llm_key=text("LLM_KEY", ""),
        llm_timeout_s=number("LLM_TIMEOUT_S", 60.0, least=1),
        llm_choice=_one_of(env, "LLM_CHOICE", ("here", "any", "none")),
        tts_url=text("TTS_URL", ""),
        tts_model=text("TTS_MODEL", "tts-1"),
        tts_key=text("TTS_KEY", ""),
        tts_voices=text("TTS_VOICES", "alloy"),
        tts_timeout_s=number("TTS_TIMEOUT_S", 30.0, least=1),
        speech_model=text("SPEECH_MODEL", ""),
    )


def _one_of(env: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = env.get(PREFIX + name) or known[0]
    if value not in known:
        raise SettingError(f"{PREFIX}{name} must be one of {', '.join(known)}; it is “{value}”.")
    return value


def _numbers(env: Mapping[str, str]) -> Callable[..., Any]:
    def number(name: str, default: float, least: float = 1) -> float:
        raw = env.get(PREFIX + name)
        if not raw:
            return default
        try:
            value = type(default)(raw)
        except ValueError:
            value = least - 1
        if value < least:
            raise SettingError(f"{PREFIX}{name} must be a number of at least {least}; it is “{raw}”.")
        return value

    return number


def _driver(url: str) -> str:
    """The address with the driver we ship, for PostgreSQL written in any of the usual ways."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _own_secret(data: Path) -> str:
    """The key which signs links, made once per data folder and readable by its owner alone."""
    file = data / "secret"
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as out:
        out.write(secret := secrets.token_urlsafe(32))
    return secret
