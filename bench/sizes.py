"""How large exports really are: `python -m bench.sizes`, a line per film and quality, for studio/presets.py.

Two videos which the engine makes from the sample photos are exported over HTTP, as a user would.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

from nemo.client import NemoClient

ROOT = Path(__file__).parent.parent
FILMS = {
    "affiliate": "create a 30-second promo video with voiceover and call-to-action for my coffee maker",
    "wedding": "create a 30-second wedding invitation video for Anna & Leo, 2027-05-01, with romantic background music",
}
FORMATS = [("mp4", "draft"), ("mp4", "standard"), ("mp4", "high"), ("webm", "standard"), ("mp3", "high")]


def main() -> None:
    """Print kbit/s of every export."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "engine", "serve", "--port", str(port), "--data", data]
        engine = subprocess.Popen(command, cwd=ROOT, env=os.environ)
        try:
            client = NemoClient(f"http://127.0.0.1:{port}")
            _until_healthy(f"http://127.0.0.1:{port}/health")
            for kind, message in FILMS.items():
                _measure(client, kind, message, Path(data))
        finally:
            engine.send_signal(signal.SIGINT)
            engine.wait(20)


def _measure(client: NemoClient, kind: str, message: str, folder: Path) -> None:
    session = client.new_session().session_id
    client.upload(session, sorted((ROOT / "static" / "samples" / kind).glob("*.jpg")))
    client.chat(session, message)
    seconds = client.state(session).draft.duration / 1000
    for form, quality in FORMATS:
        file = client.download(client.export(session, form, quality), folder / f"{kind}-{quality}.{form}")
        size = file.stat().st_size
        rate = round(size * 8 / 1000 / seconds)
        print(f"{kind} {form} {quality}: {seconds:.0f} s, {size / 1e6:.1f} MB, {rate} kbit/s", flush=True)


def _until_healthy(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            requests.get(url, timeout=2)
            return
        except requests.RequestException:
            time.sleep(0.2)
    raise SystemExit("the engine did not start")


if __name__ == "__main__":
    main()
