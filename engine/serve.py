"""The engine without the app: the API at the root path."""

from __future__ import annotations

import functools
import logging
import socket
import sys
from contextlib import suppress

import uvicorn

from engine import store
from engine.api import application
from engine.errors import SettingError
from engine.lifetime import lifespan

SHUTDOWN_S = 2


class Announcing(uvicorn.Server):
    """A server which says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, words: str) -> None:
        super().__init__(config)
        self.words = words

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        sys.stdout.write(self.words + "\n")
        sys.stdout.flush()


def serve(host: str, port: int, worker: bool = True) -> None:
    """Serve until told to end; prints the address once it listens. Port 0 takes a free one."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    store.database()
    app = application(functools.partial(lifespan, worker=worker))
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        raise SettingError(f"{host}:{port} cannot be used: {error.strerror}. Choose another with --port.") from error
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=SHUTDOWN_S)
    with suppress(KeyboardInterrupt):
        Announcing(config, f"Reelwright engine: http://{host}:{listening.getsockname()[1]}").run(sockets=[listening])
