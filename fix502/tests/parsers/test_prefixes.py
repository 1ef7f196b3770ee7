"""What carriers put before a line is peeled off; what the program wrote stays."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fix502.parsers.prefixes import moment, peeled

MESSAGE = "ModuleNotFoundError: No module named 'x'"


@pytest.mark.parametrize(
    ("raw", "service"),
    [
        (f"web_1    | {MESSAGE}", "web_1"),
        (f"web-1  | {MESSAGE}", "web-1"),
        (f"\x1b[36mweb-1  | \x1b[0m{MESSAGE}", "web-1"),
        (f"edge | web.1    | {MESSAGE}", "web.1"),
        (f"2020-04-18T09:41:27.118342+00:00 app[web.1]: {MESSAGE}", "app[web.1]"),
        (f"Dec 17 08:41:50 vps7 gunicorn[210447]: {MESSAGE}", "gunicorn"),
        (f"2025-03-01T10:00:00.123456789Z {MESSAGE}", ""),
        (f"2025-03-01T10:00:00.123456789Z stderr F {MESSAGE}", ""),
        (f"#14 1.702 {MESSAGE}", ""),
        (f"> {MESSAGE}", ""),
        ('{"log":"' + MESSAGE + '\\n","stream":"stderr","time":"2025-03-01T10:00:00Z"}', ""),
    ],
)
def test_line_when_carried_then_prefix_is_peeled(raw: str, service: str) -> None:
    record = peeled(raw)
    assert record.text == MESSAGE
    assert record.service == service


@pytest.mark.parametrize(
    "raw",
    [
        "[2025-03-01 10:00:00 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)",
        '2025-03-01 10:00:00.123 UTC [52] FATAL:  role "root" does not exist',
        "2025/03/01 10:00:00 [error] 30#30: *5 connect() failed",
        '  File "/app/x.py", line 3, in f',
        "    x = a | b",
    ],
)
def test_line_when_the_program_stamps_it_then_stays_whole(raw: str) -> None:
    assert peeled(raw).text == raw


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2025-03-01T10:00:00Z x", 10), ("[2025-03-01 10:00:00 +0200] x", 8), ("2025/03/01 10:00:00 x", 10)],
)
def test_moment_when_stamp_has_a_zone_then_is_utc(text: str, hour: int) -> None:
    assert moment(text) == datetime(2025, 3, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "no time", "2025-13-41T99:00:00Z", "0000-00-00 00:00:00"])
def test_moment_when_there_is_no_valid_stamp_then_is_none(text: str) -> None:
    assert moment(text) is None


@given(st.text(max_size=200))
def test_line_when_it_is_anything_then_peeling_never_fails(raw: str) -> None:
    assert len(peeled(raw).text) <= max(len(raw), 1)
