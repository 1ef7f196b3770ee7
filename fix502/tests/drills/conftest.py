"""What the drills' tests share: where nginx is, and a sandbox's pieces."""

import shutil
from collections.abc import Iterator

import pytest

from fix502.drills.addresses import Subnet


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if shutil.which("nginx", path="/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"):
        return
    skip = pytest.mark.skip(reason="nginx is not installed; cure: apt-get install nginx")
    for item in items:
        if item.get_closest_marker("needs_nginx"):
            item.add_marker(skip)


@pytest.fixture
def subnet() -> Iterator[Subnet]:
    network = Subnet()
    yield network
    network.close()
