"""The life of the serving process: its worker, and an end which open streams do not hold up."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from types import FrameType
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Send

from engine import jobs, store
from engine.supervisor import Supervisor

_closing: asyncio.Event | None = None


def closing() -> asyncio.Event:
    """Set when the process was told to end: every stream watches it and ends itself."""
    global _closing
    if _closing is None:
        _closing = asyncio.Event()
    return _closing


@asynccontextmanager
async def lifespan(_: Any = None, worker: bool = True) -> AsyncIterator[None]:
    """Open the databases, start and watch the worker, and stop it on the way out."""
    global _closing
    _closing = asyncio.Event()
    _announce(asyncio.get_running_loop(), _closing)
    await asyncio.to_thread(store.database)
    await asyncio.to_thread(jobs.client)
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    supervisor = Supervisor() if worker else None
    if supervisor:
        supervisor.start()
    try:
        yield
    finally:
        _closing.set()
        if supervisor:
            await supervisor.stop()


def _announce(loop: asyncio.AbstractEventLoop, closing: asyncio.Event) -> None:
    """Set `closing` on the signals which end the server, before the server's own handlers."""
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def handler(number: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(closing.set)
            if callable(before):
                before(number, frame)

        with suppress(ValueError):  # not the main thread: the one who runs us there ends us
            signal.signal(number, handler)


class Closing(Exception):  # noqa: N818 - says what happens, and is no failure
    """The process ends before the stream does."""


class Stream(StreamingResponse):
    """A stream which is cut, not ended, when its source raises Closing: its reader must not take it for complete."""

    async def stream_response(self, send: Send) -> None:
        """Send what there is. The server closes a connection whose answer was left unfinished."""
        with suppress(Closing):
            await super().stream_response(send)


def _is_news(record: logging.LogRecord) -> bool:
    return not (closing().is_set() and "without completing response" in record.getMessage())


async def until_closing(source: AsyncIterator[Any]) -> AsyncIterator[Any]:
    """What `source` yields. Raises Closing when the process is told to end before."""
    end = asyncio.ensure_future(closing().wait())
    step: asyncio.Future[Any] | None = None
    try:
        while True:
            step = asyncio.ensure_future(anext(source))
            await asyncio.wait({step, end}, return_when=asyncio.FIRST_COMPLETED)
            if not step.done():
                raise Closing
            try:
                yield step.result()
            except StopAsyncIteration:
                return
    finally:
        await _drop([end, *([step] if step else [])])
        await _close(getattr(source, "aclose", None))


async def _drop(futures: list[asyncio.Future[Any]]) -> None:
    for future in futures:
        future.cancel()
    await asyncio.gather(*futures, return_exceptions=True)


async def _close(aclose: Callable[[], Any] | None) -> None:
    if aclose:
        await aclose()
