"""The start is quick, the web process light, the command line plain."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from engine import accounts
from tests.engine.core import ROOT, Serving, engine_here, forget_caches, patience, photo

HEAVY = (
    "cv2",
    "av",
    "onnxruntime",
    "numpy",
    "PIL",
    "scipy",
    "streamlit",
    "pandas",
    "engine.director",
    "engine.render",
    "engine.sound",
)


def test_the_web_process_imports_nothing_heavy() -> None:
    code = f"import sys, engine.serve; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_second_start_is_ready_in_under_three_seconds(tmp_path: Path) -> None:
    Serving(tmp_path / "data").stop()
    began = time.monotonic()
    with Serving(tmp_path / "data") as engine:
        assert engine.session()
        assert time.monotonic() - began < 3.0 * patience()


def test_a_dead_worker_is_started_again(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as engine:
        first = engine.worker()
        os.kill(first, signal.SIGKILL)
        assert engine.until(lambda: (found := engine.worker()) != first and found, 10)


def cpu_s(pid: int) -> float:
    """Processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_an_idle_worker_rests(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as engine:
        engine.upload(engine.session(), ("a.jpg", photo()))  # it has started and worked
        time.sleep(2.0)
        worker = engine.worker()
        used = cpu_s(worker)
        time.sleep(4.0)
        assert (cpu_s(worker) - used) / 4.0 < 0.08 * min(
            2.0, patience()
        )  # 0.03 on a quiet machine; 0.15 and more without the first question


def test_a_token_for_a_program_is_made_on_the_command_line(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    command = [sys.executable, "-m", "engine", "token", "--scopes", "read,render", "--data", str(tmp_path)]
    token = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    engine_here(tmp_path, monkeypatch)
    assert accounts.caller(token).scopes == {"read", "render"}
    forget_caches()
    command[5] = "all"
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 1 and "Scopes are" in refused.stderr and "Traceback" not in refused.stderr


def test_what_prevents_a_start_is_said_in_a_sentence_without_secrets(tmp_path: Path) -> None:
    def start(port: int = 0, **env: str) -> str:
        command = [sys.executable, "-m", "engine", "serve", "--port", str(port), "--data", str(tmp_path / "data")]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        return done.stderr

    unreachable = start(REELWRIGHT_DATABASE_URL="postgresql://reel:s3cret@127.0.0.1:1/x")
    assert "The database cannot be opened" in unreachable and "s3cret" not in unreachable
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port} cannot be used" in start(port)
