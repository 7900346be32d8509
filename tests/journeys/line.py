"""A network between a browser and the app which a test may cut and mend: every connection of it is really closed."""

from __future__ import annotations

import contextlib
import socket
import threading


class Line:
    """Passes TCP connections on to `port` of this machine. Cut, it closes those there are and refuses new ones."""

    def __init__(self, port: int) -> None:
        self._port, self._down, self._left = port, False, float("inf")
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self, after: float = 0) -> None:
        """Cut it, at once or when so many more bytes have gone to the app."""
        with self._lock:
            self._left = after
        if not after:
            self._break()

    def mend(self) -> None:
        """Let connections through again."""
        with self._lock:
            self._down, self._left = False, float("inf")

    def close(self) -> None:
        """Take it down for good."""
        self._door.close()
        self._break()

    def _break(self) -> None:
        with self._lock:
            self._down = True
            open_now = list(self._open)
        for one in open_now:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._door.accept()
                if self._down:
                    here.close()
                    continue
                there = socket.create_connection(("127.0.0.1", self._port))
                with self._lock:
                    self._open |= {here, there}
                for source, target, counted in ((here, there, True), (there, here, False)):
                    threading.Thread(target=self._pump, args=(source, target, counted), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(1 << 16):
                target.sendall(block)
                if counted and self._spent(len(block)):
                    self._break()
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._open -= {source, target}
        source.close()

    def _spent(self, size: int) -> bool:
        with self._lock:
            self._left -= size
            return self._left <= 0 and not self._down
