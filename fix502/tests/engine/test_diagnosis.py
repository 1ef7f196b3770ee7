"""What the platform, the visitor's view and the logs prove together."""

from datetime import UTC, datetime, timedelta

import pytest

from fix502.engine.diagnosis import diagnose
from fix502.model.facts import Fact, FactKind, Scalar
from fix502.model.findings import Bundle, Grade, Report, Verdict
from fix502.parsers.text import log_from_text

NOW = datetime(2025, 3, 1, 10, 0, 30, tzinfo=UTC)
APP = "shop"
HEALTHY_LOG = """\
2025-03-01T10:00:00Z guard: listening on 0.0.0.0:80 (pid 7)
2025-03-01T10:00:01Z guard: step database: ok in 0.05 s (required)
2025-03-01T10:00:01Z guard: server started (pid 23, attempt 1)
2025-03-01T10:00:03Z guard: start-up complete, serving on 0.0.0.0:80 after 1.9 s
"""
AUTH_LOG = """\
guard: listening on 0.0.0.0:80 (pid 7)
connection to server at "db", port 5432 failed: FATAL:  password authentication failed for user "shop"
guard: step database: failed in 0.41 s (required, exit 77, attempt 1), trying again in 1 s
"""


def http(value: int, page: str, *, expected: bool, path: str = "/") -> Fact:
    return Fact(kind=FactKind.HTTP, subject=path, value=value, data={"page": page, "expected": expected})


def platform(kind: FactKind, value: Scalar, subject: str = APP, **data: Scalar) -> Fact:
    return Fact(kind=kind, subject=subject, value=value, data=data)


CAPROVER = platform(FactKind.PLATFORM, "1.15.0", "caprover")
BROKEN = http(502, "caprover-502", expected=False)
GOOD = http(200, "app", expected=True)


def report_of(*facts: Fact, log: str | None = None) -> Report:
    logs = () if log is None else (log_from_text(log, "caprover:logs"),)
    return diagnose(Bundle(facts=facts, logs=logs, app=APP, now=NOW))


def codes(report: Report) -> list[str]:
    return [item.code for item in report.findings if item.grade is not Grade.POSSIBLE]


def test_port_when_proxy_dials_another_then_is_mismatch_with_the_port_to_set() -> None:
    report = report_of(BROKEN, CAPROVER, platform(FactKind.CONTAINER_PORT, 8000), log=HEALTHY_LOG)
    assert codes(report) == ["NET010"]
    finding = report.findings[0]
    assert finding.slug == "port-mismatch"
    assert finding.parameters == {"port": "80"}
    assert finding.sentence == "The app listens on port 80; the proxy connects to port 8000"
    assert report.headline.startswith("502 because the app listens on port 80")
    assert report.next_command == "fix502 fix --dry-run"


def test_port_when_proxy_dials_it_then_is_no_finding() -> None:
    report = report_of(BROKEN, CAPROVER, platform(FactKind.CONTAINER_PORT, 80), log=HEALTHY_LOG)
    assert codes(report) == []
    assert report.verdict is Verdict.UNDETERMINED


def test_loopback_when_port_agrees_and_visitors_fail_then_is_the_cause() -> None:
    log = HEALTHY_LOG.replace(
        "guard: listening on 0.0.0.0:80 (pid 7)", "Uvicorn running on http://127.0.0.1:80"
    )
    report = report_of(BROKEN, CAPROVER, platform(FactKind.CONTAINER_PORT, 80), log=log)
    assert codes(report) == ["NET011"]


def test_instances_when_zero_then_is_the_root_of_all_else() -> None:
    facts = (BROKEN, CAPROVER, platform(FactKind.INSTANCES, 0), platform(FactKind.CONTAINER_PORT, 80))
    report = report_of(*facts, log="")
    assert codes(report) == ["NET002"]
    assert report.findings[0].parameters == {"instances": "1"}


def test_exposed_when_not_then_the_platform_s_page_is_explained() -> None:
    page = http(200, "caprover-nothing-here", expected=False)
    report = report_of(page, CAPROVER, platform(FactKind.EXPOSED, value=False))
    assert codes(report) == ["NET014"]


def test_variable_when_required_and_absent_then_is_named_for_the_remedy() -> None:
    missing = platform(FactKind.VARIABLE, None, "DB_PASSWORD", present=False, required=True)
    report = report_of(BROKEN, CAPROVER, missing, log="")
    assert codes(report) == ["BOOT003"]
    assert report.findings[0].parameters == {"variable": "DB_PASSWORD"}


def test_password_when_refused_then_its_variable_is_the_profile_s() -> None:
    facts = (
        BROKEN,
        CAPROVER,
        platform(FactKind.VARIABLE, None, "DB_PASSWORD", present=True, required=True, matches=None),
    )
    report = report_of(*facts, log=AUTH_LOG)
    assert codes(report) == ["DB001"]
    assert report.findings[0].parameters == {"variable": "DB_PASSWORD"}
    assert report.findings[0].sentence == 'PostgreSQL at db:5432 refuses the password of "shop"'
    assert {item.code for item in report.ruled_out} >= {"DB002", "DB003"}


