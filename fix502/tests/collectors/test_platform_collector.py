from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from front import Front

from fix502.collectors.interface import Collected
from fix502.collectors.platform import PlatformCollector
from fix502.collectors.web import Door
from fix502.drills.caprover_double import FAST, CapRoverDouble, MemoryRuntime
from fix502.model.evidence import State
from fix502.model.facts import FactKind, Scalar
from fix502.platforms.caprover import CapRover, Patience
from fix502.profile import Profile, parse_profile

PATIENCE = Patience(ready=20, busy=20, pause=0.02, answer=20, deploy=20)
PROFILE = parse_profile(
    """
[app]
name = "shop"
url = "http://shop.apps.localhost"
[variables]
DB_HOST = { value = "srv-captain--db" }
DB_PASSWORD = { secret = true }
SITE_URL = {}
[database]
app = "db"
""",
    Path("x"),
)


@pytest.fixture
def runtime() -> MemoryRuntime:
    return MemoryRuntime()


@pytest.fixture
def double(runtime: MemoryRuntime) -> Iterator[CapRoverDouble]:
    with CapRoverDouble(runtime, timing=FAST) as running:
        running.adopt("db", "postgres:15", hasPersistentData=True, notExposeAsWebApp=True)
        variables = {"DB_HOST": "srv-captain--db", "DB_PASSWORD": "correct-horse", "PORT": "80"}
        rows = [{"key": key, "value": value} for key, value in variables.items()]
        running.adopt("shop", "img-captain-shop:1", envVars=rows)
        yield running


def look(
    double: CapRoverDouble,
    *,
    profile: Profile = PROFILE,
    password: str = "captain42",  # noqa: S107 - the default of the double
    last_good: dict[str, str] | None = None,
    door: Door | None = None,
) -> Collected:
    client = CapRover(double.url, lambda: password, PATIENCE)
    try:
        return PlatformCollector(client, profile, last_good=last_good, door=door).collect()
    finally:
        client.close()


def value(seen: Collected, kind: FactKind, subject: str = "shop") -> Scalar:
    found = [fact.value for fact in seen.facts if (fact.kind, fact.subject) == (kind, subject)]
    assert len(found) == 1
    return found[0]


def states(seen: Collected) -> dict[str, State]:
    return {observation.id: observation.state for observation in seen.observations}


def test_platform_when_app_is_well_then_its_intent_is_known(double: CapRoverDouble) -> None:
    seen = look(double)
    assert value(seen, FactKind.PLATFORM, "caprover") == "1.15.3"
    assert value(seen, FactKind.APP_EXISTS) is True
    assert value(seen, FactKind.INSTANCES) == 1
    assert value(seen, FactKind.CONTAINER_PORT) == 80
    assert value(seen, FactKind.EXPOSED) is True
    assert value(seen, FactKind.BUILDING) is False
    assert value(seen, FactKind.DEPLOYED_VERSION) == 1
    assert value(seen, FactKind.DATABASE_APP, "db") == "started"
    assert seen.logs[0].lines[-1].text == "listening on 0.0.0.0:80"


def test_platform_when_variables_differ_then_facts_say_so_without_secrets(double: CapRoverDouble) -> None:
    seen = look(double, last_good={"DB_PASSWORD": "the-old-one"})
    facts = {fact.subject: fact for fact in seen.facts if fact.kind is FactKind.VARIABLE}
    assert facts["DB_HOST"].value == "srv-captain--db"
    assert facts["DB_HOST"].data["matches"] is True
    assert facts["DB_PASSWORD"].value is None
    assert facts["DB_PASSWORD"].data["matches"] is False
    assert facts["SITE_URL"].data["present"] is False
    assert facts["PORT"].data["required"] is False
    assert "correct-horse" not in repr(seen)


def test_platform_when_log_holds_the_password_then_hidden(
    double: CapRoverDouble, runtime: MemoryRuntime
) -> None:
    runtime.write("shop", 2, "cannot log in with correct-horse\n")
    seen = look(double)
    assert "correct-horse" not in repr(seen)
    assert any("cannot log in with" in line.text for line in seen.logs[0].lines)


def test_platform_when_app_is_missing_then_said_so(double: CapRoverDouble) -> None:
    other = replace(PROFILE, app=replace(PROFILE.app, name="nosuch"))
    assert value(look(double, profile=other), FactKind.APP_EXISTS, "nosuch") is False


def test_platform_when_password_is_wrong_then_denied_and_nothing_else_is_tried(
    double: CapRoverDouble,
) -> None:
    seen = look(double, password="wrong-password")
    assert states(seen) == {"caprover:version": State.DENIED}
    assert "wrong-password" not in repr(seen)


def test_platform_when_stopped_then_log_is_empty_not_unreadable(
    double: CapRoverDouble, runtime: MemoryRuntime
) -> None:
    double.update({"appName": "shop", "instanceCount": 0}, replace=False)
    runtime.prune()
    assert states(look(double))["caprover:logs"] is State.EMPTY


def test_platform_when_service_is_gone_then_log_is_absent(
    double: CapRoverDouble, runtime: MemoryRuntime
) -> None:
    runtime.remove("shop")
    assert states(look(double))["caprover:logs"] is State.ABSENT


@pytest.mark.parametrize(("count", "expected"), [(0, "stopped"), (1, "started")])
def test_platform_when_database_app_is_scaled_then_fact(
    double: CapRoverDouble, count: int, expected: str
) -> None:
    double.update({"appName": "db", "instanceCount": count}, replace=False)
    assert value(look(double), FactKind.DATABASE_APP, "db") == expected


def test_platform_when_database_host_names_no_app_then_missing(double: CapRoverDouble) -> None:
    rows = [{"key": "DB_HOST", "value": "srv-captain--nodb"}]
    double.update({"appName": "shop", "envVars": rows}, replace=False)
    assert value(look(double), FactKind.DATABASE_APP, "nodb") == "missing"


def test_platform_when_build_failed_then_last_line_is_kept(double: CapRoverDouble) -> None:
    recipe = '{"schemaVersion": 2, "dockerfileLines": ["FROM x", "RUN false"]}'
    double.deploy("shop", content=recipe).done.wait(20)
    seen = look(double)
    fact = next(fact for fact in seen.facts if fact.kind is FactKind.BUILD_FAILED)
    assert fact.value is True
    assert "exit code: 1" in str(fact.data["error"])


def test_platform_when_neighbours_exist_then_their_status_is_known(
    double: CapRoverDouble, runtime: MemoryRuntime
) -> None:
    double.adopt("blog", "img-captain-blog:1")
    with Front(runtime) as front:
        seen = look(double, door=Door("http://shop.apps.localhost", front.connect))
    assert value(seen, FactKind.NEIGHBOUR, "blog") == 200


def test_platform_when_caprover_is_down_then_error_with_advice(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, down=60)) as double:
        double.restart()
        seen = look(double)
    assert states(seen) == {"caprover:version": State.ERROR}
    assert "502" in seen.observations[0].detail
