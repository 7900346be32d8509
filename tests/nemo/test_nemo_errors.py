"""Each code, status and broken network leads to its error, its sentence in both languages, and its next step."""

import socket
from collections.abc import Callable

import pytest

from nemo import errors
from nemo.client import NemoClient
from nemo.words import catalogue
from tests.nemo.cloud import TOKEN, Cloud, Reply, failed, ok

SESSION = "POST /api/tasks/me/with-session"
CODES = [
    (1001, errors.TokenExpired, "sign_in"),
    (1002, errors.SessionGone, "new_session"),
    (2001, errors.OutOfCredits, "top_up"),
    (4001, errors.UnsupportedFile, "choose_file"),
    (4002, errors.FileTooLarge, "choose_file"),
    (402, errors.PlanBlocked, "upgrade"),
    (429, errors.RateLimited, "retry"),
    (401, errors.TokenExpired, "sign_in"),
    (403, errors.Forbidden, "sign_in"),
    (404, errors.NotFound, "retry"),
    (422, errors.BadRequest, "rephrase"),
    (400, errors.BadRequest, "rephrase"),
    (500, errors.ServerTrouble, "retry"),
    (503, errors.ServerTrouble, "retry"),
    (9999, errors.NemoError, "retry"),
]


def registered(cloud: Cloud) -> NemoClient:
    return NemoClient(cloud.url, token=TOKEN, clock=cloud.clock)


@pytest.mark.parametrize(("code", "kind", "action"), CODES)
def test_a_code_in_the_envelope_is_its_error_even_with_status_200(
    cloud: Cloud, code: int, kind: type[errors.NemoError], action: str
) -> None:
    cloud.on("GET /api/credits", failed(code))
    with pytest.raises(errors.NemoError) as caught:
        registered(cloud).credits()
    assert type(caught.value) is kind
    assert caught.value.action == action


@pytest.mark.parametrize(("code", "kind", "action"), [row for row in CODES if 400 <= row[0] < 600])
def test_a_status_without_an_envelope_is_its_error(
    cloud: Cloud, code: int, kind: type[errors.NemoError], action: str
) -> None:
    cloud.on("GET /api/credits", Reply(code, b"<html><body>nginx</body></html>", kind="text/html"))
    with pytest.raises(errors.NemoError) as caught:
        registered(cloud).credits()
    assert type(caught.value) is kind


@pytest.mark.parametrize("zh", [False, True])
def test_every_error_has_a_sentence_of_its_own_without_technicalities(zh: bool) -> None:
    for kind in _all(errors.NemoError):
        values = {"host": "x", "link": "y", "name": "z"}
        error = kind() if kind is errors.OutOfCredits else kind(**values)
        sentence = error.sentence("zh" if zh else "en")
        assert sentence == catalogue("zh" if zh else "en")["error"][error.key].format_map(
            values | {"formats": " ".join(errors.FORMATS), "limit": 500}
        )
        assert sentence[-1] in "。." or "http" in sentence or "NEMO_API_URL" in sentence
        assert not any(word in sentence for word in ("Traceback", "{", "Exception", "HTTP", "null"))
        assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence) == zh


def _all(kind: type[errors.NemoError]) -> list[type[errors.NemoError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _all(child))]


def test_an_anonymous_token_which_expired_is_renewed_and_the_call_repeated_once(cloud: Cloud) -> None:
    client = NemoClient(cloud.url, token="old", anonymous=True, clock=cloud.clock)
    cloud.on("GET /api/credits", failed(1001, 401), ok({"available": 5}))
    assert client.credits().available == 5
    used = [one.headers["Authorization"] for one in cloud.asked if one.path.startswith("/api/credits")]
    assert used == ["Bearer old", f"Bearer {TOKEN}"]


def test_it_is_renewed_only_once(cloud: Cloud) -> None:
    cloud.on("GET /api/credits", failed(1001, 401))
    with pytest.raises(errors.TokenExpired):
        NemoClient(cloud.url, clock=cloud.clock).credits()
    assert cloud.count("GET /api/credits") == 2


def test_a_token_of_the_users_own_is_never_replaced(cloud: Cloud) -> None:
    cloud.on("GET /api/credits", failed(1001, 401))
    with pytest.raises(errors.TokenExpired, match="Your access token has expired"):
        registered(cloud).credits()
    assert cloud.count("POST /api/auth/anonymous-token") == 0
    assert cloud.count("GET /api/credits") == 1


def test_a_missing_client_id_is_made_and_sent_again(cloud: Cloud) -> None:
    account = ok({"token": TOKEN, "user_id": "anon_7"})
    cloud.on("POST /api/auth/anonymous-token", failed(400, 400, "missing X-Client-Id"), account)
    client = NemoClient(cloud.url, client_id="bad", clock=cloud.clock)
    client.anonymous_token()
    assert client.client_id != "bad"
    assert [one.headers["X-Client-Id"] for one in cloud.asked] == ["bad", client.client_id]


def test_too_many_tokens_are_waited_for_once(cloud: Cloud) -> None:
    cloud.on("POST /api/auth/anonymous-token", failed(429, 429), ok({"token": TOKEN}))
    NemoClient(cloud.url, clock=cloud.clock).anonymous_token()
    cloud.on("POST /api/auth/anonymous-token", failed(429, 429))
    with pytest.raises(errors.RateLimited):
        NemoClient(cloud.url, clock=cloud.clock).anonymous_token()
    assert cloud.count("POST /api/auth/anonymous-token") == 4


