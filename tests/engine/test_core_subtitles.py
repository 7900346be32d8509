"""Captions as subtitle files: of the newest draft, for its owner alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine import accounts, turns
from tests.engine.core import asking, bearer, engine_here, forget_caches, new_session, new_token

CAPTIONS = [
    {"d": 1500, "m": {"text": "Café & <cream>", "start": 500}},
    {"d": 1000, "m": {"text": "又来了", "start": 2000}},
]
DRAFT = {"d": 3000, "t": [{"tt": 7, "m": {"role": "caption"}, "sg": CAPTIONS}]}


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


def test_the_newest_captions_come_as_srt_and_vtt_to_their_owner_alone(api: TestClient) -> None:
    token = new_token(api)
    session = new_session(api, token)
    address = f"/api/subtitles/nemo_agent/me/{session}"
    assert api.get(address, headers=bearer(token)).text == ""
    turn, _ = turns.create(accounts.caller(token).id, session, "go", "en")
    turns.finish(turn, "completed", turns.Outcome(DRAFT, "captions"))
    srt, vtt = (api.get(f"{address}?format={kind}", headers=bearer(token)) for kind in ("srt", "vtt"))
    assert srt.headers["content-type"].startswith("application/x-subrip")
    assert "00:00:00,500 --> 00:00:02,000\nCafé & <cream>" in srt.content.decode()
    assert vtt.content.decode().startswith("WEBVTT\n") and "Café &amp; &lt;cream&gt;" in vtt.content.decode()
    assert "又来了" in vtt.content.decode()
    assert api.get(f"{address}?format=exe", headers=bearer(token)).status_code == 422
    assert api.get(address, headers=bearer(new_token(api))).status_code == 404
    assert api.get(address).status_code == 401
    state = api.get(f"/api/state/nemo_agent/me/{session}/latest", headers=bearer(token)).json()
    assert "subtitles" in state["data"]["engine"]["features"]
