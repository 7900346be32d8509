"""A cloud to talk to: a real HTTP server on loopback which answers as it is told, in any framing."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.nemo.time_machine import TimeMachine

CAPTURES = Path(__file__).parent.parent / "data" / "captures"
INDEX: dict[str, dict[str, Any]] = json.loads((CAPTURES / "index.json").read_text(encoding="utf-8"))
TOKEN = "nmv_usr_SECRET_0123456789"
HEARTBEATS = {
    "comment": b": heartbeat\n\n",
    "named event": b"event: heartbeat\ndata: {}\n\n",
    "word": b"data: heartbeat\n\n",
    "empty data": b"data:\n\n",
    "empty object": b"data: {}\n\n",
    "object without content": b'data: {"author":"nemo_agent","actions":{"stateDelta":{}}}\n\n',
}


def capture(name: str) -> bytes:
    """The body of one capture of the real framework."""
    return (CAPTURES / INDEX[name]["file"]).read_bytes()


def frame(**event: Any) -> bytes:
    """One event of the model."""
    return b"data: " + json.dumps({"author": "nemo_agent"} | event, ensure_ascii=False).encode() + b"\n\n"


def said(text: str, partial: bool | None = None, **more: Any) -> bytes:
    """A piece of visible text."""
    event: dict[str, Any] = {"content": {"role": "model", "parts": [{"text": text}]}} | more
    return frame(**event, **({} if partial is None else {"partial": partial}))


def called(name: str) -> bytes:
    """A tool call and its response."""
    call = {"content": {"role": "model", "parts": [{"functionCall": {"id": "c", "name": name, "args": {}}}]}}
    answer = {"content": {"role": "user", "parts": [{"functionResponse": {"id": "c", "name": name, "response": {}}}]}}
    return frame(**call) + frame(**answer)


@dataclass
class Reply:
    """How to answer one request. A body may come in pieces; a piece which can be called is called instead."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    framing: str = "length"  # length | chunked | close
    zipped: bool = False
    cut: bool = False  # drop the connection after the last piece
    runs: bool = True  # after a dropped connection time passes by itself
    kind: str = "application/json"

    def pieces(self) -> list[Any]:
        if isinstance(self.body, list):
            return self.body
        return [self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()]


def stream(*pieces: bytes | Callable[[], None], framing: str = "chunked", **more: Any) -> Reply:
    """An event stream."""
    return Reply(body=list(pieces), framing=framing, kind="text/event-stream; charset=utf-8", **more)


def ok(data: Any) -> Reply:
    """An envelope of success."""
    return Reply(body={"code": 0, "message": "ok", "data": data})


def failed(code: int, status: int = 200, message: str = "no") -> Reply:
    """An envelope of failure."""
    return Reply(status, {"code": code, "message": message})


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Cloud:
    """Answers by `replies`, a list for each "METHOD /path/start"; a list's last reply serves all further requests."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.replies: dict[str, list[Reply]] = {}
        self.draft: dict[str, Any] | None = None
        self.clock = TimeMachine()
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.on("POST /api/auth/anonymous-token", ok({"token": TOKEN, "user_id": "anon_7", "credits": 100}))
        self.on("POST /api/tasks/me/with-session", ok({"task_id": "task1", "session_id": "sid1"}))

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def on(self, start: str, *replies: Reply) -> None:
        """Answer requests whose "METHOD /path" begins with `start` by these, one after the other."""
        self.replies[start] = list(replies)

    def chats(self, *pieces: bytes | Callable[[], None], **more: Any) -> None:
        """Answer the next messages with this stream."""
        self.on("POST /run_sse", stream(*pieces, **more))

    def count(self, start: str) -> int:
        """How many requests began like this."""
        return sum(f"{one.method} {one.path}".startswith(start) for one in self.asked)

    def set_draft(self, draft: dict[str, Any] | None) -> Callable[[], None]:
        """A step of a stream: the project changes now."""
        return lambda: setattr(self, "draft", draft)

    def reply_to(self, asked: Asked) -> Reply:
        line = f"{asked.method} {asked.path}"
        with self._lock:
            self.asked.append(asked)
            for start, replies in sorted(self.replies.items(), key=lambda item: -len(item[0])):
                if line.startswith(start):
                    return replies.pop(0) if len(replies) > 1 else replies[0]
        if line.startswith("GET /api/state/"):
            return ok({"state": {"draft": self.draft}})
        return Reply(404, {"detail": "Not Found"})

    # Steps for streams on the time machine's clock

    def beat(self, seconds: float = 15, kind: str = "comment") -> Iterable[bytes | Callable[[], None]]:
        """Time passes, then a heartbeat arrives and is heard."""
        return [lambda: self.clock.advance(seconds), HEARTBEATS[kind], self.clock.heard]

    def hang(self) -> None:
        """A step: nothing more comes, time passes."""
        time.sleep(0.05)
        self.clock.run()
        self.over.wait(20)


def _handler(cloud: Cloud) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: Any) -> None:
            pass

        def _answer(self) -> None:
            body = self._body()
            reply = cloud.reply_to(Asked(self.command, self.path, dict(self.headers.items()), body))
            pieces = reply.pieces()
            if reply.zipped:
                pieces = [gzip.compress(b"".join(piece for piece in pieces if isinstance(piece, bytes)))]
            self._head(reply, pieces)
            try:
                for piece in pieces:
                    self._send(piece, reply)
                self._end(reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def _head(self, reply: Reply, pieces: list[Any]) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.zipped:
                self.send_header("Content-Encoding", "gzip")
            if reply.framing == "chunked":
                self.send_header("Transfer-Encoding", "chunked")
            elif reply.framing == "length" and "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(sum(len(piece) for piece in pieces if isinstance(piece, bytes))))
            elif reply.framing == "close":
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()

        def _send(self, piece: Any, reply: Reply) -> None:
            if callable(piece):
                piece()
            elif piece:
                chunked = reply.framing == "chunked"
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
                self.wfile.flush()

        def _end(self, reply: Reply) -> None:
            if reply.cut:
                self.close_connection = True
            elif reply.framing == "chunked":
                self.wfile.write(b"0\r\n\r\n")
            if self.close_connection:
                self.wfile.flush()
                self.connection.shutdown(2)
                time.sleep(0.02)
                if reply.runs:
                    cloud.clock.run()

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815

    return Handler
