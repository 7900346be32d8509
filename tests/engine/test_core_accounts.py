"""Tokens, scopes, sessions, claim links and credits, as the wire has them."""

import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from engine import accounts, store, turns
from engine.errors import NoCredits
from tests.engine.core import asking, bearer, engine_here, forget_caches, new_session, new_token


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


def test_an_anonymous_token_comes_with_credits_and_an_end(api: TestClient) -> None:
    answer = api.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})
    data = answer.json()["data"]
    assert answer.json()["code"] == 0
    assert data["token"].startswith("nmv_usr_") and data["user_id"].startswith("anon_")
    assert data["credits"] == 100 and data["expires_at"].endswith("+00:00")


def test_without_a_client_id_there_is_no_token(api: TestClient) -> None:
    answer = api.post("/api/auth/anonymous-token")
    assert (answer.status_code, answer.json()["code"]) == (400, 400)
    assert "X-Client-Id" in answer.json()["message"]


def test_a_client_gets_one_token_until_it_expires_and_keeps_its_account(api: TestClient) -> None:
    ask = {"X-Client-Id": "one-client"}
    first = api.post("/api/auth/anonymous-token", headers=ask).json()["data"]
    session = new_session(api, first["token"])
    again = api.post("/api/auth/anonymous-token", headers=ask)
    assert (again.status_code, again.json()["code"]) == (429, 429)
    store.change(store.tokens, expires_ms=store.now() - 1)
    expired = api.get("/api/credits/balance/simple", headers=bearer(first["token"]))
    assert expired.json()["code"] == 1001
    second = api.post("/api/auth/anonymous-token", headers=ask).json()["data"]
    assert second["user_id"] == first["user_id"] and second["token"] != first["token"]
    assert api.get(f"/api/state/nemo_agent/me/{session}/latest", headers=bearer(second["token"])).json()["code"] == 0


def test_a_token_whose_answer_was_lost_is_given_again_to_who_asks_with_the_same_key(api: TestClient) -> None:
    def ask(client: str = "one-client", key: str = "a secret of the client") -> dict[str, Any]:
        headers = {"X-Client-Id": client, "Idempotency-Key": key}
        return dict(api.post("/api/auth/anonymous-token", headers=headers).json())

    first = ask()["data"]
    assert ask()["data"] == first
    assert ask(key="a guess")["code"] == 429
    assert ask(client="another-client")["data"]["token"] != first["token"]
    store.change(store.tokens, expires_ms=store.now() - 1)
    later = ask()["data"]
    assert later["token"] != first["token"] and later["user_id"] == first["user_id"]


def test_an_address_gets_ten_tokens_in_seven_days_but_this_machine_any_number(api: TestClient) -> None:
    far = asking("203.0.113.9")
    codes = [
        far.post("/api/auth/anonymous-token", headers={"X-Client-Id": f"far-{n}"}).json()["code"] for n in range(11)
    ]
    near = [
        api.post("/api/auth/anonymous-token", headers={"X-Client-Id": f"near-{n}"}).json()["code"] for n in range(12)
    ]
    assert codes == [0] * 10 + [429]
    assert near == [0] * 12
    store.change(store.tokens, created_ms=store.now() - 8 * accounts.DAY_MS)
    assert far.post("/api/auth/anonymous-token", headers={"X-Client-Id": "far-later"}).json()["code"] == 0


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer nope"}, {"Authorization": "Basic abc"}])
def test_a_bad_token_is_1001_everywhere(api: TestClient, header: dict[str, str]) -> None:
    calls = [
        api.get("/api/credits/balance/simple", headers=header),
        api.post("/api/tasks/me/with-session/nemo_agent", headers=header, json={}),
        api.get("/api/state/nemo_agent/me/x/latest", headers=header),
        api.post("/run_sse", headers=header, json={"session_id": "x", "new_message": {"parts": [{"text": "hi"}]}}),
        api.post("/api/upload-video/nemo_agent/me/x", headers=header, files={"files": b"x"}),
        api.post("/api/render/proxy/lambda", headers=header, json={"id": "r"}),
        api.get("/api/render/proxy/lambda/r", headers=header),
        api.get("/api/render/proxy/r/download", headers=header),
        api.delete("/api/tasks/me/x", headers=header),
    ]
    assert [(call.status_code, call.json()["code"]) for call in calls] == [(401, 1001)] * len(calls)


