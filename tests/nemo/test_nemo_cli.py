"""`python -m nemo` as a user runs it: a process of its own against a service on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nemo.__main__ import main
from tests.nemo.cloud import TOKEN, Cloud, Reply, called, capture, failed, ok, said
from tests.nemo.drafts import CUT, FINISHED
from tests.nemo.test_nemo_errors import free_port

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("NEMO_API_URL", "NEMO_TOKEN", "NEMO_CLIENT_ID", "NEMO_WEB_URL", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def nemo(cloud: Cloud, home: Path, capsys: pytest.CaptureFixture[str]):
    """Run a command; gives its exit code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--api", cloud.url, *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_new_prints_the_session_and_nothing_else(nemo) -> None:
    code, out, err = nemo("new")
    assert (code, out) == (0, "sid1\n")
    assert err == "Setting up...\n"


def test_the_cloud_offers_a_claim_link_with_a_session_and_with_an_export(
    cloud: Cloud, nemo, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nemo.access.is_local", lambda url: False)
    cloud.on("POST /api/auth/claim-token", ok({"claim_token": "clm_1"}))
    link = "Open this project in NemoVideo: https://nemovideo.com/workspace/claim?ct=clm_1\n"
    assert nemo("new")[1] == f"sid1\n{link}"
    cloud.draft = FINISHED
    cloud.on("POST /api/render/proxy/lambda", Reply(body={"id": "r", "status": "completed"}))
    cloud.on("GET /api/render/proxy/r/download", Reply(200, b"film"))
    assert nemo("export", "--out", "f.mp4")[1] == f"f.mp4\n{link}"


def test_chat_prints_exactly_what_a_user_must_see(cloud: Cloud, nemo) -> None:
    cloud.chats(capture("llm_go.stream"))
    assert nemo("chat", "trim it") == (0, "Let me look. Trimmed c1 ✂️.\n", "Trimming the clip…\n")


def test_a_silent_edit_is_told(cloud: Cloud, nemo) -> None:
    cloud.draft = CUT
    cloud.chats(called("add_title"), cloud.set_draft(FINISHED))
    code, out, _ = nemo("chat", "add a title", "--session", "sid9")
    assert code == 0
    assert out == '✅ BGM added: Lo-fi (0–10 s)\n✅ Title added: "Paradise Found" (0–3 s)\n'
    assert cloud.count("GET /api/state/nemo_agent/me/sid9/latest") > 0


def test_what_the_service_wants_a_user_to_look_at_is_shown(cloud: Cloud, nemo) -> None:
    cloud.draft = FINISHED
    cloud.chats(said("Your cut is ready. You can preview it in the timeline. Click Export when ready."))
    _, out, _ = nemo("chat", "make it")
    assert out.splitlines()[0] == "Your cut is ready."
    assert out.splitlines()[1].startswith("Timeline (3 tracks): 1. Video: beach.jpg")
    assert out.splitlines()[2] == "To save the video: python -m nemo export"


def test_an_error_is_a_sentence_on_stderr_and_an_exit_code(cloud: Cloud, nemo) -> None:
    cloud.on("POST /run_sse", failed(2001))
    code, out, err = nemo("chat", "make a video")
    assert (code, out) == (1, "")
    assert "register here" in err
    assert "?bind=anon_7" in err


def test_the_session_and_the_token_are_remembered_for_their_owner_alone(cloud: Cloud, nemo, home: Path) -> None:
    nemo("new")
    cloud.chats(said("Hello."))
    nemo("chat", "hi")
    assert cloud.count("POST /api/auth/anonymous-token") == 1
    assert next(one for one in cloud.asked if one.path == "/run_sse").json["session_id"] == "sid1"
    kept = home / ".config/nemovideo/sessions.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert json.loads(kept.read_text())[cloud.url]["session_id"] == "sid1"


def test_files_and_addresses_are_uploaded(cloud: Cloud, nemo, home: Path) -> None:
    (home / "a.jpg").write_bytes(b"image")
    cloud.on("POST /api/upload-video", ok({}))
    code, out, err = nemo("upload", "a.jpg", "https://example.com/b.mp4")
    assert (code, out) == (0, "✅ a.jpg\n✅ https://example.com/b.mp4\n")
    assert "⏳ Uploading 100%" in err
    assert nemo("upload", "a.txt")[0] == 1


def test_a_file_which_cannot_be_taken_does_not_hold_back_the_others(cloud: Cloud, nemo, home: Path) -> None:
    (home / "empty.jpg").touch()
    (home / "a.jpg").write_bytes(b"image")
    cloud.on("POST /api/upload-video", ok({}))
    code, out, err = nemo("upload", "empty.jpg", "gone.jpg", "a.jpg")
    assert (code, out) == (1, "✅ a.jpg\n")
    assert "empty.jpg" in err
    assert "gone.jpg" in err


def test_state_tracks_and_credits(cloud: Cloud, nemo) -> None:
    cloud.draft = FINISHED
    cloud.on("GET /api/credits", ok({"available": 90, "frozen": 5, "total": 95}))
    assert nemo("state")[1].startswith("Timeline (3 tracks): ")
    assert json.loads(nemo("state", "--json")[1])["draft"] == FINISHED
    assert nemo("tracks")[1].splitlines()[:2] == ["1. Video", "   beach.jpg (0-5s)"]
    assert nemo("credits")[1] == "90 credits available (5 reserved, 95 in total).\n"


def test_typed_commands_do_not_go_to_the_chat(cloud: Cloud, nemo) -> None:
    cloud.draft = FINISHED
    cloud.on("GET /api/credits", ok({"available": 90}))
    assert "90 credits" in nemo("chat", "how many credits do I have?")[1]
    assert nemo("chat", "show tracks")[1].startswith("Timeline")
    assert nemo("chat", "状态")[1].startswith("时间线\uff083 条轨道\uff09")
    assert cloud.count("POST /run_sse") == 0


def test_export_prints_the_file_it_wrote(cloud: Cloud, nemo, home: Path) -> None:
    cloud.draft = FINISHED
    done = {"id": "r", "status": "completed", "output": {"url": f"{cloud.url}/v.mp4"}, "notes": ["Scene 1 is soft."]}
    cloud.on("POST /api/render/proxy/lambda", Reply(body=done))
    cloud.on("GET /v.mp4", Reply(200, b"film"))
    code, out, err = nemo("export", "--format", "mov", "--quality", "low", "--out", "my film.mov")
    assert (code, out) == (0, "my film.mov\n")
    assert "Scene 1 is soft.\n" in err
    assert (home / "my film.mov").read_bytes() == b"film"
    sent = next(one for one in cloud.asked if one.method == "POST" and "render" in one.path).json
    assert sent["output"] == {"format": "mov", "quality": "low"}


def test_exporting_nothing_is_told(nemo) -> None:
    code, out, err = nemo("export")
    assert (code, out) == (1, "")
    assert "nothing to export yet" in err


def run(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)} | more
    command = [sys.executable, "-m", "nemo", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, cwd=home, text=True, encoding="utf-8", **pipes)


