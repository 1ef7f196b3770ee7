"""Every check of the project, one after another or side by side, and one summary at the end."""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from console import SetupError
from environment import ROOT, ensure_environment

RESULTS = ROOT / "var" / "test"
FIX502 = ROOT / "fix502"
MARKETPLACE = ROOT / "marketplace"
DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql/15/bin/postgres")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One command. `pytest` checks report how many tests passed, failed and were skipped, and why."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    environment: dict[str, str] = field(default_factory=dict)
    pytest: bool = False
    needs: tuple[Path, str] | None = None
    """A file without which the check is skipped, and the command that brings it."""


@dataclass(kw_only=True)
class Result:
    """How a check ended. Skips are (what, why)."""

    check: Check
    passed: int = 0
    failed: int = 0
    skips: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    output: str = ""


def static_checks() -> list[Check]:
    """Checks that read the code and start nothing."""
    django = ("python", "manage.py")
    caprover = {"DJANGO_SETTINGS_MODULE": "multivendor_platform.settings_caprover", **example_variables()}
    return [
        Check(name="format", command=("ruff", "format", "--check", ".")),
        Check(name="format fix502", command=("ruff", "format", "--check", "."), folder=FIX502),
        Check(name="format marketplace", command=("ruff", "format", "--check", "."), folder=MARKETPLACE),
        Check(name="lint", command=("ruff", "check", ".")),
        Check(name="lint fix502", command=("ruff", "check", "."), folder=FIX502),
        Check(name="lint marketplace", command=("ruff", "check", "."), folder=MARKETPLACE),
        Check(name="types", command=("mypy",)),
        Check(name="types fix502", command=("mypy",), folder=FIX502),
        Check(name="types marketplace", command=("mypy",), folder=MARKETPLACE),
        Check(name="import rules", command=("lint-imports",), folder=FIX502),
        Check(
            name="missing migrations",
            command=(*django, "makemigrations", "--check", "--dry-run"),
            folder=MARKETPLACE,
            environment=caprover,
        ),
        Check(
            name="deployment settings",
            command=(*django, "check", "--deploy", "--fail-level", "WARNING"),
            folder=MARKETPLACE,
            environment=caprover,
        ),
    ]


def example_variables() -> dict[str, str]:
    """The variables of `.env.example` as a deployment would set them; secrets get a random value here."""
    variables = {}
    for line in (ROOT / ".env.example").read_text().splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.startswith("#"):
            variables[name.strip()] = value.strip() or os.urandom(32).hex()
    return variables


def test_checks() -> list[Check]:
    """Checks that run the code."""
    postgresql = (DEBIAN_POSTGRESQL, "apt-get install postgresql")
    drills = ("pytest", "tests/drills")
    return [
        Check(
            name="tests of fix502", command=("pytest", "--ignore=tests/drills"), folder=FIX502, pytest=True
        ),
        Check(
            name="tests of marketplace on PostgreSQL 18", command=("pytest",), folder=MARKETPLACE, pytest=True
        ),
        Check(
            name="tests of marketplace on PostgreSQL 15",
            command=("pytest", "-m", "not needs_chromium"),
            folder=MARKETPLACE,
            environment={"TEST_DATABASE": "debian"},
            pytest=True,
            needs=postgresql,
        ),
        Check(name="drills", command=drills, folder=FIX502, pytest=True),
        Check(name="tests of the commands and images", command=("pytest",), pytest=True),
    ]


def run_check(check: Check, python: Path) -> Result:
    """Run one check, keep its output under var/test, and count."""
    result = Result(check=check)
    if check.needs and not check.needs[0].exists():
        result.skips.append((check.name, f"{check.needs[0].name} is missing: {check.needs[1]}"))
        return result
    report = RESULTS / f"{check.name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    program = str(python) if check.command[0] == "python" else str(python.parent / check.command[0])
    command = [program, *check.command[1:], *([f"--junitxml={report}"] if check.pytest else [])]
    environment = {
        **os.environ,
        "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(ROOT / "tools"),
        **check.environment,
    }
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=check.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    result.seconds = time.monotonic() - started
    result.output = done.stdout + done.stderr
    report.with_suffix(".log").write_text(result.output)
    if check.pytest:
        count(report, result)
    if not check.pytest and not done.returncode:
        result.passed = 1
    if done.returncode and not result.failed:
        result.failed = 1
    return result


def count(report: Path, result: Result) -> None:
    """Read a JUnit report into `result`; without one the check has failed."""
    if not report.exists():
        result.failed = 1
        return
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  (written by our own pytest)
        skipped = case.find("skipped")
        if skipped is not None:
            result.skips.append((f"{case.get('classname')}.{case.get('name')}", skipped.get("message", "")))
        elif case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        else:
            result.passed += 1


def show(result: Result) -> None:
    """Print one line for a check, and all it said if it failed."""
    mark = "FAILED" if result.failed else "skipped" if result.skips and not result.passed else "ok"
    counts = f"{result.passed} passed" if result.check.pytest else ""
    if result.failed and result.check.pytest:
        counts += f", {result.failed} failed"
    if result.skips and result.passed:
        counts += f", {len(result.skips)} skipped"
    print(f"{mark:8}{result.check.name:42}{result.seconds:7.1f} s  {counts}", flush=True)
    if result.failed:
        print(result.output, flush=True)


def summarise(results: Sequence[Result], *, skips_fail: bool) -> int:
    """Print what passed, failed and was skipped, and why; return the exit code."""
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    skips = [skip for result in results for skip in result.skips]
    print()
    for what, why in skips:
        print(f"skipped  {what}: {why}")
    for result in results:
        if result.failed:
            print(f"failed   {result.check.name}: {RESULTS / result.check.name.replace(' ', '-')}.log")
    if skips and skips_fail:
        print("A skip is a failure here (--no-skips).")
    print(f"{passed} passed, {failed} failed, {len(skips)} skipped")
    return 1 if failed or not passed or (skips and skips_fail) else 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./test", description="Sets up .venv and runs every check.")
    parser.add_argument("words", nargs="*", help="run only the checks whose name contains one of these words")
    parser.add_argument("--list", action="store_true", help="list the checks and end")
    parser.add_argument("--no-skips", action="store_true", help="treat a skipped test as a failure")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the chosen checks: static ones beside the tests, since the machine has more than one core."""
    options = parse(arguments)
    chosen = [
        [check for check in lane if not options.words or any(word in check.name for word in options.words)]
        for lane in (static_checks(), test_checks())
    ]
    if options.list:
        print("\n".join(check.name for lane in chosen for check in lane))
        return 0
    if not any(chosen):
        print(f"No check's name contains {' or '.join(options.words)}; ./test --list names them.")
        return 2
    try:
        python = ensure_environment("requirements-test.lock")
        RESULTS.mkdir(parents=True, exist_ok=True)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2

    def run_lane(lane: list[Check]) -> list[Result]:
        results = []
        for check in lane:
            results.append(run_check(check, python))
            show(results[-1])
        return results

    with ThreadPoolExecutor(max_workers=2) as lanes:
        results = [result for lane in lanes.map(run_lane, chosen) for result in lane]
    return summarise(results, skips_fail=options.no_skips)
