"""Helpers of the core's tests: an engine in this process without a worker, and a real one in its own processes."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image, ImageDraw
from starlette.testclient import TestClient

from engine import jobs, store
from engine.api import application
from engine.media import files
from engine.settings import settings

ROOT = Path(__file__).parents[2]
SKILL = {"X-Skill-Source": "ai-video-for-affiliate-marketing", "X-Skill-Version": "1.9", "X-Skill-Platform": "unknown"}
PROMO = "create a 30-second promo video with voiceover and call-to-action for my affiliate product"


def patience() -> float:
    """How much longer things may take on a machine which has other work: runnable processes per core, at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def forget_caches() -> None:
    """Let this process read its settings anew."""
    if jobs.client.cache_info().currsize:
        jobs.client().destroy()
    for cached in (settings, store.database, files._store, jobs.client, jobs.database):
        cached.cache_clear()


def engine_here(data: Path, monkeypatch: pytest.MonkeyPatch, **env: str) -> None:
    """Point this process's engine at `data`."""
    for name in [name for name in os.environ if name.startswith("REELWRIGHT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REELWRIGHT_DATA", str(data))
    for name, value in env.items():
        monkeypatch.setenv(f"REELWRIGHT_{name}", value)
    forget_caches()


def asking(ip: str = "127.0.0.1") -> TestClient:
    """A caller of the API in this process, from an address."""
    return TestClient(application(), "http://localhost", client=(ip, 50000), raise_server_exceptions=False)


def bearer(token: str) -> dict[str, str]:
    """The headers of a call with this token."""
    return {"Authorization": f"Bearer {token}", **SKILL}


def new_token(api: TestClient) -> str:
    """A token of a new anonymous account."""
    answer = api.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})
    return answer.json()["data"]["token"]


def new_session(api: TestClient, token: str) -> str:
    """A new project of the token's owner."""
    answer = api.post("/api/tasks/me/with-session/nemo_agent", headers=bearer(token), json={"task_name": "project"})
    return answer.json()["data"]["session_id"]


def photo(colour: str = "#c2410c", words: str = "", size: tuple[int, int] = (1200, 900)) -> bytes:
    """A drawn JPEG."""
    picture = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(picture)
    for step in range(0, size[0], 60):
        pen.line((step, 0, size[0] - step, size[1]), fill="#fde68a", width=3)
    pen.ellipse((size[0] // 3, size[1] // 3, size[0] * 2 // 3, size[1] * 2 // 3), fill="#0f766e")
    pen.text((40, 40), words, fill="white", font_size=80)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


class Serving:
    """A real engine: `python -m engine serve` with its worker, and one caller's token; it ends with its `with`."""

    def __init__(self, data: Path, **env: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("REELWRIGHT_")}
        self.data = data
        self.env = {**clean, "PYTHONPATH": str(ROOT), **{f"REELWRIGHT_{name}": value for name, value in env.items()}}
        self.start()
        self.token = ""

    def start(self) -> None:
        """Start the server; `url` is where it listens."""
        self.log = (self.data.parent / f"{self.data.name}.log").open("ab")
        command = [sys.executable, "-m", "engine", "serve", "--port", "0", "--data", str(self.data)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, env=self.env, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert "http://" in line, Path(self.log.name).read_text()
        self.url = line.split(": ", 1)[1].strip()

    def __enter__(self) -> Serving:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def stop(self) -> float:
        """End the server as a terminal would; returns the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=15)
        finally:
            self.process.kill()
            self.log.close()
        return time.monotonic() - began

    def worker(self) -> int:
        """The worker's process id."""
        return self.until(lambda: next(iter(children(self.process.pid)), None))

    def until(self, found: Any, seconds: float = 30.0) -> Any:
        """Wait until `found()` is true; returns it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := found():
                return value
            time.sleep(0.05)
        raise AssertionError(f"still waiting after {seconds} s:\n{Path(self.log.name).read_text()[-3000:]}")

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """One call as the caller, who gets a token first."""
        if not self.token:
            headers = {"X-Client-Id": str(uuid.uuid4())}
            answer = requests.post(f"{self.url}/api/auth/anonymous-token", headers=headers, timeout=10)
            self.token = answer.json()["data"]["token"]
        headers = bearer(self.token) | options.pop("headers", {})
        return requests.request(method, self.url + path, headers=headers, timeout=options.pop("timeout", 60), **options)

    def session(self) -> str:
        """A new project."""
        body = {"task_name": "project", "language": "en"}
        return self.call("POST", "/api/tasks/me/with-session/nemo_agent", json=body).json()["data"]["session_id"]

    def upload(self, session: str, *named: tuple[str, bytes], **headers: str) -> requests.Response:
        """Upload files to a project."""
        files = [("files", (name, content)) for name, content in named]
        return self.call("POST", f"/api/upload-video/nemo_agent/me/{session}", files=files, headers=headers)

    def say(self, session: str, message: str, **headers: str) -> requests.Response:
        """Send a message; the answer is an open stream."""
        body = {"app_name": "nemo_agent", "user_id": "me", "session_id": session}
        body |= {"new_message": {"parts": [{"text": message}]}}
        return self.call("POST", "/run_sse", json=body, stream=True, headers=headers)

    def chat(self, session: str, message: str, **headers: str) -> list[dict[str, Any]]:
        """Send a message and hear the whole answer."""
        return list(events(self.say(session, message, **headers)))

    def state(self, session: str) -> dict[str, Any]:
        """The project as it is now."""
        return self.call("GET", f"/api/state/nemo_agent/me/{session}/latest").json()["data"]

    def submit(self, session: str, render: str, **output: Any) -> dict[str, Any]:
        """Ask for an export of the newest draft."""
        body = {"id": render, "sessionId": session, "draft": self.state(session)["state"]["draft"], "output": output}
        return self.call("POST", "/api/render/proxy/lambda", json=body).json()

    def render(self, render: str) -> dict[str, Any]:
        """How far an export is."""
        return self.call("GET", f"/api/render/proxy/lambda/{render}").json()


def events(stream: requests.Response) -> Iterator[dict[str, Any]]:
    """The events of an answer as they come."""
    for line in stream.iter_lines(chunk_size=1):
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def text_of(told: list[dict[str, Any]]) -> str:
    """The whole text of an answer: its non-partial pieces."""
    whole = [event for event in told if not event.get("partial") and event.get("content", {}).get("role") == "model"]
    return "".join(part.get("text", "") for event in whole for part in event["content"]["parts"])


def children(pid: int) -> list[int]:
    """The process ids of a process's living children."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found
