"""Boot steps: order, outcome lines, retries, time limits."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from guarded import Guarded, eventually

from fix502.guard.steps import parse_step

Guard = Callable[..., Guarded]


def python(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def test_steps_when_all_succeed_then_one_line_each_in_the_order_of_the_command_line(guard: Guard) -> None:
    guarded = guard("--step", "b=true", "--optional-step", "c=true", "--step", "a=true")
    guarded.ready()
    steps = [line for line in guarded.text.splitlines() if line.startswith("guard: step")]
    assert [line.split(":")[1].split()[1] for line in steps] == ["b", "c", "a"]
    assert steps[0].startswith("guard: step b: ok in 0.")
    assert steps[0].endswith(" s (required)")
    assert steps[1].endswith(" s (optional)")


def test_optional_step_when_it_fails_then_the_server_starts_without_it(guard: Guard) -> None:
    guarded = guard("--optional-step", "static=sh -c 'exit 3'")
    guarded.ready()
    guarded.wait_for(r"step static: failed in 0\.\d\d s \(optional, exit 3\), going on without it")
    assert guarded.ask().status == 200


def test_required_step_when_it_fails_twice_then_tried_again_until_it_succeeds(
    guard: Guard, tmp_path: Path
) -> None:
    code = f"import pathlib, sys; p = pathlib.Path({str(tmp_path / 'n')!r}); n = len(p.read_text()) if p.exists() else 0; p.write_text('x' * (n + 1)); sys.exit(75 if n < 2 else 0)"  # noqa: E501 one program
    guarded = guard("--hold", "60", "--step", f"database={python(code)}")
    guarded.ready()
    guarded.wait_for(
        r"step database: failed in \d\.\d\d s \(required, exit 75, attempt 1\), trying again in 1 s"
    )
    guarded.wait_for(
        r"step database: failed in \d\.\d\d s \(required, exit 75, attempt 2\), trying again in 2 s"
    )
    guarded.wait_for(r"step database: ok in \d\.\d\d s \(required\)")


def test_required_step_when_it_always_fails_then_503_and_slow_attempts_announced(guard: Guard) -> None:
    guarded = guard("--hold", "0", "--quick", "2", "--step", "database=false")
    guarded.wait_for("step database failed 2 times in a row, from now on one attempt every 1 s")
    guarded.wait_for("attempt 4")
    assert guarded.ask().status == 503
    assert "server started" not in guarded.text


def test_step_when_it_hangs_then_its_whole_group_is_ended(guard: Guard, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    guarded = guard(
        "--optional-step-timeout",
        "0.5",
        "--optional-step",
        f"static=sh -c 'sleep 600 & echo $! >{pid_file}; wait'",
    )
    guarded.ready()
    guarded.wait_for(
        r"step static: failed in \d+\.\d\d s \(optional, timed out after 0.5 s\), going on without it"
    )
    pid = int(pid_file.read_text())
    eventually(lambda: not Path(f"/proc/{pid}/cmdline").exists() or not _cmdline(pid), "the sleeper is gone")


def test_step_when_it_ignores_sigterm_then_killed(guard: Guard) -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    guarded = guard("--optional-step-timeout", "0.5", "--optional-step", f"stubborn={python(code)}")
    guarded.wait_for(r"step stubborn: failed in \d+\.\d\d s \(optional, timed out after 0.5 s\)")


def test_step_when_its_command_does_not_exist_then_said(guard: Guard) -> None:
    guarded = guard("--optional-step", "static=/nonexistent --now")
    guarded.wait_for(r"step static: failed in 0.00 s \(optional, cannot start: /nonexistent: no such file")


def test_step_output_when_printed_then_passed_on_to_both_streams(guard: Guard) -> None:
    guarded = guard("--step", "talk=sh -c 'echo to-out; echo to-err >&2'")
    guarded.ready()
    assert "to-out" in guarded.text
    assert "to-err" in guarded.errors.read_text()


@pytest.mark.parametrize("text", ["", "name", "=true", "name=", " = "])
def test_parse_step_when_no_name_or_command_then_error_says_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write NAME=COMMAND"):
        parse_step(text, required=True, timeout=1)


def test_parse_step_when_quote_is_open_then_error_names_the_step() -> None:
    with pytest.raises(ValueError, match='command of step "a"'):
        parse_step("a=sh -c 'x", required=True, timeout=1)


def _cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
