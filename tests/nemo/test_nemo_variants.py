"""The calls for variants as they leave the client, and what is said where a service has none of them."""

import json

import pytest

from nemo import errors
from nemo.client import NemoClient
from nemo.variants import Ideas
from tests.nemo.cloud import Cloud, Reply, failed, ok
from tests.nemo.drafts import FINISHED

DERIVE = "POST /api/operations/nemo_agent/me/sid1"
HOOK = {"op": "set_hook", "text": "Zoë’s first coffee"}


def test_operations_are_sent_as_a_question(cloud: Cloud, client: NemoClient) -> None:
    cloud.on(DERIVE, ok({"draft": FINISHED, "summary": "A → B", "notes": ["Too short.", 7], "version": 3}))
    made = client.derive("sid1", [HOOK], 3)
    assert (made.draft, made.summary, made.notes, made.version) == (FINISHED, "A → B", ("Too short.",), 3)
    body = json.loads(cloud.asked[-1].body)
    assert body["keep"] is False and body["version"] == 3 and body["operations"] == [HOOK]
    client.derive("sid1", [HOOK])
    assert "version" not in json.loads(cloud.asked[-1].body)


def test_a_service_without_such_a_call_is_told_apart_from_a_lost_project(cloud: Cloud, client: NemoClient) -> None:
    cloud.on(DERIVE, Reply(404, b"{}"))
    with pytest.raises(errors.NotOffered) as told:
        client.derive("sid1", [HOOK])
    assert "untouched" in told.value.sentence() and told.value.sentence("zh").startswith("这个")
    cloud.on(DERIVE, failed(1002))
    with pytest.raises(errors.SessionGone):
        client.derive("sid1", [HOOK])
    cloud.on("GET /api/ideas/nemo_agent/me/sid1", Reply(404, b"<html>"))
    with pytest.raises(errors.NotOffered):
        client.ideas("sid1")


def test_a_service_which_answers_without_a_draft_has_kept_the_edit_or_none(cloud: Cloud, client: NemoClient) -> None:
    cloud.on(DERIVE, ok({"version": 4, "summary": "kept"}))
    with pytest.raises(errors.NotOffered):
        client.derive("sid1", [HOOK])


def test_ideas_are_read_whatever_else_is_sent(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("GET /api/ideas/nemo_agent/me/sid1", ok({"opening": "A", "call": None, "hooks": ["B", 1], "calls": "x"}))
    assert client.ideas("sid1") == Ideas("A", "", ("B",), ())


def test_a_render_keeps_the_name_its_caller_gave_it(cloud: Cloud, client: NemoClient) -> None:
    client.local = True
    taken = Reply(200, b'{"id": "mine", "status": "pending"}')
    cloud.on("POST /api/render/proxy/lambda", failed(500, status=500), taken)
    assert client.submit_render("sid1", FINISHED, render_id="mine", width=720).id == "mine"
    bodies = [json.loads(one.body) for one in cloud.asked if one.path.endswith("/lambda")]
    assert [one["id"] for one in bodies] == ["mine", "mine"]
    assert bodies[0]["output"] == {"format": "mp4", "quality": "standard", "width": 720}