def test_answers_when_all_expected_then_old_errors_are_only_also_seen() -> None:
    report = report_of(GOOD, CAPROVER, log=AUTH_LOG)
    assert report.verdict is Verdict.HEALTHY
    assert report.findings == ()
    assert any("DB001" in line for line in report.also_seen)


def test_build_when_it_runs_then_verdict_is_deploying() -> None:
    facts = (
        BROKEN,
        CAPROVER,
        platform(FactKind.BUILDING, value=True),
        platform(FactKind.HAS_VOLUMES, value=True),
    )
    report = report_of(*facts, log=AUTH_LOG)
    assert report.verdict is Verdict.DEPLOYING
    assert "volumes" in report.headline


STARTING_LOG = """\
2025-03-01T10:00:20Z guard: listening on 0.0.0.0:80 (pid 7)
2025-03-01T10:00:21Z guard: step database: ok in 0.05 s (required)
"""


def test_start_when_young_and_clean_then_verdict_is_starting() -> None:
    report = report_of(http(503, "guard-503", expected=False), CAPROVER, log=STARTING_LOG)
    assert report.verdict is Verdict.STARTING


def test_start_when_too_old_then_verdict_is_not_starting() -> None:
    logs = (log_from_text(STARTING_LOG),)
    later = NOW + timedelta(minutes=5)
    report = diagnose(Bundle(facts=(BROKEN,), logs=logs, now=later))
    assert report.verdict is Verdict.UNDETERMINED


def test_static_step_when_optional_then_finding_stands_beside_healthy() -> None:
    log = HEALTHY_LOG.replace(
        "step database: ok in 0.05 s (required)",
        "step static: failed in 1.20 s (optional, exit 1), going on without it",
    )
    for report in (report_of(GOOD, CAPROVER, log=log), report_of(log=log)):
        assert report.verdict is Verdict.HEALTHY
        assert codes(report) == ["BOOT005"]


COLLECT_LOG = """\
Traceback (most recent call last):
  File "/app/manage.py", line 22, in <module>
    main()
  File "/v/site-packages/django/contrib/staticfiles/management/commands/collectstatic.py", line 9
    self.delete_file(path)
PermissionError: [Errno 13] Permission denied: '/app/staticfiles/x.css'
"""


def test_static_step_when_it_stops_the_start_then_is_the_cause() -> None:
    report = report_of(BROKEN, CAPROVER, log=COLLECT_LOG)
    assert codes(report) == ["BOOT005"]
    assert report.findings[0].consequences == (
        "The app may not write a file or folder that it needs (BOOT006)",
    )


def test_log_when_pasted_alone_then_the_refused_file_is_the_cause() -> None:
    assert codes(report_of(log=COLLECT_LOG)) == ["BOOT006"]


CRASH_LOOP = """\
2025-03-01T10:00:00Z [INFO] Starting gunicorn 23.0.0
2025-03-01T10:00:01Z Reason: Worker failed to boot.
2025-03-01T10:00:06Z [INFO] Starting gunicorn 23.0.0
2025-03-01T10:00:07Z Reason: Worker failed to boot.
"""


def test_crash_loop_when_visitors_fail_then_is_named_as_unknown() -> None:
    report = report_of(BROKEN, CAPROVER, log=CRASH_LOOP)
    assert codes(report) == ["TSK003"]
    assert report.findings[0].slug == "worker-boot-failed-unknown"


def test_crash_loop_when_only_pasted_then_stays_undetermined_with_the_missing_log() -> None:
    report = report_of(log=CRASH_LOOP)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.missing[0].what == "the app's own log from its start"


def test_disk_when_full_then_the_database_s_refusal_is_a_consequence() -> None:
    log = (
        'db-1  | PANIC:  could not write to file "pg_wal/x": No space left on device\n'
        'web-1 | OperationalError: connection to server at "db", port 5432 failed: Connection refused\n'
    ).replace("\\\n", "\n")
    report = report_of(BROKEN, log=log)
    assert codes(report) == ["RES001"]
    assert any("DB003" in line for line in report.findings[0].consequences)


def test_two_causes_when_independent_then_both_are_found() -> None:
    log = "psycopg.errors.InsufficientPrivilege: permission denied for schema public\nMemoryError\n"
    assert set(codes(report_of(log=log))) == {"DB014", "RES002"}


def test_outside_when_only_a_refusal_is_seen_then_says_what_is_missing() -> None:
    report = report_of(BROKEN)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.missing
    assert report.next_command == report.missing[0].how


@pytest.mark.parametrize(
    ("value", "words"), [("unknown", "does not resolve"), ("failed", "does not resolve")]
)
def test_name_when_unknown_outside_then_is_the_first_rung(value: str, words: str) -> None:
    fact = Fact(kind=FactKind.DNS, subject="shop.example", value=value)
    assert words in report_of(fact, http(0, "none", expected=False)).headline


def test_bundle_when_empty_then_nothing_is_claimed() -> None:
    report = diagnose(Bundle())
    assert (report.verdict, report.findings) == (Verdict.UNDETERMINED, ())
