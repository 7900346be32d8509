"""A token is in the header of a request and nowhere else: no log line, exception, repr, address or answer."""

import io
import logging
import traceback
from collections.abc import Iterator

import pytest

from nemo import errors
from nemo.answer import Listener, Render
from nemo.client import NemoClient
from tests.nemo.cloud import TOKEN, Cloud, Reply, capture, failed, frame, ok, said
from tests.nemo.drafts import FINISHED

STARTS = ("GET /", "POST /api/tasks/me/with-session", "POST /api/upload", "POST /api/render", "POST /run_sse")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything any library logs, at the most talkative level."""
    written = io.StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    level, root.level = root.level, logging.DEBUG
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    root.level = level


def everything_goes_wrong(cloud: Cloud, client: NemoClient) -> list[BaseException]:
    """Make every call fail in every way and collect what is raised."""
    caught: list[BaseException] = []
    replies = [failed(code, message=f"token {TOKEN}") for code in (1001, 1002, 2001, 4001, 402, 429, 9999)]
    replies += [Reply(status, f"<html>{TOKEN}</html>".encode()) for status in (401, 403, 404, 500, 502)]
    replies += [Reply(200, f'{{"token": "{TOKEN}'.encode()), Reply(200, b"{", {"Content-Length": "9"}, cut=True)]
    for reply in replies:
        for start in STARTS:
            cloud.on(start, reply)
        calls = [
            client.credits,
            client.new_session,
            lambda: client.state("sid1"),
            lambda: client.upload("sid1", [("a.jpg", io.BytesIO(b"x"))]),
            lambda: client.submit_render("sid1", FINISHED),
            lambda: client.render_status("r1"),
        ]
        for call in calls:
            try:
                call()
            except Exception as error:
                caught.append(error)
        answer = client.chat("sid1", "go")
        caught += [answer.error] if answer.error else []
    return caught


def test_no_failure_tells_the_token(cloud: Cloud, log: io.StringIO) -> None:
    cloud.clock.run()
    client = NemoClient(cloud.url, token=TOKEN, clock=cloud.clock)
    caught = everything_goes_wrong(cloud, client)
    assert len(caught) > 60
    for error in caught:
        assert isinstance(error, errors.NemoError), repr(error)
        told = [str(error), repr(error), repr(vars(error)), error.sentence("zh"), *traceback.format_exception(error)]
        assert not any(TOKEN in text for text in told)
    assert TOKEN not in log.getvalue()


def test_nothing_which_is_handed_out_shows_the_token(cloud: Cloud, log: io.StringIO) -> None:
    client = NemoClient(cloud.url, clock=cloud.clock)
    account = client.anonymous_token()
    cloud.on("POST /api/auth/claim-token", ok({"claim_token": "clm_1"}))
    cloud.chats(capture("tool.stream"))
    answer = client.chat("sid1", "go", Listener())
    client.local = False
    shown = [account, client, answer, client.new_session(), client.state("sid1"), client.registration_link()]
    shown += [client.claim_link(client.new_session()), client.download_url(Render("r1", "completed"))]
    assert account.token == TOKEN
    assert not any(TOKEN in repr(one) or TOKEN in str(one) for one in shown)
    assert not any(TOKEN in one.path for one in cloud.asked)
    assert TOKEN not in log.getvalue()


def test_what_the_service_says_inside_an_error_event_is_not_repeated(cloud: Cloud) -> None:
    client = NemoClient(cloud.url, clock=cloud.clock)
    cloud.chats(frame(errorCode="INTERNAL", errorMessage=f"Bearer {TOKEN} failed"))
    answer = client.chat("sid1", "go")
    assert TOKEN not in repr(answer) + answer.text + str(answer.error)


def test_tool_arguments_and_answers_never_reach_the_listener(cloud: Cloud) -> None:
    heard: list[str] = []

    class Spy(Listener):
        def on_text(self, text: str) -> None:
            heard.append(text)

        on_activity = on_notice = on_stage = on_text

    secret = {"functionCall": {"name": "call_api", "args": {"token": TOKEN}}}
    answer = {"functionResponse": {"name": "call_api", "response": {"result": TOKEN}}}
    thought = {"text": f"thinking of {TOKEN}", "thought": True}
    cloud.chats(
        frame(content={"role": "model", "parts": [secret, thought]}), frame(content={"parts": [answer]}), said("Ok.")
    )
    client = NemoClient(cloud.url, clock=cloud.clock)
    assert client.chat("sid1", "go", Spy()).text == "Ok."
    assert heard == ["Working on it…", "Ok."]
