"""The process that decodes: `python -m engine.media.nursery FD` loads the decoders once, then forks a child a job.

A job arrives as a socket over `FD`. The child reads one JSON line from it (source, name, into, limits), shuts itself
in and answers with one JSON line. If the child dies, the nursery answers in its place with the signal that ended it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

import cv2

from engine.errors import MediaError
from engine.media.ingest import ingest
from engine.media.lockdown import shut_in


def main(control_fd: int) -> None:
    """Serve jobs until the other end of `control_fd` closes; then take every child along."""
    cv2.setNumThreads(1)
    control = socket.socket(fileno=control_fd)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _reap(children)
        if control_fd in ready and not _accept(control, children):
            break
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _accept(control: socket.socket, children: dict[int, socket.socket]) -> bool:
    message, fds, _, _ = socket.recv_fds(control, 1, 1)
    if not message or not fds:
        return False
    line = socket.socket(fileno=fds[0])
    pid = os.fork()
    if pid == 0:
        control.close()
        _child(line)
    children[pid] = line
    return True


def _reap(children: dict[int, socket.socket]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        line = children.pop(pid)
        if os.WIFSIGNALED(status):
            _answer(line, {"died": os.WTERMSIG(status)})
        line.close()


def _child(line: socket.socket) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        with line.makefile("r", encoding="utf-8") as lines:
            job = json.loads(lines.readline())
        shut_in(job["limits"])
        _answer(line, _done(job))
    finally:
        os._exit(0)


def _done(job: dict[str, Any]) -> dict[str, Any]:
    try:
        asset = ingest(Path(job["source"]), job["name"], Path(job["into"]))
        return {"asset": asset.model_dump(mode="json")}
    except MediaError as error:
        return {"error": str(error), "code": error.code}
    except MemoryError:
        return {"memory": True}
    except Exception:
        return {"bug": traceback.format_exc()}


def _answer(line: socket.socket, answer: dict[str, Any]) -> None:
    try:
        line.sendall(json.dumps(answer).encode() + b"\n")
    except OSError:
        return  # whoever asked has gone


if __name__ == "__main__":
    main(int(sys.argv[1]))
