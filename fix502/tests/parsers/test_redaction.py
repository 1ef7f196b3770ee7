"""No planted secret survives redaction, and ordinary messages stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fix502.engine.diagnosis import diagnose
from fix502.formats import json, line, text
from fix502.model.findings import Bundle
from fix502.parsers.redaction import redact
from fix502.parsers.text import log_from_text

SECRET = "Zq8-planted-Tr0ub4dor"
PLANTED = [
    f"postgres://shop:{SECRET}@db:5432/shop",
    f"DATABASE_URL=postgresql+psycopg://shop:{SECRET}@db/shop?sslmode=require",
    f"redis://:{SECRET}@cache:6379/0",
    f"DB_PASSWORD={SECRET}",
    f"export SECRET_KEY='{SECRET}'",
    f'{{"db_password": "{SECRET}", "x": 1}}',
    f"{{'SECRET_KEY': '{SECRET}'}}",
    f"password: {SECRET}",
    f"POSTGRES_PASSWORD => {SECRET}",
    f"PGPASSWORD={SECRET} psql -h db",
    f"Authorization: Bearer {SECRET}",
    f"authorization: Basic {SECRET}",
    f"'Authorization': 'Token {SECRET}'",
    f"Cookie: sessionid={SECRET}; csrftoken=x",
    f"Set-Cookie: sessionid={SECRET}; Path=/",
    f"X-API-Key: {SECRET}",
    f"--password {SECRET}",
    f"--api-key={SECRET}",
    f"AWS_SECRET_ACCESS_KEY={SECRET}",
    f"stripe_api_key={SECRET}",
    f"GET /reset?token={SECRET}&x=1",
    f"EMAIL_HOST_PASSWORD = '{SECRET}'",
    f"SENTRY_DSN=https://{SECRET}@sentry.example/1",
]
TOKENS = [
    "ghp_" + "a1B2" * 9,
    "sk_live_" + "a1B2" * 6,
    "AKIAABCDEFGHIJKLMNOP",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.s5vkZp0Qp3vZ1QxYc",
    "glpat-abcdefghij0123456789",
]
KEY = (
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gun\n"
    "VTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u+qKhbwKfBstIs+bMY2Zkp18gnTxK\n"
    "-----END RSA PRIVATE KEY-----\n"
)


@pytest.mark.parametrize("planted", PLANTED)
def test_redact_when_secret_is_planted_then_is_gone(planted: str) -> None:
    assert SECRET not in redact(planted)


@pytest.mark.parametrize("token", TOKENS)
def test_redact_when_token_has_a_known_form_then_is_gone(token: str) -> None:
    assert token not in redact(f"the token {token} was used")


def test_log_when_a_private_key_spans_lines_then_no_part_stays() -> None:
    shown = "\n".join(row.text for row in log_from_text(f"loaded\n{KEY}done\n").lines)
    assert "MIIEow" not in shown
    assert "VTLw7" not in shown
    assert shown.startswith("loaded")
    assert shown.endswith("done")


@pytest.mark.parametrize(
    "message",
    [
        'FATAL:  password authentication failed for user "shop"',
        "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.",
        "KeyError: 'DB_PASSWORD'",
        "(1045, \"Access denied for user 'shop'@'172.18.0.3' (using password: YES)\")",
        "django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable",
        'upstream: "http://172.18.0.3:8000/", host: "shop.example"',
        "decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar or define a default value.",
        "[INFO] Listening at: http://0.0.0.0:8000 (7)",
    ],
)
def test_redact_when_there_is_no_secret_then_text_stays(message: str) -> None:
    assert redact(message) == message


@pytest.mark.parametrize("planted", PLANTED)
def test_report_when_log_holds_a_secret_then_no_format_shows_it(planted: str) -> None:
    log = f'{planted}\nFATAL:  password authentication failed for user "shop" {planted}\n'
    report = diagnose(Bundle(logs=(log_from_text(log),)))
    assert SECRET not in text.render(report) + json.render(report) + line.render(report)
    assert SECRET not in repr(report)


@given(st.text(max_size=300))
def test_redact_when_done_twice_then_changes_nothing(raw: str) -> None:
    assert redact(redact(raw)) == redact(raw)
