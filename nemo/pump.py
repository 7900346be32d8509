"""Reads an event stream on a thread of its own, so that its caller can watch the clock and the Stop button."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

import requests
import urllib3
import urllib3.exceptions

from nemo import errors
from nemo.clock import Clock
from nemo.sse import CutOffError, events

CHUNK_BYTES = 65536
END, CUT = object(), object()


class Pump:
    """Reads a stream on a daemon thread into a queue: events, then END, CUT or the error which prevented it."""

    def __init__(self, send: Callable[[], requests.Response], clock: Clock, turn_id: str | None = None) -> None:
        self.turn_id = turn_id
        self.inbox: queue.Queue[Any] = queue.Queue()
        self.last_byte = clock.now()
        self.alive = False  # whether anything has arrived
        self._clock = clock
        self._send = send
        self._raw: urllib3.HTTPResponse | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="nemo-stream", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the reader at once, wherever it is; closing the response would wait for the peer."""
        with self._lock:
            self._closed = True
            if self._raw is not None:
                self._shut(self._raw)

    def _run(self) -> None:
        try:
            response = self._send()
        except errors.NemoError as error:
            self.inbox.put(error)
            return
        self.turn_id = response.headers.get("X-Turn-Id") or self.turn_id
        with self._lock:
            self._raw = response.raw
            if self._closed:
                self._shut(self._raw)
        try:
            for event in events(self._chunks(response.raw), self._beat):
                self.inbox.put(event)
            self.inbox.put(END)
        except (CutOffError, urllib3.exceptions.HTTPError, OSError, ValueError, AttributeError):
            self.inbox.put(CUT)
        finally:
            with self._lock:
                self._raw = None
            response.close()

    def _chunks(self, raw: urllib3.HTTPResponse) -> Iterator[bytes]:
        while chunk := raw.read1(CHUNK_BYTES, decode_content=True):
            yield chunk

    def _beat(self) -> None:
        self.alive = True
        self.last_byte = self._clock.now()

    def _shut(self, raw: urllib3.HTTPResponse) -> None:
        with contextlib.suppress(ValueError, OSError, RuntimeError):
            raw.shutdown()
