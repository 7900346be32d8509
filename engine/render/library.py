"""What all threads of one render share: prepared canvases, lettering, and the cache they come from."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np

from engine.render.cache import Cache
from engine.render.planes import Planes

T = TypeVar("T")


class Recent(Generic[T]):
    """The things used last, up to a number of bytes; each is made once, even when two threads ask at the same time."""

    def __init__(self, limit: int) -> None:
        self._limit, self._held = limit, 0
        self._things: OrderedDict[str, tuple[T, int]] = OrderedDict()
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """The thing called `key`, made now if need be."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key][0]
            own = self._locks.setdefault(key, threading.Lock())
        with own:
            with self._lock:
                if key in self._things:
                    return self._things[key][0]
            thing = make()
            self._keep(key, thing, size(thing))
        return thing

    def _keep(self, key: str, thing: T, size: int) -> None:
        with self._lock:
            self._things[key] = (thing, size)
            self._locks.pop(key, None)
            self._held += size
            while self._held > self._limit and len(self._things) > 1:
                self._held -= self._things.popitem(last=False)[1][1]


class Canvases:
    """Prepared planes, in memory and in the cache."""

    def __init__(self, cache: Cache, limit: int = 24 << 20) -> None:
        self._cache = cache
        self._recent: Recent[Planes] = Recent(limit)

    def held(self, key: str, make: Callable[[], Planes]) -> Planes:
        """The planes called `key`, from memory, else from the cache, else made and kept in both."""
        return self._recent.get(key, lambda: self._stored(key, make), lambda planes: planes.y.nbytes + planes.c.nbytes)

    def _stored(self, key: str, make: Callable[[], Planes]) -> Planes:
        raw = self._cache.get("canvas", key)
        if raw is not None:
            return _unpacked(raw)
        planes = make()
        self._cache.put("canvas", key, _packed(planes))
        return planes


def _packed(planes: Planes) -> bytes:
    return b"".join((np.array(planes.size, np.uint32).tobytes(), planes.y.tobytes(), planes.c.tobytes()))


def _unpacked(raw: bytes) -> Planes:
    width, height = (int(side) for side in np.frombuffer(raw, np.uint32, 2))
    luma = np.frombuffer(raw, np.uint8, width * height, 8).reshape(height, width)
    chroma = np.frombuffer(raw, np.uint8, width * height // 2, 8 + width * height)
    return Planes(luma, chroma.reshape(height // 2, width // 2, 2))
