"""Less work after every run of a page.

Streamlit collects all garbage then, which looks through every object of the process: 40 to 120 ms, before the page
can answer the next click. Nearly all of them are modules, tables and models which stay for good: they are left out.
"""

from __future__ import annotations

import gc
import itertools

MOMENTS = frozenset({2, 10, 50, 250})  # runs of this process: pages and libraries come in with their first visitors
_runs = itertools.count(1)


def settle() -> None:
    """Called at the beginning of every run: now and then, what is alive is left out of later collections for good.

    An object so left out is still freed when nothing refers to it; only cycles of the few pages open at these moments
    stay, a few hundred kilobytes.
    """
    if next(_runs) in MOMENTS:
        gc.collect()
        gc.freeze()