def test_as_a_process_without_a_service(home: Path) -> None:
    process = run(home, "credits", NEMO_API_URL=f"http://127.0.0.1:{free_port()}")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert "make run" in err
    assert "Traceback" not in err


def test_as_a_process_in_chinese_with_everything_from_the_environment(cloud: Cloud, home: Path) -> None:
    cloud.on("GET /api/credits", ok({"available": 7}))
    process = run(home, "credits", NEMO_API_URL=cloud.url, NEMO_TOKEN=TOKEN, LANG="zh_CN.UTF-8")
    out = process.communicate(timeout=30)[0]
    assert out == "可用积分 7\uff08冻结 0\uff0c共 0\uff09。\n"
    assert cloud.count("POST /api/auth/anonymous-token") == 0


def test_ctrl_c_ends_a_turn_at_once(cloud: Cloud, home: Path) -> None:
    cloud.chats(called("trim_clip"), lambda: cloud.over.wait(20))
    process = run(home, "chat", "go", NEMO_API_URL=cloud.url)
    assert process.stderr is not None
    assert process.stderr.readline() == "Trimming the clip…\n"
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    assert process.wait(10) == 130
    assert time.monotonic() - start < 2


def test_a_wrong_call_is_exit_code_two(home: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["dance"])
    assert left.value.code == 2
