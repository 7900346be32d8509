"""Memory that was freed and is still held."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Hand freed memory to the system: glibc keeps it for later, while the encoders need some of their own now."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
