"""The state socket."""

import os
import signal
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from guarded import Guarded, eventually

from fix502.guard.state_path import default_state_path

Guard = Callable[..., Guarded]
NEVER = (sys.executable, "-c", "import time; time.sleep(600) # {fd}")


def test_state_when_serving_then_says_so(guard: Guard) -> None:
    guarded = guard()
    guarded.ready()
    state = guarded.state()
    assert state["schema"] == "fix502.guard/1"
    assert (state["phase"], state["attempts"], state["was_ready_once"]) == ("serving", 1, True)
    assert (state["server_pid"], state["last_failure"]) == (guarded.server_pid, None)
    assert state["bind"] == f"127.0.0.1:{guarded.port}"
    assert state["since"] >= state["started"]


def test_state_when_booting_within_hold_then_booting(guard: Guard) -> None:
    guarded = guard("--hold", "60", server=NEVER)
    guarded.wait_for("server started")
    assert guarded.state()["phase"] == "booting"


def test_state_when_the_server_died_then_holding_then_answering(guard: Guard, tmp_path: Path) -> None:
    guarded = guard("--hold", "2", env={"FAIL_WHILE": str(tmp_path / "broken")})
    guarded.ready()
    (tmp_path / "broken").touch()
    os.kill(guarded.server_pid, signal.SIGKILL)
    guarded.wait_for("server exited")
    assert guarded.state()["phase"] == "holding"
    eventually(lambda: guarded.state()["phase"] == "answering", "answering")
    assert guarded.state()["last_failure"]["what"] == "server"


def test_state_when_draining_then_says_so(guard: Guard) -> None:
    guarded = guard("--drain", "60")
    guarded.ready()
    guarded.send(signal.SIGTERM)
    guarded.wait_for("draining")
    assert guarded.state()["phase"] == "draining"


def test_state_when_a_step_failed_then_names_it(guard: Guard) -> None:
    guarded = guard("--step", "database=sh -c 'exit 75'")
    guarded.wait_for("step database: failed")
    failure = guarded.state()["last_failure"]
    assert (failure["what"], failure["how"]) == ("step database", "exit 75")


def test_state_socket_when_made_then_only_for_its_owner_and_gone_at_the_end(guard: Guard) -> None:
    guarded = guard()
    guarded.ready()
    assert stat.S_IMODE(guarded.state_path.stat().st_mode) == 0o600
    guarded.send(signal.SIGINT)
    assert guarded.wait() == 0
    assert not guarded.state_path.exists()


def test_state_socket_when_a_dead_guard_left_one_then_replaced(guard: Guard, tmp_path: Path) -> None:
    path = tmp_path / "left.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(path))
    guarded = guard("--state", str(path))
    guarded.ready()
    guarded.state_path = path
    assert guarded.state()["phase"] == "serving"


def test_state_socket_when_it_cannot_be_made_then_one_line_and_the_guard_serves(guard: Guard) -> None:
    guarded = guard("--state", "/proc/nothing/state.sock")
    guarded.ready()
    assert guarded.text.count("no state socket at /proc/nothing/state.sock") == 1
    assert guarded.ask().status == 200


def test_state_socket_when_another_guard_has_it_then_left_to_it(guard: Guard) -> None:
    first = guard()
    first.ready()
    second = guard("--state", str(first.state_path))
    second.wait_for("another guard answers there")
    second.ready()
    assert first.state()["server_pid"] == first.server_pid


def test_default_state_path_when_environment_names_one_then_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUARD_STATE", "/run/shop.sock")
    assert default_state_path() == "/run/shop.sock"


def test_default_state_path_when_no_runtime_folder_then_own_name_in_the_temporary_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GUARD_STATE", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("TMPDIR", "/somewhere")
    assert default_state_path() == f"/somewhere/fix502-guard-{os.geteuid()}.sock"
