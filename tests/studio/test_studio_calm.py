"""What stays for good is left out of the collection after every run."""

import gc
import itertools
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


def test_garbage_that_comes_later_is_still_collected() -> None:
    calm.settle()
    calm.settle()
    kept = gc.get_freeze_count()
    for _ in range(100):
        loop: list[object] = []
        loop.append(loop)
    assert gc.collect() >= 100
    for _ in range(3):
        calm.settle()
    assert gc.get_freeze_count() <= kept, "between the moments nothing is added"
