"""What can be known of the images without an engine."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILES = ("Dockerfile.backend", "Dockerfile.backend.emergency")


@pytest.mark.parametrize("name", ["captain-definition", "captain-definition.emergency"])
def test_definition_when_read_then_names_a_dockerfile_that_exists(name: str) -> None:
    definition = json.loads((ROOT / name).read_text())
    assert definition["schemaVersion"] == 2
    assert (ROOT / definition["dockerfilePath"]).is_file()


@pytest.mark.parametrize("name", DOCKERFILES)
def test_dockerfile_when_built_by_the_classic_builder_then_uses_nothing_it_lacks(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"--mount|--start-interval|<<|COPY --chmod|COPY --link", text)


@pytest.mark.parametrize("name", DOCKERFILES)
def test_dockerfile_when_it_starts_the_server_then_without_a_shell_and_not_as_root(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.search(r'^CMD \["fix502", "guard", "--bind", "0\.0\.0\.0:80"', text, re.MULTILINE)
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert re.search(r"^EXPOSE 80$", text, re.MULTILINE)
    assert "PYTHONDONTWRITEBYTECODE" not in text


def test_emergency_when_it_starts_then_no_step_stands_before_it() -> None:
    text = (ROOT / "Dockerfile.backend.emergency").read_text()
    assert "--step" not in text
    assert "collectstatic" not in text
    assert "VOLUME" not in text


def test_backend_when_it_starts_then_steps_are_in_order_and_static_is_optional() -> None:
    text = (ROOT / "Dockerfile.backend").read_text()
    steps = re.findall(r'"--(step|optional-step)", "(\w+)=', text)
    assert steps == [
        ("step", "settings"),
        ("step", "database"),
        ("step", "roles"),
        ("step", "migrate"),
        ("optional-step", "static"),
    ]
