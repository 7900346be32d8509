"""Every call of the wire as it leaves the client: paths, headers, bodies; files are streamed, exports followed."""

import io
import re
import threading
import tracemalloc
from pathlib import Path

import pytest

from nemo import errors
from nemo.answer import Render, Session
from nemo.client import NemoClient
from tests.nemo.cloud import TOKEN, Cloud, Reply, capture, failed, ok
from tests.nemo.drafts import FINISHED

UPLOAD = "POST /api/upload-video/nemo_agent/me/sid1"
SUBMIT = "POST /api/render/proxy/lambda"
STATUS = "GET /api/render/proxy/lambda/"


def part_names(body: bytes) -> list[tuple[str, str]]:
    pattern = rb'form-data; name="([^"]+)"; filename="([^"]+)"'
    return [(name.decode(), file.decode()) for name, file in re.findall(pattern, body)]


def test_every_request_names_the_skill_and_carries_the_token(cloud: Cloud) -> None:
    client = NemoClient(cloud.url, skill="wedding-invitation-video", platform="cursor", clock=cloud.clock)
    cloud.chats(capture("tool.stream"))
    cloud.on("GET /api/credits", ok({}))
    client.new_session()
    client.chat("sid1", "go")
    client.credits()
    assert len(cloud.asked) >= 5
    for one in cloud.asked:
        assert one.headers["X-Skill-Source"] == "wedding-invitation-video"
        assert one.headers["X-Skill-Version"] == "1.0.0"
        assert one.headers["X-Skill-Platform"] == "cursor"
        if "anonymous-token" not in one.path:
            assert one.headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_token_of_ones_own_means_no_anonymous_call(cloud: Cloud) -> None:
    NemoClient(cloud.url, token="mine", clock=cloud.clock).new_session()
    assert [one.path for one in cloud.asked] == ["/api/tasks/me/with-session/nemo_agent"]
    assert cloud.asked[0].headers["Authorization"] == "Bearer mine"


