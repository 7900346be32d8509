"""What stays for good is left out of the collection after every run."""

import gc
import itertools
import weakref
from collections.abc import Iterator

import pytest

from studio import calm


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    gc.unfreeze()
    monkeypatch.setattr(calm, "_runs", itertools.count(1))
    yield
    gc.unfreeze()


def test_after_the_first_visitor_later_collections_are_small() -> None:
    calm.settle()
    assert gc.get_freeze_count() == 0, "the first run brings the libraries in"
    calm.settle()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


class Loop:
    """Something which refers to itself, so that only a collection frees it."""

    def __init__(self) -> None:
        self.own = self


def test_garbage_that_comes_later_is_still_collected() -> None:
    calm.settle()
    calm.settle()
    loops = [Loop() for _ in range(100)]
    seen = [weakref.ref(one) for one in loops]
    del loops
    for _ in range(3):
        calm.settle()
    gc.collect()
    assert not any(one() for one in seen)
