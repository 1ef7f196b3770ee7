from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from guarded import Guarded, start_guard


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[Callable[..., Guarded]]:
    started: list[Guarded] = []

    def start(*options: str, **more: object) -> Guarded:
        started.append(start_guard(tmp_path / f"guard{len(started)}", *options, **more))  # type: ignore[arg-type] # passed on as they are
        return started[-1]

    yield start
    for each in started:
        each.end()