def test_netrc_does_not_replace_the_token(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    client = NemoClient(cloud.url, token="mine")
    client._wire._http.trust_env = True
    client.new_session()
    assert cloud.asked[0].headers["Authorization"] == "Bearer mine"


def test_the_anonymous_account(cloud: Cloud) -> None:
    told = []
    client = NemoClient(cloud.url, client_id="id-1", on_account=told.append)
    account = client.anonymous_token()
    assert (account.user_id, account.credits) == ("anon_7", 100)
    assert told == [account]
    assert cloud.asked[0].headers["X-Client-Id"] == "id-1"
    assert "Authorization" not in cloud.asked[0].headers


def test_a_new_session_is_asked_for_in_the_users_language(cloud: Cloud) -> None:
    session = NemoClient(cloud.url, language="zh-CN").new_session()
    assert session == Session("sid1", "task1", "anon_7")
    assert cloud.asked[-1].json == {"task_name": "project", "language": "zh-CN"}


def test_a_message_is_sent_as_the_wire_wants_it(cloud: Cloud, client: NemoClient) -> None:
    cloud.chats(capture("final_only.stream"))
    client.chat("sid1", "make it “pop” 🎬")
    asked = next(one for one in cloud.asked if one.path == "/run_sse")
    assert asked.json == {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": "sid1",
        "new_message": {"parts": [{"text": "make it “pop” 🎬"}]},
    }
    assert asked.headers["Accept"] == "text/event-stream"


def test_credits_are_numbers(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("GET /api/credits", ok({"available": "12.50", "frozen": 3, "total": 15.5}))
    left = client.credits()
    assert (left.available, left.frozen, left.total) == (12.5, 3, 15.5)


def test_the_state_keeps_what_it_does_not_know(cloud: Cloud, client: NemoClient) -> None:
    raw = {"t": [{"tt": 0, "sg": [{"d": 1, "zz": 9}], "q": {}}], "future": [1]}
    cloud.on("GET /api/state", ok({"version": 7, "state": {"draft": raw, "video_infos": [1], "generated_media": [2]}}))
    state = client.state("sid1")
    assert state.raw_draft == raw
    assert (state.version, state.video_infos, state.generated_media) == (7, [1], [2])
    assert state.draft.ready_for_export


def test_what_apps_cover_comes_from_an_engine_which_knows(cloud: Cloud, client: NemoClient) -> None:
    app = {"key": "tiktok", "name": "TikTok", "margins": [0.06, 0.07, 0.115, 0.195], "hidden": []}
    cloud.on("GET /api/covers/nemo_agent/me/sid1", ok({"apps": [app, "nonsense"]}))
    assert client.covers("sid1") == [app]
    cloud.on("GET /api/covers/nemo_agent/me/sid1", Reply(404, b"{}"))
    with pytest.raises(errors.NotThere):
        client.covers("sid1")


def test_subtitles_come_from_an_engine_which_has_them(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("GET /api/state", ok({"state": {}, "engine": {"features": ["subtitles", 7]}}))
    assert client.state("sid1").features == {"subtitles"}
    file = "1\n00:00:00,000 --> 00:00:01,000\nCafé\n"
    cloud.on("GET /api/subtitles/nemo_agent/me/sid1", Reply(200, file.encode(), kind="application/x-subrip"))
    assert client.subtitles("sid1", "srt") == file
    cloud.on("GET /api/subtitles/nemo_agent/me/sid1", Reply(404, b"{}"))
    with pytest.raises(errors.NemoError):
        client.subtitles("sid1", "vtt")


def test_a_session_id_is_never_a_path_of_its_own(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("GET /api/state", ok({}))
    client.state("../x?y#z/é")
    assert cloud.asked[-1].path == "/api/state/nemo_agent/me/..%2Fx%3Fy%23z%2F%C3%A9/latest"


def test_files_go_up_together_under_their_own_names(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    (tmp_path / "shoe one.jpg").write_bytes(b"JPEG1")
    cloud.on(UPLOAD, ok({"files": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}))
    open_file = (tmp_path / "鞋子.png").open("w+b")
    open_file.write(b"PNG2")
    pair = ("clip.MP4", io.BytesIO(b"VIDEO3"))
    sent = client.upload("sid1", [tmp_path / "shoe one.jpg", open_file, pair])
    body = cloud.asked[-1].body
    assert part_names(body) == [("files", "shoe one.jpg"), ("files", "鞋子.png"), ("files", "clip.MP4")]
    assert all(content in body for content in (b"JPEG1", b"PNG2", b"VIDEO3"))
    assert [(one.name, one.raw["id"]) for one in sent] == [("shoe one.jpg", "a"), ("鞋子.png", "b"), ("clip.MP4", "c")]


def test_progress_grows_to_the_whole(cloud: Cloud, client: NemoClient) -> None:
    cloud.on(UPLOAD, ok({}))
    told: list[tuple[int, int]] = []
    client.upload("sid1", [("a.mp4", io.BytesIO(b"x" * 300_000))], lambda sent, total: told.append((sent, total)))
    assert told[-1][0] == told[-1][1] > 300_000
    assert [sent for sent, _ in told] == sorted(sent for sent, _ in told)
    assert len(told) > 3


def test_a_large_file_is_never_held_in_memory(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    big = tmp_path / "big.mp4"
    with big.open("wb") as file:
        file.truncate(40_000_000)
    client.anonymous_token()
    port = _swallow()
    tracemalloc.start()
    with pytest.raises(errors.NemoError):
        NemoClient(f"http://127.0.0.1:{port}", token="t").upload("sid1", [big])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def _swallow() -> int:
    """A server which reads 40 MB into nowhere and hangs up."""
    import socket

    server = socket.create_server(("127.0.0.1", 0))

    def read() -> None:
        connection, _ = server.accept()
        left, room = 40_000_000, bytearray(65536)
        while left > 0 and (got := connection.recv_into(room)):
            left -= got
        connection.close()
        server.close()

    threading.Thread(target=read, daemon=True).start()
    return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("notes.txt", b"x", errors.UnsupportedFile),
        ("program.exe", b"x", errors.UnsupportedFile),
        ("noending", b"x", errors.UnsupportedFile),
        ("empty.jpg", b"", errors.EmptyFile),
    ],
)
def test_files_which_cannot_work_are_not_sent(
    cloud: Cloud, client: NemoClient, name: str, content: bytes, kind: type[errors.NemoError]
) -> None:
    with pytest.raises(kind, match=f"“{name}”"):
        client.upload("sid1", [(name, io.BytesIO(content))])
    assert cloud.asked == []


def test_a_file_over_the_limit_is_not_sent(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    big = tmp_path / "big.mov"
    with big.open("wb") as file:
        file.truncate(500 * 1024 * 1024 + 1)
    with pytest.raises(errors.FileTooLarge, match="500 MB"):
        client.upload("sid1", [big])
    assert cloud.asked == []


def test_a_file_which_is_not_there_is_told(client: NemoClient, tmp_path: Path) -> None:
    with pytest.raises(errors.MissingFile, match=r"gone\.jpg"):
        client.upload("sid1", [tmp_path / "gone.jpg"])


def test_files_the_service_left_out_say_why(cloud: Cloud, client: NemoClient) -> None:
    cloud.on(UPLOAD, ok({"files": [{"id": "b"}], "failed": [{"name": "a.jpg", "code": 4001, "message": "no image"}]}))
    files = [("a.jpg", io.BytesIO(b"text")), ("b.jpg", io.BytesIO(b"image"))]
    bad, good = client.upload("sid1", files)
    assert isinstance(bad.error, errors.UnsupportedFile)
    assert "“a.jpg”" in bad.error.sentence()
    assert (good.error, good.raw) == (None, {"id": "b"})


def test_an_upload_is_repeated_whole_after_a_new_token(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    cloud.on(UPLOAD, failed(1001, 401), ok({}))
    (tmp_path / "a.jpg").write_bytes(b"content")
    client.upload("sid1", [tmp_path / "a.jpg"])
    bodies = [one.body for one in cloud.asked if "upload" in one.path]
    assert [body.count(b"content") for body in bodies] == [1, 1]


def test_an_upload_can_be_stopped(cloud: Cloud, client: NemoClient) -> None:
    stop = threading.Event()
    with pytest.raises(errors.Stopped):
        client.upload("sid1", [("a.mp4", io.BytesIO(b"x" * 5_000_000))], lambda sent, total: stop.set(), stop)


def test_addresses_are_sent_as_json(cloud: Cloud, client: NemoClient) -> None:
    cloud.on(UPLOAD, ok({}))
    client.upload_urls("sid1", ["https://example.com/a.jpg"])
    assert cloud.asked[-1].json == {"urls": ["https://example.com/a.jpg"], "source_type": "url"}


def test_an_export_sends_the_draft_back_as_it_came(cloud: Cloud, client: NemoClient) -> None:
    raw = {**FINISHED, "unknown": {"deep": [1, {"x": None}]}}
    cloud.on("GET /api/state", ok({"state": {"draft": raw}}))
    cloud.on(SUBMIT, Reply(body={"id": "r1", "status": "pending"}))
    done = {"id": "r1", "status": "completed", "output": {"url": "https://cdn.example/v.mp4"}}
    cloud.on(STATUS, Reply(body={"id": "r1", "status": "processing", "progress": 0.4}), Reply(body=done))
    seen: list[Render] = []
    render = client.export("sid1", "mov", "medium", seen.append, watermark=False)
    sent = next(one for one in cloud.asked if one.method == "POST" and "render" in one.path).json
    assert sent["draft"] == raw
    assert re.fullmatch(r"render_\d+", sent["id"])
    assert sent["sessionId"] == "sid1"
    assert sent["output"] == {"format": "mov", "quality": "medium", "watermark": False}
    assert render.url == "https://cdn.example/v.mp4"
    assert [one.status for one in seen] == ["pending", "processing", "completed"]
    assert cloud.clock.naps == [30, 30]


@pytest.mark.parametrize(("local", "usual"), [(True, "standard"), (False, "high")])
def test_the_usual_quality_is_the_services_own(cloud: Cloud, client: NemoClient, local: bool, usual: str) -> None:
    cloud.on(SUBMIT, Reply(body={"status": "pending"}))
    client.local = local
    client.submit_render("sid1", FINISHED)
    client.submit_render("sid1", FINISHED, quality="draft")
    sent = [one.json["output"]["quality"] for one in cloud.asked if "render" in one.path]
    assert sent == [usual, "draft"]


def test_a_failed_submit_is_tried_once_more_under_a_new_id(cloud: Cloud, client: NemoClient) -> None:
    cloud.on(SUBMIT, failed(500, 500), Reply(body={"status": "pending"}))
    client.submit_render("sid1", FINISHED)
    first, second = [one.json["id"] for one in cloud.asked if "render" in one.path]
    assert first != second


@pytest.mark.parametrize("draft", [None, {}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": "x"}])
def test_nothing_to_export_is_told_without_asking(cloud: Cloud, client: NemoClient, draft: dict | None) -> None:
    with pytest.raises(errors.NothingToExport):
        client.submit_render("sid1", draft)
    assert cloud.asked == []


def test_a_failed_render_is_an_error_of_its_own(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = FINISHED
    cloud.on(SUBMIT, Reply(body={"status": "pending"}))
    cloud.on(STATUS, Reply(body={"id": "r", "status": "failed", "error": "OOM at 0x7f", "code": 500}))
    with pytest.raises(errors.RenderFailed) as caught:
        client.export("sid1")
    assert "OOM" not in str(caught.value)
    assert cloud.count(STATUS) == 1


def test_a_render_without_end_is_given_up(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = FINISHED
    cloud.on(SUBMIT, Reply(body={"status": "pending"}))
    cloud.on(STATUS, Reply(body={"id": "r", "status": "processing"}))
    with pytest.raises(errors.RenderSlow):
        client.export("sid1")


def test_a_download_arrives_whole_and_under_its_name(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    cloud.on("GET /file", Reply(200, b"film" * 1000, kind="video/mp4"))
    client.download(Render("r1", "completed", url=f"{cloud.url}/file"), tmp_path / "v.mp4")
    assert (tmp_path / "v.mp4").read_bytes() == b"film" * 1000
    assert list(tmp_path.iterdir()) == [tmp_path / "v.mp4"]


def test_a_broken_download_goes_on_where_it_broke(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    broken = Reply(200, b"first ", {"Content-Length": "12"}, cut=True)
    rest = Reply(206, b"second", {"Content-Range": "bytes 6-11/12"})
    cloud.on("GET /file", broken, rest)
    client.download(Render("r1", "completed", url=f"{cloud.url}/file"), tmp_path / "v.mp4")
    assert (tmp_path / "v.mp4").read_bytes() == b"first second"
    assert cloud.asked[-1].headers["Range"] == "bytes=6-"


def test_a_dead_address_falls_back_to_the_services_own(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    cloud.on("GET /gone", Reply(404, b""))
    cloud.on("GET /api/render/proxy/r1/download", Reply(200, b"film"))
    client.download(Render("r1", "completed", url=f"{cloud.url}/gone"), tmp_path / "v.mp4")
    assert (tmp_path / "v.mp4").read_bytes() == b"film"


def test_nothing_is_left_of_a_download_that_failed(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound):
        client.download(Render("r1", "completed"), tmp_path / "v.mp4")
    assert list(tmp_path.iterdir()) == []


def test_the_token_never_goes_to_another_host(cloud: Cloud, client: NemoClient, tmp_path: Path) -> None:
    elsewhere = Cloud()
    elsewhere.on("GET /v.mp4", Reply(200, b"film"))
    client.anonymous_token()
    client.download(Render("r1", "completed", url=f"{elsewhere.url}/v.mp4"), tmp_path / "v.mp4")
    assert "Authorization" not in elsewhere.asked[0].headers
    assert not [name for name in elsewhere.asked[0].headers if name.startswith("X-Skill")]
    cloud.on("GET /moved", Reply(302, b"", {"Location": f"{elsewhere.url}/v.mp4"}))
    client.download(Render("r1", "completed", url=f"{cloud.url}/moved"), tmp_path / "w.mp4")
    assert "Authorization" not in elsewhere.asked[1].headers
    elsewhere.close()


@pytest.mark.parametrize(
    ("told", "used"),
    [
        (None, "BASE/api/render/proxy/r1/download"),
        ("/api/render/proxy/r1/download?key=k", "BASE/api/render/proxy/r1/download?key=k"),
        ("https://cdn.example/v.mp4", "https://cdn.example/v.mp4"),
        ("javascript:alert(1)", "BASE/api/render/proxy/r1/download"),
        ("file:///etc/passwd", "BASE/api/render/proxy/r1/download"),
    ],
)
def test_the_address_of_a_finished_file(cloud: Cloud, client: NemoClient, told: str | None, used: str) -> None:
    assert client.download_url(Render("r1", "completed", url=told)) == used.replace("BASE", cloud.url)


def test_a_claim_link_holds_no_token(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("POST /api/auth/claim-token", ok({"claim_token": "clm_abc", "expires_in": 604800}))
    link = client.claim_link(Session("sid1", "task1"))
    assert link == "https://nemovideo.com/workspace/claim?ct=clm_abc"
    assert cloud.asked[-1].json == {"task_id": "task1", "session_id": "sid1"}
    cloud.on("POST /api/auth/claim-token", ok({"claim_token": TOKEN}))
    with pytest.raises(errors.BadAnswer):
        client.claim_link(Session("sid1", "task1"))


def test_a_local_service_has_no_claim_link(cloud: Cloud) -> None:
    assert NemoClient(cloud.url).claim_link(Session("sid1")) is None
