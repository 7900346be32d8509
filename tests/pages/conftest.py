"""The pages over a stand-in cloud, run as Streamlit runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from studio import tables
from studio.settings import settings
from tests.studio import standin

MAIN = Path(__file__).parents[2] / "pages" / "main.py"


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


@pytest.fixture
def studio(cloud: standin.Cloud) -> Callable[[], AppTest]:
    """A new visitor on the first screen."""
    return lambda: AppTest.from_file(str(MAIN), default_timeout=30).run()
