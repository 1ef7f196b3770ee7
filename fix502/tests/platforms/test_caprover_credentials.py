from pathlib import Path

import pytest

from fix502.platforms.caprover import read_password
from fix502.platforms.errors import PasswordMissingError

FILE = "FIX502_CAPROVER_PASSWORD_FILE"


def test_password_when_in_environment_then_taken() -> None:
    assert read_password({"FIX502_CAPROVER_PASSWORD": "a", FILE: "/none"}) == "a"


def test_password_when_in_file_then_line_end_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("b \n")
    assert read_password({FILE: str(tmp_path / "p")}) == "b "


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_password_when_file_is_missing_or_empty_then_error_names_it(
    tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "p").write_text(content)
    with pytest.raises(PasswordMissingError, match=FILE):
        read_password({FILE: str(tmp_path / "p")}, lambda: "asked")


def test_password_when_nobody_can_be_asked_then_error_says_where_to_set_it() -> None:
    with pytest.raises(PasswordMissingError) as caught:
        read_password({})
    assert "FIX502_CAPROVER_PASSWORD" in caught.value.advice


def test_password_when_asked_then_answer_is_taken() -> None:
    assert read_password({}, lambda: "typed") == "typed"
