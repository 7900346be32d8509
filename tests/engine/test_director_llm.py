"""A language model in the place of the rules, over real HTTP: it is used when it makes sense and never trusted."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from engine.director.events import LlmSettings
from engine.director.timeline import problems
from tests.engine.directing import Talk, text_of, tools_of

Script = list[Any]


@pytest.fixture
def model() -> Iterator[tuple[LlmSettings, Script, list[dict[str, Any]]]]:
    """An endpoint that answers with what is queued: a text, a list of (name, arguments) calls, or an HTTP status."""
    queue: Script = []
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            step = queue.pop(0) if queue else "Done."
            body = json.dumps(_completion(step)).encode() if not isinstance(step, int) else b"{}"
            self.send_response(step if isinstance(step, int) else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    yield LlmSettings(url, "small", "secret-key", rounds=3, timeout_s=5), queue, asked
    server.shutdown()
    server.server_close()


def _completion(step: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": step if isinstance(step, str) else None}
    if isinstance(step, list):
        calls = [
            {"name": name, "arguments": args if isinstance(args, str) else json.dumps(args)} for name, args in step
        ]
        message["tool_calls"] = [{"id": f"c{n}", "type": "function", "function": call} for n, call in enumerate(calls)]
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "small", "choices": [choice]}


def test_the_model_edits_through_the_same_operations(model: Any) -> None:
    settings, queue, asked = model
    queue += [[("set_length", {"duration_ms": 20_000}), ("remove_music", {})], "Now 20 seconds, without music."]
    talk = Talk("shop", llm=settings)
    events = talk.say("tighten this up and make it quiet")
    assert [tool.name for tool in tools_of(events)] == ["set_length", "remove_music"]
    assert text_of(events) == "Now 20 seconds, without music."
    assert talk.draft is not None and talk.draft.duration == 20_000 and problems(talk.draft, talk.assets) == []
    names = {tool["function"]["name"] for tool in asked[0]["tools"]}
    assert {"set_length", "remove_music", "create", "past"} <= names
    assert "s1" in asked[0]["messages"][0]["content"] and "beach.jpg" in asked[0]["messages"][0]["content"]


def test_a_wrong_call_goes_back_to_the_model_as_an_error_and_may_be_mended(model: Any) -> None:
    settings, queue, asked = model
    queue += [[("remove_scenes", {"segments": ["s99"]})], [("remove_scenes", {"segments": ["s2"]})], "Removed."]
    talk = Talk("shop", llm=settings)
    events = talk.say("drop the second one")
    assert [tool.args for tool in tools_of(events)] == [{"segments": ["s2"]}]
    assert "s99" in asked[1]["messages"][-1]["content"] and "error" in asked[1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "nonsense",
    [
        [500],
        [404],
        [""],
        [[("paint_it_black", {})], "Painted!"],
        [[("set_length", "not json")], "Done!"],
        [[("set_length", {"duration_ms": "long"})], [("set_length", {})], [("set_length", {"duration_ms": -1})]],
        [[("remove_scenes", {"segments": ["nope"]})]] * 5,
    ],
)
def test_nonsense_is_told_and_the_rules_take_over(model: Any, nonsense: Script) -> None:
    settings, queue, _ = model
    queue += nonsense
    talk = Talk("shop", llm=settings)
    events = talk.say("make it 20 seconds")
    assert [tool.name for tool in tools_of(events)] == ["set_length"]
    assert talk.draft is not None and talk.draft.duration == 20_000
    assert "language model" in text_of(events)


def test_a_model_that_is_not_there_costs_nothing_but_a_sentence() -> None:
    talk = Talk("shop", llm=LlmSettings("http://127.0.0.1:9/v1", "small", timeout_s=2))
    events = talk.say("no music")
    assert [tool.name for tool in tools_of(events)] == ["remove_music"] and "language model" in text_of(events)


def test_undo_works_through_the_model(model: Any) -> None:
    settings, queue, _ = model
    talk = Talk("shop", llm=settings)
    before = talk.draft
    queue += [[("remove_music", {})], "No music now.", [("past", {"what": "undo"})], "It is back."]
    talk.say("kill the tune")
    assert talk.draft is not None and not talk.draft.segments("music")
    talk.say("bring the tune back")
    assert talk.draft is not None and before is not None and talk.draft.wire() == before.wire()


def test_the_key_never_shows() -> None:
    assert "secret-key" not in repr(LlmSettings("http://x", "m", "secret-key"))
