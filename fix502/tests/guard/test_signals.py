"""How the guard stops, and what it passes on."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from guarded import APP, SOURCE, Guarded, eventually, visitors

Guard = Callable[..., Guarded]
STUBBORN = (
    sys.executable,
    "-c",
    (
        "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('up', file=sys.stderr, flush=True); time.sleep(600) # {fd}"
    ),
)


def test_sigterm_when_visitors_come_then_served_during_the_drain_and_none_fails(guard: Guard) -> None:
    guarded = guard("--drain", "1.5")
    guarded.ready()
    with visitors(guarded.ask) as stream:
        eventually(lambda: len(stream.statuses) > 10, "some visitors")
        guarded.send(signal.SIGTERM)
        guarded.wait_for(r"guard: draining for 1.5 s \(SIGTERM\)")
        at_term = len(stream.statuses)
        time.sleep(1)
        stream.stop()  # the orchestrator has taken the container out of its list
    assert guarded.wait() == 0
    assert (stream.failures, set(stream.statuses)) == ([], {200})
    assert len(stream.statuses) > at_term + 20
    assert guarded.text.splitlines()[-1] == "guard: stopped"


def test_sigterm_when_a_request_is_in_hand_then_finished(guard: Guard) -> None:
    guarded = guard("--drain", "0")
    guarded.ready()
    with visitors(lambda: guarded.ask("/slow?1"), number=1) as stream:
        time.sleep(0.3)
        guarded.send(signal.SIGTERM)
        stream.stop()
    assert (stream.failures, stream.statuses) == ([], [200])
    assert guarded.wait() == 0


def test_sigterm_when_sent_twice_then_no_more_drain(guard: Guard) -> None:
    guarded = guard("--drain", "600")
    guarded.ready()
    guarded.send(signal.SIGTERM)
    guarded.wait_for("draining for 600 s")
    guarded.send(signal.SIGTERM)
    assert guarded.wait() == 0


def test_sigint_when_serving_then_stops_without_a_drain(guard: Guard) -> None:
    guarded = guard("--drain", "600")
    guarded.ready()
    guarded.send(signal.SIGINT)
    assert guarded.wait() == 0
    assert "draining" not in guarded.text
    assert "stopping (SIGINT)" in guarded.text


def test_server_when_it_ignores_sigterm_then_killed_after_the_grace(guard: Guard) -> None:
    guarded = guard("--drain", "0", "--grace", "0.5", server=STUBBORN)
    eventually(lambda: "up" in guarded.errors.read_text(), "the server is up")
    server = guarded.server_pid
    guarded.send(signal.SIGTERM)
    assert guarded.wait() == 0
    assert not Path(f"/proc/{server}").exists()


def test_sigterm_when_a_step_runs_then_the_step_ends_too(guard: Guard, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    guarded = guard("--drain", "0", "--step", f"long=sh -c 'echo $$ >{pid_file}; exec sleep 600'")
    eventually(lambda: pid_file.exists() and pid_file.read_text(), "the step runs")
    guarded.send(signal.SIGTERM)
    assert guarded.wait() == 0
    assert not Path(f"/proc/{pid_file.read_text().strip()}").exists()


def test_sigterm_when_the_guard_answers_503_then_it_does_until_the_end(guard: Guard) -> None:
    guarded = guard("--hold", "0", "--drain", "1", "--step", "never=false")
    guarded.wait_for("answering 503")
    with visitors(guarded.ask) as stream:
        guarded.send(signal.SIGTERM)
        guarded.wait_for("draining")
        time.sleep(0.5)
        stream.stop()
    assert (stream.failures, set(stream.statuses)) == ([], {503})
    assert guarded.wait() == 0


def test_signals_when_sent_to_the_guard_then_each_reaches_the_server_once(guard: Guard) -> None:
    names = ["SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGTTIN", "SIGTTOU"]
    code = (
        "import signal, sys, time\n"
        f"for name in {names}:\n"
        "    number = getattr(signal, name)\n"
        "    signal.signal(number, lambda n, _: print('got', n, file=sys.stderr, flush=True))\n"
        "print('up', file=sys.stderr, flush=True)\nwhile True: time.sleep(1) # {fd}"
    )
    guarded = guard(server=(sys.executable, "-c", code))
    eventually(lambda: "up" in guarded.errors.read_text(), "the server is up")
    for name in names:
        guarded.send(signal.Signals[name])
        line = f"got {signal.Signals[name].value}\n"
        eventually(partial(_printed, guarded, line), name)
    assert guarded.errors.read_text().count("got") == len(names)


def _printed(guarded: Guarded, line: str) -> bool:
    return line in guarded.errors.read_text()


def test_ctrl_c_when_typed_in_a_terminal_then_server_is_told_once_and_keeps_a_terminal(
    tmp_path: Path,
) -> None:
    parent, child = pty.openpty()
    server = tmp_path / "server.py"
    server.write_text(
        "import os, signal, sys, time\n"
        "for each in (signal.SIGINT, signal.SIGTERM):\n"
        "    signal.signal(each, lambda n, _: (print('told', n, flush=True, file=sys.stderr), sys.exit(0)))\n"
        "print('terminal', os.isatty(2), flush=True, file=sys.stderr)\n"
        "while True: time.sleep(1)\n"
    )
    state = tmp_path / "state"
    command = [sys.executable, "-m", "fix502", "guard", "--bind", "127.0.0.1:0", "--state", str(state)]
    # As a shell in a terminal starts it: `script`-like, the terminal controls the guard's session.
    process = subprocess.Popen(
        [sys.executable, "-c", _IN_TERMINAL, *command, "--", sys.executable, str(server), "{fd}"],
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    os.close(child)
    shown = b""
    try:
        while b"terminal True" not in shown:
            shown += os.read(parent, 1000)
        os.write(parent, b"\x03")
        while b"stopped" not in shown:
            shown += os.read(parent, 1000)
        assert process.wait(timeout=40) == 0
    finally:
        process.kill()
        process.wait()
        os.close(parent)
    assert shown.count(b"told") == 1
    assert b"told 15" in shown


def test_hangup_when_the_terminal_is_closed_then_the_guard_stops(tmp_path: Path) -> None:
    parent, child = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "fix502",
        "guard",
        "--bind",
        "127.0.0.1:0",
        "--state",
        str(tmp_path / "s"),
    ]
    server = [sys.executable, "-c", "import time; time.sleep(600) # {fd}"]
    process = subprocess.Popen(
        [sys.executable, "-c", _IN_TERMINAL, *command, "--", *server],
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    os.close(child)
    shown = b""
    while b"server started" not in shown:
        shown += os.read(parent, 1000)
    os.close(parent)
    try:
        assert process.wait(timeout=40) == 0
    finally:
        process.kill()
        process.wait()


_IN_TERMINAL = (
    "import fcntl, os, sys, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.fixture
def namespace() -> tuple[str, ...]:
    command = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
    if os.geteuid() != 0 or subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs root and pid namespaces: run as root, in a container with --privileged")
    return command


def test_pid_1_when_a_process_is_orphaned_then_reaped(
    guard: Guard, tmp_path: Path, namespace: tuple[str, ...]
) -> None:
    # The step leaves a grandchild behind that ends later; nobody but PID 1 can collect it.
    left = "leave=sh -c '(sleep 0.3; :) & exit 0'"
    report = tmp_path / "report"
    code = (
        "import pathlib, time\n"
        "def zombies():\n"
        "    stats = []\n"
        "    for each in pathlib.Path('/proc').glob('[0-9]*/stat'):\n"
        "        try: stats.append(each.read_text())\n"
        "        except OSError: pass\n"
        "    return sum(' Z ' in each for each in stats)\n"
        "seen = []\n"
        "for _ in range(15): time.sleep(0.1); seen.append(zombies())\n"
        f"pathlib.Path({str(report)!r}).write_text(str(seen[-1]))\n"
        "time.sleep(600) # {fd}"
    )
    guarded = guard("--drain", "0", "--step", left, server=(sys.executable, "-c", code), before=namespace)
    assert guarded.wait_for(r"guard: listening on \S+ \(pid (\d+)\)")[1] == "1"
    eventually(report.exists, "the report")
    eventually(report.read_text, "the report's text")
    assert report.read_text() == "0"


def test_pid_1_when_sigterm_comes_then_stops_with_0(guard: Guard, namespace: tuple[str, ...]) -> None:
    guarded = guard("--drain", "0.2", server=APP, before=namespace)
    guarded.ready()
    children = Path(f"/proc/{guarded.pid}/task/{guarded.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGTERM)
    assert guarded.wait() == 0
    assert "guard: stopped" in guarded.text
