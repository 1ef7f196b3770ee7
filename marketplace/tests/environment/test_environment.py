from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivendor_platform.environment import kinds
from multivendor_platform.environment.errors import EnvironmentProblem, EnvironmentVariablesError
from multivendor_platform.environment.kinds import Kind, MalformedError
from multivendor_platform.environment.reader import environment_read
from multivendor_platform.environment.variables import BY_NAME, VARIABLES, Variable

REPOSITORY = Path(__file__).resolve().parents[3]
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "multivendor_platform.settings_caprover",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "shop.example.com, .example.org",
    "SITE_URL": "https://shop.example.com/",
    "DB_HOST": "srv-captain--postgres-db",
    "DB_NAME": "multivendor_db",
    "DB_USER": "postgres",
    "DB_PASSWORD": "hunter2",
}


def example_names() -> dict[str, bool]:
    """Every variable of .env.example, and whether it is commented out."""
    text = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    return {name: bool(mark) for mark, name in re.findall(r"^(# )?([A-Z][A-Z_]+)=", text, re.MULTILINE)}


def test_example_file_when_compared_with_registry_then_lists_the_same_variables() -> None:
    assert set(example_names()) == set(BY_NAME)


def test_example_file_when_variable_is_optional_then_commented_out() -> None:
    assert example_names() == {variable.name: not variable.required for variable in VARIABLES}


def test_example_file_when_secret_then_holds_no_value() -> None:
    text = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    for variable in VARIABLES:
        if variable.secret:
            assert re.search(rf"^(# )?{variable.name}=$", text, re.MULTILINE), variable.name


def test_examples_when_parsed_then_valid() -> None:
    for variable in VARIABLES:
        assert variable.secret or variable.kind.parse(variable.example) is not None


def test_profile_of_the_doctor_when_it_names_a_variable_then_the_registry_has_it() -> None:
    profile = tomllib.loads((REPOSITORY / "fix502.toml").read_text(encoding="utf-8"))
    required = {variable.name for variable in VARIABLES if variable.required}
    assert set(profile["variables"]) == required
    secrets = {name for name, rule in profile["variables"].items() if rule.get("secret")}
    assert secrets == {variable.name for variable in VARIABLES if variable.secret and variable.required}


def test_read_when_complete_then_typed_values() -> None:
    values = environment_read(COMPLETE)
    assert values.get("DB_PORT", int) == 5432
    assert values.get("SITE_URL", str) == "https://shop.example.com"
    assert values.texts("ALLOWED_HOSTS") == ["shop.example.com", ".example.org"]
    assert values.optional("DB_APP_PASSWORD", str) is None
    assert values.texts("CORS_ALLOWED_ORIGINS") == []


def test_read_when_several_are_wrong_then_all_are_told_at_once() -> None:
    environ = {**COMPLETE, "DB_PORT": "70000", "ALLOWED_HOSTS": "*", "DB_NAME": ""}
    del environ["DB_HOST"]
    with pytest.raises(EnvironmentVariablesError) as caught:
        environment_read(environ)
    assert [(problem.name, problem.code) for problem in caught.value.problems] == [
        ("ALLOWED_HOSTS", "env-malformed"),
        ("DB_HOST", "env-missing"),
        ("DB_PORT", "env-malformed"),
        ("DB_NAME", "env-missing"),
    ]


def test_error_when_shown_then_names_variable_expectation_and_place() -> None:
    with pytest.raises(EnvironmentVariablesError) as caught:
        environment_read({**COMPLETE, "DB_PORT": "many"})
    assert str(caught.value) == (
        "1 environment variable is missing or malformed: [env-malformed] DB_PORT is 'many': expected a whole "
        "number from 1 to 65535. Set in CapRover → Apps → multivendor-backend → App Configs → "
        "Environmental Variables."
    )


def test_error_when_secret_is_short_then_value_is_not_shown() -> None:
    with pytest.raises(EnvironmentVariablesError) as caught:
        environment_read({**COMPLETE, "SECRET_KEY": "hunter22"})
    assert "hunter22" not in str(caught.value)
    assert "SECRET_KEY has 8 characters: expected at least 50 characters" in str(caught.value)


