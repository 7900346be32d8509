"""The start is quick, the web process light, the command line plain."""

import subprocess
import sys
import time
from pathlib import Path

from engine import accounts
from tests.engine.core import ROOT, Serving, engine_here, forget_caches

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
    engine = Serving(tmp_path / "data")
    assert engine.session()
    assert time.monotonic() - began < 3.0
    assert engine.stop() < 2.0


def test_a_dead_worker_is_started_again(tmp_path: Path) -> None:
    import os
    import signal

    engine = Serving(tmp_path / "data")
    first = engine.worker()
    os.kill(first, signal.SIGKILL)
    second = engine.until(lambda: (found := engine.worker()) != first and found, 10)
    assert second
    engine.stop()


def test_a_token_for_a_program_is_made_on_the_command_line(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    command = [sys.executable, "-m", "engine", "token", "--scopes", "read,render", "--data", str(tmp_path)]
    token = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    engine_here(tmp_path, monkeypatch)
    assert accounts.caller(token).scopes == {"read", "render"}
    forget_caches()
    command[5] = "all"
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 1 and "Scopes are" in refused.stderr and "Traceback" not in refused.stderr
