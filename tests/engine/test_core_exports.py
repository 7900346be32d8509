"""Renders on the wire: idempotent, fair, signed, cancellable. No worker runs here: what is asked for stays asked."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from engine import accounts, exports, jobs, store
from engine.media import files
from tests.engine.core import SKILL, asking, bearer, engine_here, forget_caches, new_session, new_token

DRAFT = {"d": 1000, "t": [{"tt": 0, "sg": [{"d": 1000, "m": {"kind": "card", "text": "Hello"}}]}]}


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


class User:
    """One account with one project."""

    def __init__(self, api: TestClient) -> None:
        self.api, self.token = api, new_token(api)
        self.id, self.session = accounts.caller(self.token).id, new_session(api, self.token)

    def submit(self, render: str, session: str = "", **body: object) -> dict[str, object]:
        asked = {"id": render, "sessionId": session or self.session, "draft": DRAFT, "output": {"format": "mp4"}}
        answer = self.api.post("/api/render/proxy/lambda", headers=bearer(self.token), json=asked | body)
        return {"http": answer.status_code} | answer.json()

    def get(self, path: str, **headers: str) -> dict[str, object]:
        return self.api.get(path, headers=bearer(self.token) | headers).json()


def queued() -> list[str]:
    """The exports which wait for a worker."""
    return [row.workflow_id for row in jobs.client().list_queued_workflows(queue_name="renders")]


def test_a_render_is_answered_at_the_top_level(api: TestClient) -> None:
    user = User(api)
    answer = user.submit("render_1")
    assert (answer["id"], answer["status"], answer["position"]) == ("render_1", "pending", 1)
    assert user.get("/api/render/proxy/lambda/render_1")["status"] == "pending"
    assert user.get("/api/credits/balance/simple")["data"] == {"available": 100, "frozen": 0, "total": 100}


def test_what_a_user_should_know_goes_along_with_every_answer(api: TestClient) -> None:
    user = User(api)
    assert user.submit("render_1")["notes"] == []
    row = exports.find(user.id, "render_1")
    assert row
    exports.note(row, ["Scene 1 will look soft."])
    assert user.get("/api/render/proxy/lambda/render_1")["notes"] == ["Scene 1 will look soft."]
    assert user.submit("render_1")["output"] == {"format": "mp4", "quality": "standard", "purpose": "export"}


def test_the_same_render_id_is_one_render(api: TestClient) -> None:
    user = User(api)
    assert [user.submit("render_1")["status"] for _ in range(5)] == ["pending"] * 5
    assert len(queued()) == 1
    assert User(api).submit("render_1")["status"] == "pending", "another user's id is another render"
    assert len(queued()) == 2


@pytest.mark.parametrize("missing", ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"])
def test_without_attribution_there_is_no_export(api: TestClient, missing: str) -> None:
    user = User(api)
    headers = {"Authorization": f"Bearer {user.token}"} | {
        name: value for name, value in SKILL.items() if name != missing
    }
    answer = api.post(
        "/api/render/proxy/lambda", headers=headers, json={"id": "r", "sessionId": user.session, "draft": DRAFT}
    )
    assert (answer.status_code, answer.json()["code"]) == (402, 402)
    assert queued() == []


@pytest.mark.parametrize("draft", [None, {}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, "draft", {"t": "x"}])
def test_there_is_nothing_to_export_before_there_is_a_draft(api: TestClient, draft: object) -> None:
    answer = User(api).submit("render_1", draft=draft)
    assert (answer["http"], answer["code"]) == (422, 422)
    assert "nothing to export" in str(answer["message"])


@pytest.mark.parametrize(
    "body", [{"id": "../x"}, {"id": ""}, {"output": {"width": "wide"}}, {"output": {"purpose": "x"}}]
)
def test_a_request_that_makes_no_sense_starts_nothing(api: TestClient, body: dict[str, object]) -> None:
    answer = User(api).submit(**({"render": "render_1"} | body))
    assert (answer["http"], answer["code"]) == (422, 422)
    assert queued() == []


def test_a_users_renders_keep_their_order_and_users_do_not_wait_for_each_others_backlog(api: TestClient) -> None:
    busy, calm = User(api), User(api)
    for n in range(12):
        busy.submit(f"busy_{n}", session=new_session(api, busy.token))
    places = [calm.submit(f"calm_{n}")["position"] for n in range(2)]
    assert places == [2, 4], "one of theirs, one of mine"
    rows = jobs.client().list_queued_workflows(queue_name="renders")
    names = {row["uid"]: row["id"] for row in store.every(store.renders.select())}
    for user, count in ((busy, 12), (calm, 2)):
        mine = sorted((row for row in rows if row.queue_partition_key == user.id), key=lambda row: row.priority or 0)
        name = "busy" if user is busy else "calm"
        assert [names[row.workflow_id] for row in mine] == [f"{name}_{n}" for n in range(count)]
    preview = busy.submit("small", output={"purpose": "preview"})
    assert preview["position"] == 1, "previews do not wait for exports"


def test_a_cancelled_render_stays_cancelled(api: TestClient) -> None:
    user = User(api)
    user.submit("render_1")
    assert api.delete("/api/render/proxy/lambda/render_1", headers=bearer(user.token)).json()["status"] == "cancelled"
    uid = exports.find(user.id, "render_1")["uid"]  # type: ignore[index]
    assert not exports.end(uid, "completed", file="renders/x.mp4")
    assert user.submit("render_1")["status"] == "cancelled"
    other = api.post("/api/render/proxy/lambda/render_1/cancel", headers=bearer(new_token(api)))
    assert other.json()["code"] == 404


def finished(user: User, content: bytes) -> str:
    """A finished export with this content; returns its address."""
    user.submit("render_1")
    uid = exports.find(user.id, "render_1")["uid"]  # type: ignore[index]
    made = files.scratch() / "film.mp4"
    made.write_bytes(content)
    files.put(made, f"renders/{user.session}/{uid}.mp4")
    exports.end(uid, "completed", progress=1.0, file=f"renders/{user.session}/{uid}.mp4")
    return str(user.get("/api/render/proxy/lambda/render_1")["output"]["url"])  # type: ignore[index]


def test_a_finished_file_opens_with_the_key_alone_and_in_ranges(api: TestClient) -> None:
    user, content = User(api), bytes(range(256)) * 40
    url = finished(user, content)
    assert user.token not in url
    whole = api.get(url)
    assert whole.content == content and whole.headers["content-disposition"].startswith("attachment")
    part = api.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, content[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(content)}"
    assert api.get(url, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    assert api.get(urlsplit(url).path, headers=bearer(user.token)).content == content


def test_a_file_opens_for_nobody_else(api: TestClient) -> None:
    user, stranger = User(api), User(api)
    url = finished(user, b"private")
    path = urlsplit(url).path
    stranger.submit("render_1")
    for attempt in (path, f"{path}?key=", f"{path}?key={'0' * 40}", url[:-1] + ("0" if url[-1] != "0" else "1")):
        answer = api.get(attempt)
        assert (answer.status_code, answer.json()["code"]) == (401, 1001)
    theirs = api.get(path, headers=bearer(stranger.token))
    assert theirs.status_code == 404 and b"private" not in theirs.content


def test_finished_exports_stand_in_the_state(api: TestClient) -> None:
    user = User(api)
    url = finished(user, b"film")
    media = user.get(f"/api/state/nemo_agent/me/{user.session}/latest")["data"]["state"]["generated_media"]  # type: ignore[index]
    assert [(one["id"], one["output"]["url"]) for one in media] == [("render_1", url)]


def test_progress_of_a_resumed_render_never_falls_and_tells_the_rest(
    api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = User(api)
    user.submit("render_1")
    row = exports.find(user.id, "render_1")
    assert row
    monkeypatch.setattr(exports, "TELL_S", 0.0)
    seen = []
    for before in (0.0, 0.6):
        watch = exports.Watch(row | {"progress": before})
        for fraction in (0.0, 0.5, 1.0):
            watch.progress(fraction)
            seen.append(exports.read(row["uid"])["progress"])  # type: ignore[index]
    assert seen == [0.0, 0.5, 1.0, 0.6, 0.8, 1.0]
    store.change(store.renders, started_ms=store.now() - 10_000, progress=0.25)
    assert 29 < user.get("/api/render/proxy/lambda/render_1")["remaining_s"] < 31.5  # type: ignore[operator]


def test_deleting_a_project_leaves_nothing_of_it(api: TestClient, tmp_path: Path) -> None:
    user = User(api)
    url = finished(user, b"the only trace of my face")
    cache = tmp_path / "cache" / "projects" / user.session / "segments"
    cache.mkdir(parents=True)
    (cache / "0001").write_bytes(b"the only trace of my face")
    assert api.delete(f"/api/tasks/me/{user.session}", headers=bearer(user.token)).json()["code"] == 0
    assert api.get(url).status_code == 401
    assert user.get(f"/api/state/nemo_agent/me/{user.session}/latest")["code"] == 1002
    assert not [file for file in (tmp_path / "media").rglob("*") if file.is_file() and user.session in str(file)]
    assert not cache.exists()
    assert jobs.client().list_workflows(workflow_id_prefix="render_") == []
    rows = [store.every(table.select()) for table in (store.sessions, store.renders, store.turns, store.versions)]
    assert rows == [[], [], [], []]
