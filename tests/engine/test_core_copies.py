"""A copy of a project is a project of its own: made once, whole, and untouched by what becomes of the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from starlette.testclient import TestClient

from engine import accounts, copies, projects, store, turns
from engine.media import files
from engine.media.assets import Asset
from tests.engine.core import Serving, asking, bearer, engine_here, forget_caches, new_session, new_token, photo


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


@pytest.fixture
def mine(api: TestClient, tmp_path: Path) -> tuple[str, str]:
    """A token and a session with one photo, shown as a scene and as the logo."""
    token = new_token(api)
    owner, session = accounts.caller(token).id, new_session(api, token)
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"the only trace of my face")
    (folder / "thumb.jpg").write_bytes(b"a small trace of my face")
    asset = Asset(id="a_1", kind="photo", name="us.jpg", sha256="0", path=folder / "photo.jpg", width=9, height=16)
    projects.add_asset(session, asset, [folder / "thumb.jpg"], 1)
    cache = projects.cache_of(session) / "segment" / "00"
    cache.mkdir(parents=True)
    (cache / "0001").write_bytes(b"my face in motion")
    scene = {"d": 3000, "m": {"id": "s1", "asset": "a_1", "name": "a_1 by the sea"}}
    draft: dict[str, Any] = {"d": 3000, "m": {"logo": {"asset": "a_1"}}, "t": [{"tt": 0, "sg": [scene]}]}
    for length in (1000, 3000):
        turn, _ = turns.create(owner, session, "go", "en")
        turns.finish(turn, "completed", turns.Outcome(draft | {"d": length}, "made", context={"last": ["s1"]}))
    return token, session


def copied(api: TestClient, token: str, session: str, name: str = "", **headers: str) -> dict[str, Any]:
    answer = api.post(f"/api/copies/nemo_agent/me/{session}", headers=bearer(token) | headers, json={"task_name": name})
    return answer.json()


def files_of(session: str, data: Path) -> list[Path]:
    return [file for file in data.rglob("*") if file.is_file() and session in str(file)]


def test_a_copy_has_the_uploads_and_the_newest_draft_as_its_first_version(
    api: TestClient, mine: tuple[str, str], tmp_path: Path
) -> None:
    made = copied(api, *mine, name="my copy")["data"]
    assert made["version"] == 1 and made["session_id"] != mine[1] and made["task_id"]
    (asset,) = projects.assets(made["session_id"]).values()
    assert (asset.name, asset.path.read_bytes()) == ("us.jpg", b"the only trace of my face")
    assert asset.id != "a_1" and mine[1] not in str(asset.path)
    version = projects.latest(made["session_id"])
    assert version and version["draft"]["d"] == 3000 and version["draft"]["m"]["version"] == 1
    scene = version["draft"]["t"][0]["sg"][0]["m"]
    assert scene == {"id": "s1", "asset": asset.id, "name": "a_1 by the sea"}
    assert version["draft"]["m"]["logo"] == {"asset": asset.id}
    row = projects.any_session(made["session_id"])
    assert row and row["name"] == "my copy" and row["context"] == {"last": ["s1"]}
    assert (projects.cache_of(made["session_id"]) / "segment" / "00" / "0001").is_file(), "nothing is rendered twice"


@pytest.mark.parametrize("first", ["copy", "original"])
def test_deleting_one_takes_its_own_traces_and_leaves_the_other_whole(
    api: TestClient, mine: tuple[str, str], tmp_path: Path, first: str
) -> None:
    token, session = mine
    pair = {"original": session, "copy": copied(api, token, session)["data"]["session_id"]}
    other = pair["original" if first == "copy" else "copy"]
    assert api.delete(f"/api/tasks/me/{pair[first]}", headers=bearer(token)).json()["code"] == 0
    projects.sweep_deleted()
    assert not files_of(pair[first], tmp_path)
    (asset,) = projects.assets(other).values()
    assert asset.path.read_bytes() == b"the only trace of my face" and projects.latest(other)
    api.delete(f"/api/tasks/me/{other}", headers=bearer(token))
    assert not files_of("", tmp_path / "media") and not files_of("", tmp_path / "cache"), "now nothing is left at all"


def test_the_same_key_is_the_same_copy_however_many_ask_at_once(api: TestClient, mine: tuple[str, str]) -> None:
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda _: copied(api, *mine, **{"Idempotency-Key": "once"}), range(8)))
    made = {answer["data"]["session_id"] for answer in answers}
    assert len(made) == 1 and len(projects.asset_records(*made)) == 1 and len(projects.versions(*made)) == 1
    assert copied(api, *mine)["data"]["session_id"] not in made, "without a key every request is another copy"
    api.delete(f"/api/tasks/me/{made.pop()}", headers=bearer(mine[0]))
    again = copied(api, *mine, **{"Idempotency-Key": "once"})
    assert again["code"] == 1002 and "deleted" in again["message"]


def test_a_copy_killed_in_its_middle_is_finished_by_the_same_key_or_swept(
    api: TestClient, mine: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        """What a kill looks like from within: nothing after it runs."""

    def killed(*_: object) -> None:
        raise KilledError

    owner = accounts.caller(mine[0]).id
    for key, finishes in (("again", True), ("never", False)):
        with monkeypatch.context() as patch:
            patch.setattr(copies, "_finish", killed)
            with pytest.raises(KilledError):
                copies.copy(owner, mine[1], key=key)
        if finishes:
            whole = copies.copy(owner, mine[1], key=key)
    assert len(projects.asset_records(whole["id"])) == 1 and projects.latest_number(whole["id"]) == 1
    (half,) = store.every(store.sessions.select().where(store.sessions.c.copying.is_not(None)))
    assert files_of(half["id"], tmp_path)
    copies.sweep()
    assert projects.any_session(half["id"]), "it may still be at work"
    store.change(store.sessions, store.sessions.c.id == half["id"], created_ms=store.now() - copies.UNFINISHED_MS - 1)
    copies.sweep()
    assert not projects.any_session(half["id"]) and not files_of(half["id"], tmp_path)


def test_a_copy_of_what_is_being_deleted_leaves_nothing(api: TestClient, mine: tuple[str, str], tmp_path: Path) -> None:
    files.delete(f"assets/{mine[1]}/a_1")
    assert copied(api, *mine)["code"] == 1002
    assert [row["id"] for row in store.every(store.sessions.select())] == [mine[1]]


def test_nobody_copies_what_is_not_theirs(api: TestClient, mine: tuple[str, str]) -> None:
    stranger = new_token(api)
    assert copied(api, stranger, mine[1])["code"] == 1002
    assert api.post(f"/api/copies/nemo_agent/me/{mine[1]}").json()["code"] == 1001
    reader = accounts.issue("read")
    assert copied(api, reader, mine[1])["code"] == 403


def test_where_files_cannot_share_their_bytes_they_are_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_here(tmp_path, monkeypatch, MEDIA_URL="memory://copies-of-media")
    (tmp_path / "photo.jpg").write_bytes(b"a face")
    files.put(tmp_path / "photo.jpg", "assets/ses_1/a_1/photo.jpg")
    files.share("assets/ses_1/a_1", "assets/ses_2/a_2")
    files.delete("assets/ses_1")
    assert files.local("assets/ses_2/a_2/photo.jpg").read_bytes() == b"a face"
    with pytest.raises(FileNotFoundError):
        files.share("assets/ses_1/a_1", "assets/ses_3/a_3")
    forget_caches()


def test_a_copy_is_shown_edited_and_rendered_by_the_real_engine(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as engine:
        session = engine.session()
        engine.upload(session, ("us.jpg", photo()))
        engine.chat(session, "make a 4 second video which says Fresh bread, no voice, no music")
        made = engine.call("POST", f"/api/copies/nemo_agent/me/{session}", json={}).json()["data"]["session_id"]
        (file,) = engine.state(made)["state"]["video_infos"]
        assert requests.get(file["thumb"], timeout=10).status_code == 200
        engine.call("DELETE", f"/api/tasks/me/{session}")
        title = next(t for t in engine.state(made)["state"]["draft"]["t"] if t["m"]["role"] == "title")["sg"][0]
        edit = {"op": "set_text", "segments": [title["m"]["id"]], "text": "Fresh rolls"}
        told = engine.call("POST", f"/api/operations/nemo_agent/me/{made}", json={"operations": [edit]}).json()
        assert told["data"]["version"] == 2
        engine.submit(made, "render_copy", quality="draft", width=90, height=160, format="mp4")
        engine.until(lambda: engine.render("render_copy")["status"] == "completed", 60)
