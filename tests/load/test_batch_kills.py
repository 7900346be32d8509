"""A batch goes on by itself however often the whole app is killed, and nothing of it is done twice."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio import batches, tables
from studio.settings import settings
from studio.tables import Batch, BatchRow
from tests.journeys.conftest import App

pytestmark = pytest.mark.load
OWNER = "0" * 64
KILLS = [(1, "video"), (1, "export"), (2, "video"), (2, "export")]
"""The row and the step in which the app is killed, in this order."""
PATIENCE_S = 600


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with a batch of two rows which a stopped app left behind."""
    monkeypatch.setenv("REELWRIGHT_DATA", str(tmp_path))
    monkeypatch.delenv("REELWRIGHT_DATABASE_URL", raising=False)
    settings.cache_clear()
    tables.engine.cache_clear()
    output = {"format": "mp4", "quality": "draft"}
    with tables.session() as db:
        db.add(Batch(id="b", owner=OWNER, name="b", output=output))
        for number, name in enumerate(("Aero mug", "Kettle"), 1):
            asked = {"values": {"product": name, "length": 6}, "files": []}
            db.add(BatchRow(batch="b", number=number, name=name, asked=asked))
    yield tmp_path
    settings.cache_clear()
    tables.engine.cache_clear()


def test_a_batch_survives_the_death_of_the_app_in_every_step(data: Path) -> None:
    app, kills, end = App(data), list(KILLS), time.monotonic() + PATIENCE_S
    while not all(row.state in ("done", "failed") for row in batches.rows("b")):
        assert time.monotonic() < end, [(row.state, row.step) for row in batches.rows("b")]
        if kills and kills[0] in [(row.number, row.step) for row in batches.rows("b")]:
            kills.pop(0)
            app.end(signal.SIGKILL)
            app.start()
        time.sleep(0.05)
    app.end()
    assert not kills, [(row.state, row.error, row.step) for row in batches.rows("b")]
    assert [(row.state, row.error) for row in batches.rows("b")] == [("done", "")] * 2
    with sqlite3.connect(data / "reelwright.sqlite") as engine:
        count = {
            what: engine.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
            for what in ("sessions", "turns", "versions", "renders WHERE purpose = 'export'")
        }
    assert set(count.values()) == {2}, count
