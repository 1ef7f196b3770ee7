from collections.abc import Callable, Iterator

import pytest
from wire import Wire, eventually

from fix502.drills.caprover_double import FAST, CapRoverDouble, MemoryRuntime


@pytest.fixture
def runtime() -> MemoryRuntime:
    return MemoryRuntime()


@pytest.fixture
def double(runtime: MemoryRuntime) -> Iterator[CapRoverDouble]:
    with CapRoverDouble(runtime, timing=FAST) as running:
        running.adopt("shop", "img-captain-shop:1", envVars=[{"key": "DB_PASSWORD", "value": "right"}])
        runtime.images.add("img-captain-shop:1")
        yield running


@pytest.fixture
def wire(double: CapRoverDouble) -> Wire:
    wire = Wire(double)
    wire.login()
    return wire


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    return eventually
