from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fix502.profile import ProfileError, explain_profile, find_profile, load_profile, parse_profile
from fix502.profile.schema import SECTIONS

REPOSITORY = Path(__file__).parents[3]
MINIMAL = '[app]\nname = "shop"\nurl = "https://shop.example.org"\n'


def problem(text: str) -> str:
    with pytest.raises(ProfileError) as caught:
        parse_profile(text, Path("fix502.toml"))
    return str(caught.value)


def test_repository_profile_when_loaded_then_accepted() -> None:
    profile = load_profile(REPOSITORY / "fix502.toml")
    assert profile.app.name == "multivendor-backend"
    assert [check.path for check in profile.checks] == ["/health/", "/api/departments/"]
    assert profile.variables["DB_PASSWORD"].secret is True
    assert profile.repair.successes == 5


def test_parse_when_only_app_given_then_defaults() -> None:
    profile = parse_profile(MINIMAL, Path("x"))
    assert (profile.app.port, profile.platform, profile.database) == (80, None, None)
    assert [(check.path, check.status) for check in profile.checks] == [("/", 200)]


def test_parse_when_not_toml_then_line_is_named() -> None:
    assert "line 2" in problem("[app]\nname = \n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "app: the section [app] is missing; it needs: name, url."),
        ('[app]\nname = "x"\n', "app.url: missing; expected an address"),
        (MINIMAL + "prot = 8000\n", 'app.prot: unknown key; did you mean "port"?'),
        (MINIMAL + 'port = "80"\n', 'app.port: expected a port, 1 to 65535, found "80".'),
        (MINIMAL + "port = true\n", "app.port: expected a port, 1 to 65535, found true."),
        (MINIMAL + "port = 70000\n", "found the number 70000"),
        (MINIMAL + "[databse]\n", 'databse: unknown section; did you mean "database"?'),
        (MINIMAL + "[zzz]\n", "zzz: unknown section; known here: app, platform"),
        (MINIMAL + "[[check]]\nstatus = 200\n", "check[1].path: missing"),
        (MINIMAL + '[[check]]\npath = "health"\n', 'check[1].path: expected a path that begins with "/"'),
        (MINIMAL + "[check]\n", "check: expected sections [[check]], found a section."),
        (MINIMAL + '[variables]\nDB_HOST = "db"\n', "variables.DB_HOST: expected {} or { value"),
        (
            MINIMAL + "[variables]\nA = { value = 5 }\n",
            "variables.A.value: expected a string, found the number 5.",
        ),
        (
            MINIMAL + '[variables]\nA = { value = "x", secret = true }\n',
            "variables.A: a secret has no value here",
        ),
        (MINIMAL + '[platform]\nkind = "heroku"\nurl = "https://x"\n', 'platform.kind: expected "caprover"'),
        ('[app]\nname = "x"\nurl = "shop.example.org"\n', "app.url: expected an address"),
        ('[app]\nname = "x"\nurl = "https://u:p@shop.example.org"\n', "app.url: expected an address"),
        ("app = 1\n", "app: expected a section [app], found the number 1."),
    ],
)
def test_parse_when_wrong_then_file_key_and_expectation_are_named(text: str, expected: str) -> None:
    message = problem(text)
    assert expected in message
    assert message.startswith("fix502.toml: ")


def test_parse_when_two_mistakes_then_both_are_named() -> None:
    assert len(problem(MINIMAL + "prot = 1\n[start]\nsecond = 3\n").splitlines()) == 2


def test_load_when_file_is_missing_then_code_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "none.toml")
    assert caught.value.code == "profile-missing"


def test_load_when_not_utf8_then_unreadable(tmp_path: Path) -> None:
    (tmp_path / "fix502.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "fix502.toml")
    assert caught.value.code == "profile-unreadable"


def test_find_when_in_folder_above_then_nearest_is_taken(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "fix502.toml").write_text(MINIMAL)
    (tmp_path / "a" / "fix502.toml").write_text(MINIMAL)
    assert find_profile(deep) == (tmp_path / "a" / "fix502.toml").resolve()


def test_find_when_there_is_none_then_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="--profile"):
        find_profile(tmp_path)


def test_explain_when_asked_then_every_key_is_there() -> None:
    text = explain_profile()
    for section in SECTIONS:
        assert section.name in text
        for key in section.keys:
            assert f"    {key.name} " in text


def test_explain_when_default_is_shown_then_it_is_the_record_s() -> None:
    profile = parse_profile(MINIMAL, Path("x"))
    shown = {(s.name, k.name): k.default for s in SECTIONS for k in s.keys if k.default}
    for (section, key), default in shown.items():
        if section in ("app", "start", "repair"):
            assert default.strip('"') == str(getattr(getattr(profile, section), key))


def outcome(text: str) -> tuple[str, ...]:
    try:
        return (f"x: {parse_profile(text, Path('x')).app.name}",)
    except ProfileError as error:
        return error.problems


@given(st.text(max_size=200))
def test_parse_when_given_any_text_then_profile_or_profile_error(text: str) -> None:
    assert outcome(text)


@given(
    st.sampled_from([section.name for section in SECTIONS]),
    st.text("abcdefghij_", min_size=1, max_size=9),
    st.sampled_from(["1", "true", '"x"', "[]", "{}", "1.5", "2020-01-01"]),
)
def test_parse_when_any_section_has_any_key_then_profile_or_profile_error(
    section: str, key: str, value: str
) -> None:
    header = f"[[{section}]]" if section == "check" else f"[{section}]"
    assert all(text.startswith("x: ") for text in outcome(f"{header}\n{key} = {value}\n"))