def test_secret_when_in_a_file_then_read_without_its_last_newline(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from-file\n", encoding="utf-8")
    environ = {**COMPLETE, "DB_PASSWORD_FILE": str(file)}
    del environ["DB_PASSWORD"]
    assert environment_read(environ).get("DB_PASSWORD", str) == "from-file"


def test_secret_when_given_twice_then_refused(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentVariablesError, match=r"env-set-twice.*DB_PASSWORD_FILE are both set"):
        environment_read({**COMPLETE, "DB_PASSWORD_FILE": str(tmp_path / "x")})


def test_secret_when_its_file_is_missing_then_told_with_the_reason(tmp_path: Path) -> None:
    environ = {**COMPLETE, "SECRET_KEY_FILE": str(tmp_path / "nowhere")}
    del environ["SECRET_KEY"]
    with pytest.raises(EnvironmentVariablesError, match=r"env-file-unreadable.*No such file"):
        environment_read(environ)


def test_plain_variable_when_given_as_file_then_not_read(tmp_path: Path) -> None:
    environ = {**COMPLETE, "DB_HOST_FILE": str(tmp_path)}
    del environ["DB_HOST"]
    with pytest.raises(EnvironmentVariablesError, match="DB_HOST is not set"):
        environment_read(environ)


def test_value_when_asked_as_another_type_then_refused() -> None:
    with pytest.raises(TypeError, match="DB_PORT is not a str"):
        environment_read(COMPLETE).get("DB_PORT", str)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.boolean(), "True"),
        (kinds.boolean(), "1"),
        (kinds.boolean(), "no"),
        (kinds.text(), "   "),
        (kinds.integer(1, 10), "0"),
        (kinds.integer(1, 10), "11"),
        (kinds.integer(1, 10), "5.0"),
        (kinds.integer(1, 10), "٥"),
        (kinds.integer(1, 10), "9" * 40),
        (kinds.url(), "shop.example.com"),
        (kinds.url(), "ftp://shop.example.com"),
        (kinds.url(), "https://shop.example.com/path"),
        (kinds.url(), "https://user:pass@shop.example.com"),
        (kinds.url(), "https://shop.example.com:99999"),
        (kinds.url(), "https://"),
        (kinds.url(), "https://[::1"),
        (kinds.hosts(), "*"),
        (kinds.hosts(), "https://shop.example.com"),
        (kinds.hosts(), "a.example.com,,b.example.com"),
        (kinds.hosts(), "shop.example.com/"),
        (kinds.origins(), "https://*.example.com"),
        (kinds.origins(), "null"),
        (kinds.secret(10), "123456789"),
        (kinds.module(), "a-b"),
        (kinds.module(), "a..b"),
        (kinds.choice("INFO"), "info"),
    ],
)
def test_kind_when_text_is_malformed_then_refused(kind: Kind, text: str) -> None:
    with pytest.raises(MalformedError):
        kind.parse(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (kinds.boolean(), "true", True),
        (kinds.boolean(), "false", False),
        (kinds.integer(-5, 10), "-5", -5),
        (kinds.url(), "http://[::1]:8000", "http://[::1]:8000"),
        (kinds.hosts(), "[::1],localhost", ["[::1]", "localhost"]),
        (kinds.origins(wildcard=True), "https://*.example.com", ["https://*.example.com"]),
    ],
)
def test_kind_when_text_is_well_formed_then_value(kind: Kind, text: str, value: object) -> None:
    assert kind.parse(text) == value


def problems_of(variable: Variable, text: str) -> list[EnvironmentProblem]:
    try:
        environment_read({variable.name: text}, [variable])
    except EnvironmentVariablesError as error:
        return error.problems
    return []


@given(text=st.text(max_size=60), index=st.integers(0, len(VARIABLES) - 1))
def test_reading_when_text_is_anything_then_value_or_told_problem(text: str, index: int) -> None:
    variable: Variable = VARIABLES[index]
    problems = problems_of(variable, text)
    assert [problem.name for problem in problems] in ([], [variable.name])
    shown = " ".join(map(str, problems))
    # Shorter ones occur by chance in the sentence itself.
    assert not (variable.secret and len(text) > 12 and text in shown)
