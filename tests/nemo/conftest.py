"""What the client's tests share: a cloud, a client of it on its clock, and an ear which notes what it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nemo.client import NemoClient
from nemo.timing import CLOUD
from tests.nemo.cloud import Cloud
from tests.nemo.ear import Ear


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    yield cloud
    cloud.close()


@pytest.fixture
def client(cloud: Cloud) -> Iterator[NemoClient]:
    client = NemoClient(cloud.url, clock=cloud.clock, timing=CLOUD)
    client.local = False
    yield client
    client.close()
