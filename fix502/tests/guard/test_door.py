"""Who accepts: nobody yet, the guard, or the server."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from guarded import FOREIGN, ONE_WORKER, SERVERS, Guarded, eventually, start_guard, visitors

Guard = Callable[..., Guarded]
NEVER = (sys.executable, "-c", "import time; time.sleep(600) # {fd}")
HTTP_SERVER = (sys.executable, str(SERVERS / "http_server.py"), "{fd}")


def context_switches(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return sum(int(line.split()[1]) for line in status.splitlines() if "ctxt_switches" in line)


def test_visitor_when_app_boots_within_hold_then_late_200(guard: Guard) -> None:
    guarded = guard("--hold", "30", env={"BOOT_SECONDS": "1"})
    assert guarded.ask().status == 200
    assert "answering 503" not in guarded.text


def test_visitor_when_step_runs_within_hold_then_late_200(guard: Guard) -> None:
    guarded = guard("--hold", "30", "--step", "wait=sleep 1")
    assert guarded.ask().body.startswith(b"app ")


def test_visitor_when_app_boots_longer_than_hold_then_503_and_200_afterwards(guard: Guard) -> None:
    guarded = guard("--hold", "0.3", env={"BOOT_SECONDS": "3"})
    assert guarded.ask().status == 503
    guarded.ready()
    assert guarded.ask().status == 200
    assert guarded.text.index("answering 503 in its place") < guarded.text.index("server accepts again")


def test_log_when_app_comes_up_at_once_then_nothing_said_about_503(guard: Guard) -> None:
    guarded = guard()
    guarded.ready()
    shown = f"127.0.0.1:{guarded.port}"
    lines = guarded.text.splitlines()
    assert lines[0] == f"guard: listening on {shown} (pid {guarded.pid})"
    assert lines[1] == f"guard: server started (pid {guarded.server_pid}, attempt 1)"
    assert lines[2].startswith(f"guard: start-up complete, serving on {shown} after ")
    assert len(lines) == 3


@pytest.fixture(scope="module")
def deaf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    guarded = start_guard(tmp_path_factory.mktemp("guard"), "--hold", "0", server=NEVER)
    guarded.wait_for("answering 503")
    yield guarded
    guarded.end()


def test_503_when_program_asks_then_problem_json(deaf: Guarded) -> None:
    reply = deaf.ask("/api/departments/", accept="application/json")
    assert reply.status == 503
    assert reply.headers["content-type"] == "application/problem+json"
    assert int(reply.headers["retry-after"]) > 0
    assert json.loads(reply.body)["status"] == 503


def test_503_when_person_asks_then_html(deaf: Guarded) -> None:
    reply = deaf.ask(accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert reply.status == 503
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert b"<h1>Back in a moment</h1>" in reply.body


def test_503_when_head_then_length_without_body(deaf: Guarded) -> None:
    reply = deaf.ask(method="HEAD")
    assert (reply.status, reply.body) == (503, b"")
    assert int(reply.headers["content-length"]) > 0


@pytest.mark.parametrize("path", ["/health/", "/ready/"])
def test_503_when_health_is_asked_then_never_ok_on_behalf_of_the_app(deaf: Guarded, path: str) -> None:
    reply = deaf.ask(path)
    assert reply.status == 503
    assert b"OK" not in reply.body


def test_503_when_environment_has_secrets_then_not_in_the_pages(guard: Guard) -> None:
    guarded = guard(
        "--hold", "0", "--step", "x=sh -c 'echo tiger-4711 >&2; exit 1'", env={"KEY": "tiger-4711"}
    )
    guarded.wait_for("answering 503")
    for accept in ("text/html", "application/json"):
        reply = guarded.ask(accept=accept)
        shown = reply.body + repr(reply.headers).encode()
        for inside in (b"tiger-4711", os.fsencode(sys.executable), b"python", b"Traceback", b"step"):
            assert inside not in shown


@pytest.mark.parametrize("server", [FOREIGN, HTTP_SERVER], ids=["blocking accept", "http.server"])
def test_foreign_server_when_given_the_descriptor_then_serves(guard: Guard, server: tuple[str, ...]) -> None:
    guarded = guard(server=server)
    guarded.ready()
    assert guarded.ask().status == 200


def test_server_when_it_ceases_to_accept_then_503_until_it_accepts(guard: Guard, tmp_path: Path) -> None:
    deaf = tmp_path / "deaf"
    guarded = guard("--stall", "1", server=FOREIGN, env={"DEAF": str(deaf)})
    guarded.ready()
    deaf.touch()
    # The accept that is already waiting may still take one.
    eventually(lambda: guarded.ask().status == 503, "503")
    deaf.unlink()
    guarded.wait_for("server accepts again")
    assert guarded.ask().status == 200


def test_live_server_when_blocking_accept_and_guard_answers_in_turn_then_each_visitor_gets_one_answer(
    guard: Guard, tmp_path: Path
) -> None:
    deaf = tmp_path / "deaf"
    deaf.touch()
    guarded = guard("--hold", "0", "--stall", "0.5", server=FOREIGN, env={"DEAF": str(deaf)})
    guarded.wait_for("answering 503")
    with visitors(guarded.ask, number=4) as stream:
        for _ in range(3):
            eventually(lambda: 503 in stream.statuses[-3:], "503")
            deaf.unlink()
            eventually(lambda: stream.statuses[-20:] == [200] * 20, "only 200")
            deaf.touch()
    assert (stream.failures, set(stream.statuses)) == ([], {200, 503})


def test_busy_server_when_queue_is_long_then_guard_does_not_answer_beside_it(guard: Guard) -> None:
    guarded = guard("--stall", "1.5", server=ONE_WORKER)
    guarded.ready()
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(guarded.ask("/slow?0.4").status)) for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 10


def test_guard_when_server_accepts_then_no_work_per_request(guard: Guard) -> None:
    guarded = guard()
    guarded.ready()
    before = context_switches(guarded.pid)
    for _ in range(400):
        assert guarded.ask().status == 200
    assert context_switches(guarded.pid) - before < 100


def test_ipv6_when_bound_then_serves(guard: Guard) -> None:
    guarded = guard(bind="[::1]:0")
    guarded.host = "::1"
    guarded.ready()
    assert guarded.ask().status == 200
    assert "listening on [::1]:" in guarded.text


def test_unix_socket_when_gunicorn_stops_and_removes_it_then_still_reachable(
    guard: Guard, tmp_path: Path
) -> None:
    guarded = guard("--hold", "30", bind=f"unix:{tmp_path}/shop.sock")
    guarded.ready()
    assert guarded.ask().status == 200
    os.kill(guarded.server_pid, signal.SIGTERM)
    guarded.ready(2)
    assert guarded.ask().status == 200
    guarded.send(signal.SIGINT)
    assert guarded.wait() == 0
    assert not (tmp_path / "shop.sock").exists()


def test_unix_socket_when_no_server_accepts_then_503(guard: Guard, tmp_path: Path) -> None:
    guarded = guard("--hold", "0", bind=f"unix:{tmp_path}/shop.sock", server=NEVER)
    guarded.wait_for("answering 503")
    assert guarded.ask().status == 503
