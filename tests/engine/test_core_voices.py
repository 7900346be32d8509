"""Voices are listed and heard before anything is rendered: the worker speaks, and what it spoke is kept."""

import io
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from engine import accounts, hearing, turns
from engine.media import files
from nemo import errors
from nemo.client import NemoClient
from tests.engine.core import Serving, asking, bearer, engine_here, forget_caches, new_session, new_token


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


def samples(content: bytes) -> tuple[float, float]:
    """Seconds and greatest loudness of a WAV."""
    with wave.open(io.BytesIO(content)) as sound:
        heard = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return len(heard) / sound.getframerate(), float(np.abs(heard).max()) / 32767


def test_voices_are_listed_for_those_with_a_token(api: TestClient) -> None:
    token = new_token(api)
    listed = api.get("/api/voices", headers=bearer(token)).json()["data"]["voices"]
    assert listed[0] == {
        "id": "heart", "name": "Heart", "language": "en", "gender": "female", "accent": "American",
    }  # fmt: skip
    chinese = api.get("/api/voices?language=zh-CN", headers=bearer(token)).json()["data"]["voices"]
    assert {one["language"] for one in chinese} == {"zh"}
    assert api.get("/api/voices").status_code == 401
    assert api.get("/api/voices/heart/sample").status_code == 401


def test_what_cannot_be_heard_is_a_sentence(api: TestClient) -> None:
    token = bearer(new_token(api))
    unknown = api.get("/api/voices/nobody/sample", headers=token)
    assert unknown.status_code == 404 and "no such voice" in unknown.json()["message"]
    long = api.get("/api/voices/heart/sample", params={"text": "a" * 201}, headers=token)
    assert long.status_code == 422 and "200 characters" in long.json()["message"]


def test_a_sample_goes_with_the_record_of_its_job(api: TestClient, tmp_path: Path) -> None:
    key = hearing.key_of("heart", "Hello")
    (tmp_path / "made").write_bytes(b"sound")
    files.put(tmp_path / "made", key)
    hearing.forget(["turn_1", hearing.job_for(hearing.key_of("heart", "Good bye"))])
    assert files.exists(key)
    hearing.forget([hearing.job_for(key)])
    assert not files.exists(key)


def test_a_voice_is_heard_and_the_second_time_at_once(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as engine:
        client = NemoClient(engine.url)
        june = next(one for one in client.voices("en") if one.name == "June")
        seconds, loudest = samples(client.voice_sample(june.id, "Fresh coffee, every morning."))
        assert 1 < seconds < 6 and loudest > 0.1
        again = client.voice_sample(june.id, "Fresh  coffee, every morning. ")
        assert samples(again) == (seconds, loudest)
        own, _ = samples(client.voice_sample("heart"))
        assert own > 1
        kept = sorted((engine.data / "media" / "samples").iterdir())
        assert len(kept) == 2, "the same words are kept once"
        with pytest.raises(errors.NotFound):
            client.voice_sample("nobody")


def test_usual_choices_stay_with_their_turn_and_must_be_few(api: TestClient) -> None:
    token = new_token(api)
    session = new_session(api, token)
    body = {"session_id": session, "new_message": {"parts": [{"text": "make a promo"}]}}
    for odd in ("premium", ["premium"], {"looks": {"affiliate": "x" * 5000}}):
        refused = api.post("/run_sse", headers=bearer(token), json=body | {"defaults": odd})
        assert refused.status_code == 422 and "Nothing was changed" in refused.json()["message"]
    usual = {"looks": {"affiliate": "premium"}}
    turn, _ = turns.create(accounts.caller(token).id, session, "make a promo", "en", defaults=usual)
    assert (turns.read(turn) or {})["defaults"] == usual
