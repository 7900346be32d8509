"""An account's own language model: tried before it is kept, its key told to nobody but the model."""

import json
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from engine import accounts, direction, store
from engine.settings import settings
from tests.engine.core import asking, bearer, engine_here, forget_caches, new_session, new_token

KEY = "key-of-a-user-0123456789"
PATH = "/api/account/llm"


class Model:
    """An endpoint of the OpenAI protocol which notes who asks."""

    def __init__(self) -> None:
        self.status, self.asked = 200, list[tuple[str, Any]]()
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.asked.append((self.headers.get("Authorization", ""), body))
                answer = json.dumps({"choices": [{"message": {"content": f"ok {KEY}"}}]}).encode()
                self.send_response(model.status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


def test_a_model_is_tried_kept_for_its_account_and_its_key_never_told(
    api: TestClient, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    token, other = new_token(api), new_token(api)
    assert api.get(PATH, headers=bearer(token)).json()["data"] == {"from": None, "may_choose": True}
    wanted = {"url": model.url + "/", "model": "small", "key": KEY}
    kept = api.put(PATH, headers=bearer(token), json=wanted)
    assert kept.json()["data"] == {"from": "account", "url": model.url, "model": "small", "has_key": True}
    assert model.asked[0][0] == f"Bearer {KEY}" and model.asked[0][1]["model"] == "small"
    assert api.get(PATH, headers=bearer(other)).json()["data"]["from"] is None
    again = api.put(PATH, headers=bearer(token), json={"url": model.url, "model": "larger"})
    assert again.json()["data"]["has_key"] and model.asked[1][0] == f"Bearer {KEY}", "the key stays with its address"
    elsewhere = {"url": model.url.replace("127.0.0.1", "localhost"), "model": "x"}
    api.put(PATH, headers=bearer(token), json=elsewhere)
    assert model.asked[2][0] == "", "and goes nowhere else"
    answers = [kept.text, again.text, api.get(PATH, headers=bearer(token)).text, caplog.text]
    assert KEY not in "".join(answers)
    assert api.delete(PATH, headers=bearer(token)).json()["data"] == {"from": None}


def test_messages_of_the_account_go_to_its_model_and_those_of_others_do_not(api: TestClient, model: Model) -> None:
    token, other = new_token(api), new_token(api)
    api.put(PATH, headers=bearer(token), json={"url": model.url, "model": "small", "key": KEY})
    mine, theirs = new_session(api, token), new_session(api, other)
    chosen = direction._llm(mine)
    assert chosen and (chosen.url, chosen.model, chosen.key) == (model.url, "small", KEY)
    assert KEY not in repr(chosen) and direction._llm(theirs) is None
    assert accounts.caller(token).id != accounts.caller(other).id


@pytest.mark.parametrize(
    ("status", "told"), [(401, "does not accept this key"), (404, "is not this model"), (302, "is not this model")]
)
def test_a_model_which_does_not_talk_is_not_kept(api: TestClient, model: Model, status: int, told: str) -> None:
    token = bearer(new_token(api))
    model.status = status
    refused = api.put(PATH, headers=token, json={"url": model.url, "model": "small", "key": KEY})
    assert refused.status_code == 422 and told in refused.json()["message"] and KEY not in refused.text
    assert api.get(PATH, headers=token).json()["data"]["from"] is None


@pytest.mark.parametrize(
    "wanted",
    [
        {"url": "file:///etc/passwd", "model": "m"},
        {"url": "http://user:pw@127.0.0.1/v1", "model": "m"},
        {"url": "http://127.0.0.1:port/v1", "model": "m"},
        {"url": "http://127.0.0.1:9/v1", "model": "m"},
        {"url": "http://127.0.0.1:9/v1", "model": " "},
        {"url": "http://127.0.0.1:9/v1", "model": "m" * 200},
        {},
    ],
)
def test_what_is_no_address_of_a_model_is_refused(api: TestClient, wanted: dict[str, str]) -> None:
    answer = api.put(PATH, headers=bearer(new_token(api)), json=wanted)
    assert answer.status_code == 422 and "othing was changed" in answer.json()["message"]


def test_only_programs_of_this_machine_may_name_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    wanted = {"url": model.url, "model": "small"}

    def asks(ip: str, **headers: str) -> int:
        far = asking(ip)
        return far.put(PATH, headers=bearer(new_token(far)) | headers, json=wanted).status_code

    engine_here(tmp_path, monkeypatch)
    assert asks("203.0.113.9") == 403 and asks("127.0.0.1", **{"X-Forwarded-For": "203.0.113.9"}) == 403
    assert asks("127.0.0.1", Host="127.0.0.1.video.example") == 403
    assert model.asked == [] and asks("127.0.0.1") == 200
    engine_here(tmp_path, monkeypatch, LLM_CHOICE="any")
    assert asks("203.0.113.9") == 200
    engine_here(tmp_path, monkeypatch, LLM_CHOICE="none")
    assert asks("127.0.0.1") == 403
    forget_caches()


def test_the_model_of_the_settings_is_named_without_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_here(tmp_path, monkeypatch, LLM_URL="http://10.0.0.5/v1", LLM_MODEL="large", LLM_KEY=KEY)
    api = asking()
    answer = api.get(PATH, headers=bearer(new_token(api)))
    assert answer.json()["data"] == {"from": "settings", "model": "large", "may_choose": True}
    forget_caches()


def test_the_database_is_for_its_owner_alone(api: TestClient) -> None:
    new_token(api)
    store.database()
    files = list(settings().data.glob("reelwright.sqlite*"))
    assert files and {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