def test_a_token_does_only_what_its_scopes_say(api: TestClient) -> None:
    reader = accounts.issue("read")
    assert api.get("/api/credits/balance/simple", headers=bearer(reader)).json()["code"] == 0
    refused = [
        api.post("/api/tasks/me/with-session/nemo_agent", headers=bearer(reader), json={}),
        api.post("/run_sse", headers=bearer(reader), json={"new_message": {"parts": [{"text": "hi"}]}}),
        api.post("/api/upload-video/nemo_agent/me/x", headers=bearer(reader), files={"files": b"x"}),
        api.post("/api/render/proxy/lambda", headers=bearer(reader), json={"id": "r"}),
    ]
    assert [(call.status_code, call.json()["code"]) for call in refused] == [(403, 403)] * 4


def test_a_session_belongs_to_its_owner_alone(api: TestClient) -> None:
    mine, theirs = new_token(api), new_token(api)
    session = new_session(api, mine)
    for path in (f"/api/state/nemo_agent/me/{session}/latest", f"/api/versions/nemo_agent/me/{session}"):
        assert api.get(path, headers=bearer(mine)).json()["code"] == 0
        answer = api.get(path, headers=bearer(theirs))
        assert (answer.status_code, answer.json()["code"]) == (404, 1002)
    assert api.delete(f"/api/tasks/me/{session}", headers=bearer(theirs)).json()["code"] == 1002


def test_a_claim_token_opens_nothing_by_itself(api: TestClient) -> None:
    token = new_token(api)
    body = {"task_name": "project", "language": "en"}
    made = api.post("/api/tasks/me/with-session/nemo_agent", headers=bearer(token), json=body).json()["data"]
    ask = {"task_id": made["task_id"], "session_id": made["session_id"]}
    data = api.post("/api/auth/claim-token", headers=bearer(token), json=ask).json()["data"]
    assert data["claim_token"].startswith("clm_") and data["expires_in"] == 604800
    assert api.get("/api/credits/balance/simple", headers=bearer(data["claim_token"])).json()["code"] == 1001
    wrong = api.post("/api/auth/claim-token", headers=bearer(token), json=ask | {"task_id": "task_other"})
    assert wrong.json()["code"] == 1002


def test_no_token_is_ever_written_down(api: TestClient, tmp_path: Path) -> None:
    token = new_token(api)
    claim = api.post(
        "/api/auth/claim-token", headers=bearer(token), json={"session_id": new_session(api, token)}
    ).json()["data"]["claim_token"]
    store.database().dispose()
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"anon_" in written, "the account is there"
    assert token.encode() not in written and claim.encode() not in written


def test_credits_are_frozen_during_a_turn_and_spent_when_it_changed_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_here(tmp_path, monkeypatch, TURN_CREDITS="60")
    api = asking()
    token = new_token(api)
    owner, session = accounts.caller(token).id, new_session(api, token)
    turn, _ = turns.create(owner, session, "make it longer", "en")
    assert accounts.balance(owner) == {"available": 40, "frozen": 60, "total": 100}
    with pytest.raises(NoCredits):
        turns.create(owner, session, "and louder", "en")
    turns.finish(turn, "completed")
    assert accounts.balance(owner) == {"available": 100, "frozen": 0, "total": 100}
    turn, _ = turns.create(owner, session, "make it longer", "en")
    assert [turns.finish(turn, "completed", turns.Outcome({"d": 1})) for _ in range(2)] == [1, 1]
    assert accounts.balance(owner) == {"available": 40, "frozen": 0, "total": 40}
    body = {"session_id": session, "new_message": {"parts": [{"text": "again"}]}}
    assert api.post("/run_sse", headers=bearer(token), json=body).json()["code"] == 2001
    shown = api.get("/api/credits/balance/simple", headers=bearer(token)).json()["data"]
    assert shown == {"available": 40, "frozen": 0, "total": 40}
    forget_caches()


def test_sqlite_writes_ahead(api: TestClient, tmp_path: Path) -> None:
    new_token(api)
    with sqlite3.connect(tmp_path / "reelwright.sqlite") as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store.one(sa.select(store.users))
