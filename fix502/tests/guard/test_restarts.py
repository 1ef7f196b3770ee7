"""Boots that fail, servers that die, and what the log says about it."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from guarded import APP, GUNICORN, ONE_WORKER, Guarded, eventually, visitors

Guard = Callable[..., Guarded]
HELD = ("--hold", "60")


def test_worker_when_killed_then_gunicorn_replaces_it_and_the_guard_does_nothing(guard: Guard) -> None:
    guarded = guard(*HELD)
    guarded.ready()
    before = eventually(lambda: guarded.workers() if len(guarded.workers()) == 2 else [], "two workers")
    lines = guarded.text
    with visitors(guarded.ask) as stream:
        os.kill(before[0], signal.SIGKILL)
        eventually(lambda: len(set(guarded.workers()) - set(before)) == 1, "a new worker")
        eventually(lambda: stream.statuses[-20:] == [200] * 20, "visitors served")
    assert set(stream.statuses) == {200}
    assert len(stream.failures) <= 1  # the request inside the killed worker
    assert guarded.text == lines


def test_master_when_killed_under_load_then_no_visitor_fails(guard: Guard) -> None:
    guarded = guard(*HELD, env={"BOOT_SECONDS": "0.5"})
    guarded.ready()
    with visitors(guarded.ask) as stream:
        for count in (2, 3):
            eventually(lambda: len(stream.statuses) % 20 > 10, "some visitors")
            os.kill(guarded.server_pid, signal.SIGKILL)
            guarded.ready(count)
    assert (stream.failures, set(stream.statuses)) == ([], {200})
    guarded.wait_for(r"guard: server exited \(pid \d+, signal SIGKILL\), starting again in 0 s")
    guarded.wait_for(r"guard: server started \(pid \d+, attempt 2\)")


def test_hup_when_sent_under_load_then_new_workers_and_no_visitor_fails(guard: Guard) -> None:
    guarded = guard(*HELD)
    guarded.ready()
    before = eventually(lambda: guarded.workers() if len(guarded.workers()) == 2 else [], "two workers")
    with visitors(guarded.ask) as stream:
        guarded.send(signal.SIGHUP)
        eventually(lambda: len(set(guarded.workers()) - set(before)) == 2, "two new workers")
        eventually(lambda: stream.statuses[-20:] == [200] * 20, "visitors served")
    assert (stream.failures, set(stream.statuses)) == ([], {200})
    assert guarded.text.count("server started") == 1


def test_boot_when_it_fails_once_then_served_at_the_second_attempt(guard: Guard, tmp_path: Path) -> None:
    (tmp_path / "once").touch()
    guarded = guard(*HELD, server=ONE_WORKER, env={"FAIL_ONCE": str(tmp_path / "once")})
    guarded.ready()
    assert guarded.ask().status == 200
    guarded.wait_for(r"guard: server exited \(pid \d+, exit 3\), starting again in 0 s")
    assert "attempt 2)" in guarded.text


def test_boot_when_it_always_fails_then_503_and_slow_attempts_that_are_announced(
    guard: Guard, tmp_path: Path
) -> None:
    (tmp_path / "broken").touch()
    guarded = guard("--hold", "0", "--quick", "2", env={"FAIL_WHILE": str(tmp_path / "broken")})
    guarded.wait_for("guard: server failed 2 times in a row, from now on one attempt every 1 s")
    assert guarded.ask().status == 503
    assert guarded.process.poll() is None
    (tmp_path / "broken").unlink()
    guarded.ready()
    assert guarded.ask().status == 200


def test_steps_when_the_server_never_came_up_twice_then_run_again(guard: Guard, tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    guarded = guard(*HELD, "--step", "check=true", env={"FAIL_WHILE": str(tmp_path / "broken")})
    guarded.wait_for("guard: step check: ok", count=2)
    assert guarded.text.count("server exited") >= 2


def test_server_when_command_does_not_exist_then_said_and_503(guard: Guard) -> None:
    guarded = guard("--hold", "0", server=("/nonexistent/gunicorn", "fd://{fd}"))
    guarded.wait_for(
        r"server cannot start \(/nonexistent/gunicorn: no such file or directory\), starting again in 0 s"
    )
    guarded.wait_for("answering 503")
    assert guarded.ask().status == 503


def test_verdict_when_server_dies_then_decoder_reads_the_last_output_and_one_line_is_printed(
    guard: Guard, tmp_path: Path
) -> None:
    decoder = tmp_path / "decoder.py"
    decoder.write_text(
        "import sys\ntext = sys.stdin.read()\n"
        "found = 'RuntimeError: no settings for the shop' in text\n"
        "print('BOOT999 no settings (confirmed)' if found else '')\n"
    )
    (tmp_path / "broken").touch()
    guarded = guard(
        *HELD, "--decode", f"{sys.executable} '{decoder}'", env={"FAIL_WHILE": str(tmp_path / "broken")}
    )
    guarded.wait_for(r"(?m)^fix502: BOOT999 no settings \(confirmed\)$")
    eventually(lambda: guarded.state()["last_failure"]["verdict"], "the verdict in the state")
    assert "RuntimeError: no settings for the shop" in guarded.errors.read_text()


def test_verdict_when_decoder_fails_then_one_line_and_the_guard_goes_on(guard: Guard) -> None:
    guarded = guard("--hold", "0", "--decode", "false", "--quick", "9", server=("false", "{fd}"))
    guarded.wait_for(r"no verdict on the failure, because its decoder failed \(exit 1\)")
    guarded.wait_for("server exited", count=4)
    assert guarded.text.count("no verdict on the failure") == 1


def test_verdict_when_decoder_found_a_cause_then_its_exit_code_1_is_no_failure(
    guard: Guard, tmp_path: Path
) -> None:
    decoder = tmp_path / "decoder.py"
    decoder.write_text("import sys; print('TSK003 it crashes (likely)'); sys.exit(1)")
    guarded = guard(
        "--hold", "0", "--decode", f"{sys.executable} '{decoder}'", "--quick", "9", server=("false", "{fd}")
    )
    guarded.wait_for(r"(?m)^fix502: TSK003 it crashes \(likely\)$")
    assert "no verdict" not in guarded.text


def test_verdict_when_decoder_finds_no_cause_then_nothing_is_said(guard: Guard) -> None:
    guarded = guard("--hold", "0", "--decode", "sh -c 'exit 3'", "--quick", "9", server=("false", "{fd}"))
    guarded.wait_for("server exited", count=4)
    assert "no verdict" not in guarded.text
    assert "fix502:" not in guarded.text


def test_verdict_when_decoder_is_missing_then_one_line_and_the_guard_goes_on(guard: Guard) -> None:
    guarded = guard(*HELD, "--decode", "/nonexistent", "--quick", "9", server=("false", "{fd}"))
    guarded.wait_for("server exited", count=3)
    assert (
        guarded.text.count("no verdict on the failure, because its decoder failed (/nonexistent: no such")
        == 1
    )


def test_output_when_server_prints_much_then_all_of_it_arrives_in_order(guard: Guard) -> None:
    guarded = guard(*HELD, server=ONE_WORKER)
    guarded.ready()
    assert guarded.ask("/noise?400000").status == 200
    eventually(lambda: guarded.errors.read_text().count("noise\n") == 400000, "2.4 MB of noise")


def test_orphans_when_master_is_killed_then_the_old_workers_end(guard: Guard) -> None:
    guarded = guard(*HELD)
    guarded.ready()
    old = eventually(lambda: guarded.workers() if len(guarded.workers()) == 2 else [], "two workers")
    os.kill(guarded.server_pid, signal.SIGKILL)
    guarded.ready(2)
    eventually(
        lambda: not any(Path(f"/proc/{pid}").exists() and _lives(pid) for pid in old), "old workers gone"
    )


def test_master_when_it_halts_because_of_a_wrong_module_then_exit_is_told(guard: Guard) -> None:
    guarded = guard(*HELD, server=(*GUNICORN, "nothing_here:application"))
    guarded.wait_for(r"guard: server exited \(pid \d+, exit \d+\), starting again in 0 s")
    assert "nothing_here" in guarded.errors.read_text()


def test_hold_when_server_dies_often_then_counted_from_the_last_time_it_served(guard: Guard) -> None:
    guarded = guard("--hold", "0.2", env={"BOOT_SECONDS": "1.5"}, server=APP)
    guarded.wait_for("answering 503")
    guarded.ready()
    os.kill(guarded.server_pid, signal.SIGKILL)
    guarded.wait_for("answering 503", count=2)
    assert guarded.ask().status == 503
    guarded.ready(2)


def _lives(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
