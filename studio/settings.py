"""Every setting of the studio, read from the environment once."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import platformdirs

MAX_UPLOAD_BYTES = 500 * 1024 * 1024  # what the wire accepts for one file
CLOUD_URL = "https://mega-api-prod.nemovideo.ai"


@dataclass(frozen=True)
class Settings:
    """Where the studio keeps its records and which backend it talks to.

    `api_url` is empty when the embedded engine serves: see `backend_url`. `token` is a user's own account token;
    with it no anonymous token is ever asked for. `backends` says what a browser may choose instead: `any`, `known`
    (this computer and the cloud), `fixed` (nothing), or empty for the usual rule of `studio.backends`.
    """

    data: Path
    database_url: str = field(repr=False)
    api_url: str
    web_url: str
    token: str = field(repr=False)
    port: int
    backends: str = ""

    @property
    def embedded(self) -> bool:
        """Whether the backend is the engine mounted in this very process."""
        return not self.api_url

    @property
    def backend_url(self) -> str:
        """The base URL of the backend, without a slash at its end."""
        return self.api_url or self.engine_url

    @property
    def engine_url(self) -> str:
        """The base URL of the engine mounted in this process."""
        return f"http://127.0.0.1:{self.port}/nemo"

    @property
    def uploads(self) -> Path:
        """Files on their way from a browser to the backend."""
        return self.data / "studio" / "uploads"


@cache
def settings() -> Settings:
    """The settings of this process. `settings.cache_clear()` reads them anew."""
    data = Path(os.environ.get("REELWRIGHT_DATA") or platformdirs.user_data_dir("reelwright")).expanduser().resolve()
    (data / "studio" / "uploads").mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # tokens lie in there; a file system without owners has nothing to protect
        (data / "studio").chmod(0o700)
    return Settings(
        data=data,
        database_url=os.environ.get("REELWRIGHT_DATABASE_URL") or f"sqlite:///{data / 'studio' / 'studio.db'}",
        api_url=os.environ.get("NEMO_API_URL", "").rstrip("/"),
        web_url=os.environ.get("NEMO_WEB_URL", "https://nemovideo.com").rstrip("/"),
        token=os.environ.get("NEMO_TOKEN", ""),
        port=int(os.environ.get("PORT") or 8501),
        backends=_one_of("REELWRIGHT_BACKENDS", ("any", "known", "fixed")),
    )


def _one_of(name: str, known: tuple[str, ...]) -> str:
    value = os.environ.get(name, "")
    if value and value not in known:
        raise SystemExit(f"{name} must be one of {', '.join(known)}; it is “{value}”.")
    return value
