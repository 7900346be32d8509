"""What the Nemo client costs: `python -m bench client`, or `python -m bench.client`, a JSON line a measurement.

Promises (issue 3): from the server's send to the listener ≤ 2 ms at the median, a 2 MB frame < 50 ms of CPU.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nemo.answer import Listener
from nemo.client import NemoClient
from nemo.gui import translate
from nemo.router import route
from nemo.sse import Fold, events

FRAMES, PAUSE_S = 300, 0.005
JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n%s\r\n"


def benches() -> Iterator[dict[str, Any]]:
    """Latency of a stream, the cost of a large frame, memory of an upload, and of understanding words."""
    for measure in (upload_memory, latency, large_frame, words):
        for row in measure():
            yield {**row, "bench": f"client_{row['bench']}"}


def latency() -> Iterator[dict[str, Any]]:
    """Milliseconds from the server's send, in another process, to the listener's call."""
    for framing in ("chunked", "close"):
        delays = sorted(_delays(framing == "chunked"))
        p50, p90 = round(statistics.median(delays), 3), round(delays[int(len(delays) * 0.9)], 3)
        yield {
            "bench": "latency",
            "framing": framing,
            "frames": len(delays),
            "p50_ms": round(p50, 3),
            "p90_ms": round(p90, 3),
        }


def _delays(chunked: bool) -> list[float]:
    port = _served(_stream_times, chunked)
    seen: list[float] = []

    class Ear(Listener):
        def on_text(self, text: str) -> None:
            seen.append((time.monotonic_ns() - int(text.split()[-1])) / 1e6)

    NemoClient(f"http://127.0.0.1:{port}", token="t").chat("s", "go", Ear())
    return seen[:FRAMES]


def _served(serve: Any, *arguments: Any) -> int:
    """Start a server in a process of its own; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    context = multiprocessing.get_context("fork")
    context.Process(target=serve, args=(listener, *arguments), daemon=True).start()
    return int(listener.getsockname()[1])


def _stream_times(listener: socket.socket, chunked: bool) -> None:
    while True:
        peer, _ = listener.accept()
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = peer.recv(65536)
        if head.startswith(b"GET"):
            body = b'{"code": 0, "data": {"state": {}}}'
            peer.sendall(JSON_HEAD % len(body) + body)
        else:
            peer.sendall(STREAM_HEAD % (b"Transfer-Encoding: chunked\r\n" if chunked else b""))
            _send_times(peer, chunked)
        peer.close()


def _send_times(peer: socket.socket, chunked: bool) -> None:
    for _ in range(FRAMES):
        time.sleep(PAUSE_S)
        part = {"content": {"role": "model", "parts": [{"text": f" {time.monotonic_ns()}"}]}, "partial": True}
        frame = b"data: " + json.dumps(part).encode() + b"\n\n"
        peer.sendall(b"%x\r\n%s\r\n" % (len(frame), frame) if chunked else frame)
    peer.sendall(b"0\r\n\r\n" if chunked else b"")


def large_frame() -> Iterator[dict[str, Any]]:
    """CPU milliseconds to read one frame of 2 MB, by the size of the chunks it comes in."""
    body = b"data: " + json.dumps({"content": {"parts": [{"text": "x" * 2_000_000}]}}).encode() + b"\n\n"
    for size in (1400, 8192, 65536):
        chunks = [body[at : at + size] for at in range(0, len(body), size)]
        best = min(_cpu_ms(chunks) for _ in range(5))
        yield {"bench": "large_frame", "bytes": len(body), "chunk": size, "cpu_ms": round(best, 2)}


def _cpu_ms(chunks: list[bytes]) -> float:
    start, fold = time.process_time(), Fold()
    for event in events(chunks):
        fold.take(event)
    assert len(fold.text) == 2_000_000
    return (time.process_time() - start) * 1000


def upload_memory() -> Iterator[dict[str, Any]]:
    """Megabytes which an upload of 300 MB adds to the peak of the process."""
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder) / "big.mp4"
        with big.open("wb") as file:
            file.truncate(300_000_000)
        client = NemoClient(f"http://127.0.0.1:{_served(_swallow)}", token="t")
        client.state("s")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.monotonic()
        client.upload("s", [big])
        seconds = time.monotonic() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        yield {"bench": "upload", "megabytes": 300, "peak_growth_mb": round(grown, 1), "seconds": round(seconds, 2)}


def _swallow(listener: socket.socket) -> None:
    room, body = bytearray(1 << 20), b'{"code": 0, "data": {}}'
    while True:
        peer, _ = listener.accept()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, b"\x00" * 8 + (200_000).to_bytes(8, "little"))
        try:
            while peer.recv_into(room):
                pass
        except BlockingIOError:
            peer.sendall(JSON_HEAD % len(body) + body)
        peer.close()


def words() -> Iterator[dict[str, Any]]:
    """Microseconds to route a message, and to translate a sentence of the service."""
    data = Path(__file__).parent.parent / "tests" / "data"
    typed = [line.split("\t", 1)[1] for line in (data / "routing.tsv").read_text(encoding="utf-8").splitlines()]
    said = [json.loads(line)["says"] for line in (data / "gui.jsonl").read_text(encoding="utf-8").splitlines()]
    yield {"bench": "route", "messages": len(typed), "us_each": round(_us_each(route, typed), 1)}
    yield {"bench": "gui", "sentences": len(said), "us_each": round(_us_each(translate, said), 1)}


def _us_each(work: Any, items: list[str]) -> float:
    """Microseconds of CPU for each item, none seen before."""
    work("warm up")
    start = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - start) / len(items) * 1e6


if __name__ == "__main__":
    for row in benches():
        print(json.dumps(row), flush=True)
