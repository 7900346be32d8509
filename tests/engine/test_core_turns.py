"""A turn makes one version, once, whatever happens around it."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine import accounts, adk, jobs, projects, store, turns
from tests.engine.core import asking, bearer, engine_here, forget_caches, new_session, new_token


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


@pytest.fixture
def mine(api: TestClient) -> tuple[str, str, str]:
    """A token, its owner and a session."""
    token = new_token(api)
    return token, accounts.caller(token).id, new_session(api, token)


def test_versions_count_up_from_one_and_carry_their_number(mine: tuple[str, str, str]) -> None:
    _, owner, session = mine
    for length in (10, 20, 30):
        turn, _ = turns.create(owner, session, "go", "en")
        turns.finish(turn, "completed", turns.Outcome({"d": length, "x": "kept"}, f"{length} ms"))
    found = projects.versions(session)
    assert [(row["number"], row["summary"]) for row in found] == [(1, "10 ms"), (2, "20 ms"), (3, "30 ms")]
    drafts = [(projects.version(session, number) or {})["draft"] for number in (1, 2, 3)]
    assert [draft["d"] for draft in drafts] == [10, 20, 30]
    assert drafts[2] == {"d": 30, "x": "kept", "m": {"version": 3}}


def test_finishing_a_turn_a_hundred_times_at_once_makes_one_version(mine: tuple[str, str, str]) -> None:
    _, owner, session = mine
    turn, _ = turns.create(owner, session, "go", "en")
    with ThreadPoolExecutor(8) as crowd:
        numbers = list(crowd.map(lambda n: turns.finish(turn, "completed", turns.Outcome({"d": n})), range(100)))
    assert numbers == [1] * 100
    assert len(projects.versions(session)) == 1


def test_the_same_key_is_the_same_turn_in_a_session_and_another_one_elsewhere(
    api: TestClient, mine: tuple[str, str, str]
) -> None:
    token, owner, session = mine
    first = turns.create(owner, session, "go", "en", key="abc")
    second = turns.create(owner, session, "go", "en", key="abc")
    elsewhere = turns.create(owner, new_session(api, token), "go", "en", key="abc")
    assert (first[1], second[1], elsewhere[1]) == (True, False, True)
    assert first[0] == second[0] != elsewhere[0]


def test_a_stopped_turn_keeps_nothing_even_if_it_finishes_later(mine: tuple[str, str, str], api: TestClient) -> None:
    token, owner, session = mine
    turn, _ = turns.create(owner, session, "go", "en")
    turns.start(turn)
    answer = api.post(f"/api/turns/nemo_agent/me/{session}/stop", headers=bearer(token))
    assert answer.json()["data"]["turn"] == turn and turns.is_stopped(turn)
    assert turns.finish(turn, "completed", turns.Outcome({"d": 1})) is None
    assert projects.latest(session) is None


def test_what_the_conversation_remembers_is_kept_with_the_turn(mine: tuple[str, str, str]) -> None:
    _, owner, session = mine
    turn, _ = turns.create(owner, session, "go", "en")
    turns.finish(turn, "completed", turns.Outcome(context={"asked": "which photo?"}))
    found = projects.any_session(session)
    assert found and found["context"] == {"asked": "which photo?"}
    assert projects.latest(session) is None, "a question changes nothing"


def test_a_turn_of_a_deleted_project_ends_quietly(mine: tuple[str, str, str]) -> None:
    _, owner, session = mine
    turn, _ = turns.create(owner, session, "go", "en")
    assert turn in projects.delete(session)
    assert turns.is_stopped(turn)
    assert turns.finish(turn, "completed", turns.Outcome({"d": 1})) is None
    assert projects.versions(session) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 1002),
        ({"session_id": "nope", "new_message": {"parts": [{"text": "hi"}]}}, 1002),
        ({"session_id": 7}, 1002),
    ],
)
def test_chat_needs_a_session(api: TestClient, mine: tuple[str, str, str], body: dict[str, object], code: int) -> None:
    answer = api.post("/run_sse", headers=bearer(mine[0]), json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert answer.json()["detail"].startswith("Session not found")


@pytest.mark.parametrize(
    "message",
    [None, "hi", {}, {"parts": []}, {"parts": [{}]}, {"parts": [{"text": "  \n "}]}, {"parts": ["hi"]}],
)
def test_an_empty_message_is_refused_with_a_sentence(
    api: TestClient, mine: tuple[str, str, str], message: object
) -> None:
    body = {"session_id": mine[2], "new_message": message}
    answer = api.post("/run_sse", headers=bearer(mine[0]), json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, 422)
    assert "empty" in answer.json()["message"]
    assert turns.active(mine[2]) is None


def test_what_is_not_json_is_refused_with_a_sentence(api: TestClient, mine: tuple[str, str, str]) -> None:
    for raw in (b"{", b"[]", b"\xff\xfe"):
        answer = api.post("/run_sse", headers=bearer(mine[0]), content=raw)
        assert answer.status_code == 422 and answer.json()["message"].endswith(".")


def test_tables_of_an_earlier_version_are_brought_up_to_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mine: tuple[str, str, str]
) -> None:
    turns.create(mine[1], mine[2], "go", "en")
    with store.writing() as write:
        write.exec_driver_sql("ALTER TABLE turns DROP COLUMN place")
        write.exec_driver_sql("ALTER TABLE versions DROP COLUMN restores")
    engine_here(tmp_path, monkeypatch)
    turn, _ = turns.create(mine[1], mine[2], "on", "en")
    assert turns.finish(turn, "completed", turns.Outcome({"d": 1})) == 1
    assert [row["place"] for row in store.every(store.turns.select().order_by(store.turns.c.place))] == [0, 1]


def test_silence_carries_heartbeats_and_an_event_ends_it(mine: tuple[str, str, str]) -> None:
    turn, _ = turns.create(mine[1], mine[2], "go", "en")
    jobs.client()
    turns.enqueue(turn)  # no worker runs here

    async def heard() -> list[tuple[str | None, float]]:
        stream, found, began = jobs.events(turn, silence_s=0.2), [], time.monotonic()
        async for event in stream:
            found.append((event, time.monotonic() - began))
            if len(found) == 3:
                await stream.aclose()  # type: ignore[attr-defined]
                return found
        return found

    beats = asyncio.run(heard())
    assert [event for event, _ in beats] == [None, None, None]
    assert all(later - earlier > 0.15 for (_, earlier), (_, later) in pairwise(beats))
    assert adk.HEARTBEAT == b": heartbeat\n\n"


def test_a_job_which_is_gone_ends_its_stream_as_lost(mine: tuple[str, str, str]) -> None:
    async def hear() -> None:
        async for _ in jobs.events("turn_of_nobody", silence_s=0.2):
            pass

    with pytest.raises(jobs.LostError):
        asyncio.run(hear())
