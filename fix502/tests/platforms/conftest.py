from collections.abc import Iterator

import pytest

from fix502.drills.caprover_double import FAST, CapRoverDouble, MemoryRuntime
from fix502.platforms.caprover import CapRover, Patience

PATIENCE = Patience(ready=20, busy=20, pause=0.02, answer=20, deploy=20)


@pytest.fixture
def runtime() -> MemoryRuntime:
    return MemoryRuntime()


@pytest.fixture
def double(runtime: MemoryRuntime) -> Iterator[CapRoverDouble]:
    with CapRoverDouble(runtime, timing=FAST) as running:
        secret = [{"key": "DB_PASSWORD", "value": "right"}, {"key": "DB_HOST", "value": "srv-captain--db"}]
        running.adopt("shop", "img-captain-shop:1", envVars=secret)
        runtime.images.add("img-captain-shop:1")
        yield running


@pytest.fixture
def caprover(double: CapRoverDouble) -> Iterator[CapRover]:
    client = CapRover(double.url, lambda: "captain42", PATIENCE)
    yield client
    client.close()
