"""Every setting of the studio, read from the environment once."""

from __future__ import annotations

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
    with it no anonymous token is ever asked for.
    """

    data: Path
    database_url: str = field(repr=False)
    api_url: str
    web_url: str
    token: str = field(repr=False)
    port: int

    @property
    def embedded(self) -> bool:
        """Whether the backend is the engine mounted in this very process."""
        return not self.api_url

    @property
    def backend_url(self) -> str:
        """The base URL of the backend, without a slash at its end."""
        return self.api_url or f"http://127.0.0.1:{self.port}/nemo"

    @property
    def uploads(self) -> Path:
        """Files on their way from a browser to the backend."""
        return self.data / "studio" / "uploads"


@cache
def settings() -> Settings:
    """The settings of this process. `settings.cache_clear()` reads them anew."""
    data = Path(os.environ.get("REELWRIGHT_DATA") or platformdirs.user_data_dir("reelwright")).expanduser().resolve()
    (data / "studio" / "uploads").mkdir(parents=True, exist_ok=True)
    return Settings(
        data=data,
        database_url=os.environ.get("REELWRIGHT_DATABASE_URL") or f"sqlite:///{data / 'studio' / 'studio.db'}",
        api_url=os.environ.get("NEMO_API_URL", "").rstrip("/"),
        web_url=os.environ.get("NEMO_WEB_URL", "https://nemovideo.com").rstrip("/"),
        token=os.environ.get("NEMO_TOKEN", ""),
        port=int(os.environ.get("PORT") or 8501),
    )