def test_no_credits_offers_registration_to_the_anonymous_and_a_top_up_to_the_registered(cloud: Cloud) -> None:
    cloud.on(SESSION, failed(2001))
    with pytest.raises(errors.OutOfCredits) as anonymous:
        NemoClient(cloud.url, clock=cloud.clock).new_session()
    assert anonymous.value.link == "https://nemovideo.com/?bind=anon_7"
    assert anonymous.value.action == "register"
    with pytest.raises(errors.OutOfCredits, match="Top up credits in your account") as paying:
        registered(cloud).new_session()
    assert paying.value.link is None


def test_a_blocked_export_is_about_the_plan() -> None:
    assert "Register or upgrade your plan to unlock export." in errors.PlanBlocked().sentence()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>Please log in</html>", kind="text/html"),
        Reply(200, b'{"code": 0, "data": {"avail'),
        Reply(200, b"[]"),
        Reply(200, b""),
        Reply(200, b'"hello"'),
    ],
)
def test_an_answer_which_cannot_be_read_is_one_error(cloud: Cloud, reply: Reply) -> None:
    cloud.on("GET /api/credits", reply)
    with pytest.raises(errors.BadAnswer):
        registered(cloud).credits()


@pytest.mark.parametrize("data", [None, [], "x", {"available": None, "frozen": "7", "total": {}}])
def test_data_of_another_shape_is_survived(cloud: Cloud, data: object) -> None:
    cloud.on("GET /api/credits", ok(data))
    left = registered(cloud).credits()
    assert left.available == 0


@pytest.mark.parametrize("kind", ["text/html", "application/json", "text/plain"])
def test_a_chat_answered_with_anything_but_a_stream_is_an_error(cloud: Cloud, kind: str) -> None:
    cloud.on("POST /run_sse", Reply(200, b"<html></html>", kind=kind))
    assert isinstance(registered(cloud).chat("sid1", "go").error, errors.BadAnswer)


def test_gets_are_retried_with_growing_pauses(cloud: Cloud) -> None:
    cloud.on("GET /api/credits", failed(500, 500), Reply(503, b"busy"), Reply(200, b"{"), ok({"available": 1}))
    assert registered(cloud).credits().available == 1
    assert cloud.clock.naps == [0.5, 1, 2]


def test_posts_are_not(cloud: Cloud) -> None:
    cloud.on(SESSION, failed(500, 500), ok({"session_id": "late"}))
    with pytest.raises(errors.ServerTrouble):
        registered(cloud).new_session()
    assert cloud.count(SESSION) == 1


def test_a_body_which_ends_early_is_retried_for_a_get(cloud: Cloud) -> None:
    short = Reply(200, b'{"code": 0}', {"Content-Length": "500"}, cut=True)
    cloud.on("GET /api/credits", short, ok({"available": 3}))
    assert registered(cloud).credits().available == 3


def test_a_service_which_is_not_there_is_told_with_how_to_start_it() -> None:
    client = NemoClient(f"http://127.0.0.1:{free_port()}/nemo")
    with pytest.raises(errors.AppNotRunning, match="make run"):
        client.anonymous_token()


def test_a_name_which_does_not_exist_is_told() -> None:
    with pytest.raises(errors.UnknownHost, match=r"nowhere\.invalid"):
        NemoClient("http://nowhere.invalid").anonymous_token()


@pytest.mark.parametrize("address", ["http://", "not an address", "http://[bad"])
def test_an_address_which_is_none_is_told(address: str) -> None:
    with pytest.raises(errors.UnknownHost):
        NemoClient(address).anonymous_token()


def test_a_connection_without_trust_is_told(cloud: Cloud) -> None:
    with pytest.raises(errors.Untrusted):
        NemoClient(cloud.url.replace("http:", "https:")).anonymous_token()


def test_a_service_which_hangs_is_told(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemo.wire.READ_SECONDS", 0.1)
    cloud.on("POST /api/auth/anonymous-token", Reply(body=[lambda: cloud.over.wait(5)], framing="chunked"))
    with pytest.raises(errors.TooSlow):
        NemoClient(cloud.url).anonymous_token()


def test_a_service_which_hangs_up_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        hang_up_on(server)
        with pytest.raises(errors.Dropped):
            NemoClient(f"http://127.0.0.1:{port}").anonymous_token()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def hang_up_on(server: socket.socket) -> Callable[[], None]:
    import threading

    def accept() -> None:
        connection, _ = server.accept()
        connection.recv(1)
        connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    return thread.join


def test_only_the_embedded_engine_may_speak_for_itself(cloud: Cloud) -> None:
    cloud.on("POST /api/upload-video", failed(4001, 415, "This picture is damaged."))
    client = registered(cloud)
    for engine, sentence in ((None, "not a file I can use"), ({"name": "reelwright"}, "This picture is damaged.")):
        cloud.on("GET /api/state", ok({"state": {}, "engine": engine}))
        client.state("sid1")
        with pytest.raises(errors.UnsupportedFile) as caught:
            client.upload_urls("sid1", ["https://example.com/a.jpg"])
        assert sentence in caught.value.sentence("en-GB")
        assert "格式不受支持" in caught.value.sentence("zh")


def test_a_call_which_needs_a_token_first_waits_for_it_only_once(cloud: Cloud) -> None:
    cloud.on("POST /api/auth/anonymous-token", failed(429, 429))
    with pytest.raises(errors.RateLimited):
        NemoClient(cloud.url, clock=cloud.clock).new_session()
    assert cloud.clock.naps == [30]
    assert cloud.count("POST /api/auth/anonymous-token") == 2
