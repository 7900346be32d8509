"""A studio over a stand-in cloud, with records of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio import tables
from studio.settings import settings
from tests.studio import standin


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[standin.Cloud]:
    """The stand-in, and a studio which uses it and an empty data folder."""
    with standin.running() as made:
        monkeypatch.setenv("NEMO_API_URL", made.url)
        monkeypatch.setenv("REELWRIGHT_DATA", str(tmp_path))
        monkeypatch.delenv("REELWRIGHT_DATABASE_URL", raising=False)
        monkeypatch.delenv("NEMO_TOKEN", raising=False)
        settings.cache_clear()
        tables.engine.cache_clear()
        yield made
    settings.cache_clear()
    tables.engine.cache_clear()
