"""`fix502 health`: strict until ready once and while a peer is ready, lenient otherwise."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from guarded import SOURCE, Guarded

from fix502.guard.health import UsageError, check, parse, resolve

Guard = Callable[..., Guarded]


@contextmanager
def peer(address: str, status: int, port: int = 0) -> Iterator[int]:
    """Serve `status` on every path, like another container of the service; yields the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/ready/" else 404)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Keep the test's output clean."""

    server = HTTPServer((address, port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def health(guarded: Guarded, *options: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "fix502", "health", "--state", str(guarded.state_path), *options],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    return done.returncode, done.stdout


@pytest.fixture
def never_ready(guard: Guard, tmp_path: Path) -> Guarded:
    (tmp_path / "not-ready").touch()
    guarded = guard(env={"NOT_READY": str(tmp_path / "not-ready")})
    guarded.ready()
    return guarded


@pytest.fixture
def was_ready(guard: Guard, tmp_path: Path) -> Guarded:
    guarded = guard(env={"NOT_READY": str(tmp_path / "not-ready")})
    guarded.ready()
    (tmp_path / "not-ready").touch()
    return guarded


def test_health_when_ready_then_healthy_and_remembered(never_ready: Guarded, tmp_path: Path) -> None:
    assert never_ready.state()["was_ready_once"] is False
    (tmp_path / "not-ready").unlink()
    assert health(never_ready) == (0, "healthy: /ready/ answers 200\n")
    assert never_ready.state()["was_ready_once"] is True


def test_health_when_never_ready_and_a_peer_is_then_unhealthy(never_ready: Guarded) -> None:
    with peer("127.0.0.2", 200, never_ready.port):
        code, line = health(never_ready, "--peer", "127.0.0.2")
    assert code == 1
    assert (
        line == "unhealthy: /ready/ answers 503, this container was never ready, and its peer 127.0.0.2 is\n"
    )


def test_health_when_never_ready_and_one_of_several_peers_is_then_unhealthy(never_ready: Guarded) -> None:
    with peer("127.0.0.2", 503, never_ready.port), peer("127.0.0.3", 200, never_ready.port):
        code, _line = health(never_ready, "--peer", "127.0.0.2", "--peer", "127.0.0.3", "--peer", "127.0.0.4")
    assert code == 1


def test_health_when_never_ready_and_no_peer_is_then_healthy(never_ready: Guarded) -> None:
    with peer("127.0.0.2", 503, never_ready.port):
        code, line = health(never_ready, "--peer", "127.0.0.2", "--peer", "127.0.0.3")
    assert code == 0
    assert "no peer is ready" in line


def test_health_when_never_ready_and_alone_then_healthy(never_ready: Guarded) -> None:
    assert health(never_ready)[0] == 0


def test_health_when_the_only_peer_is_itself_then_healthy(guard: Guard) -> None:
    # The readiness page of this container would count as a peer's if its own address were not left out.
    guarded = guard("--ready-path", "/nothing", "--hold", "0", "--step", "never=false")
    guarded.wait_for("answering 503")
    with peer("127.0.0.1", 200) as port:
        assert health(guarded, "--peer", f"127.0.0.1:{port}")[0] == 0


def test_health_when_it_was_ready_and_is_not_then_healthy_although_a_peer_is(was_ready: Guarded) -> None:
    with peer("127.0.0.2", 200, was_ready.port):
        code, line = health(was_ready, "--peer", "127.0.0.2")
    assert code == 0
    assert "was ready before" in line


def test_health_when_the_guard_answers_503_and_a_peer_is_ready_then_unhealthy(guard: Guard) -> None:
    guarded = guard("--hold", "0", "--step", "never=false")
    guarded.wait_for("answering 503")
    with peer("127.0.0.2", 200) as port:
        assert health(guarded, "--peer", f"127.0.0.2:{port}")[0] == 1
    assert health(guarded, "--peer", "127.0.0.2:1")[0] == 0


def test_health_when_two_containers_lose_the_database_then_neither_condemns_the_other(
    guard: Guard, tmp_path: Path
) -> None:
    (tmp_path / "gone").touch()
    environment = {"NOT_READY": str(tmp_path / "gone")}
    first = guard(env=environment)
    second = guard(env=environment, bind=f"127.0.0.2:{first.port}")
    first.ready()
    second.ready()
    assert health(first, "--peer", "127.0.0.2")[0] == 0
    assert health(second, "--peer", "127.0.0.1:1")[0] == 0


def test_health_when_no_guard_and_no_port_then_unhealthy(tmp_path: Path) -> None:
    options = parse(["--state", str(tmp_path / "none"), "--bind", "127.0.0.1:1"])
    assert check(options, resolve) == (False, "/ready/ does not answer, nor does the guard")


def test_health_when_the_state_socket_is_missing_then_the_port_is_asked(tmp_path: Path) -> None:
    with peer("127.0.0.1", 503) as port, peer("127.0.0.2", 200, port):
        arguments = ["--state", str(tmp_path / "none"), "--bind", f"127.0.0.1:{port}"]
        assert check(parse(arguments), resolve)[0] is True
        assert check(parse([*arguments, "--peer", "127.0.0.2"]), resolve)[0] is False


def test_health_when_a_name_has_several_addresses_then_all_are_asked(tmp_path: Path) -> None:
    with peer("127.0.0.1", 503) as port, peer("127.0.0.2", 503, port), peer("127.0.0.3", 200, port):
        arguments = ["--state", str(tmp_path / "none"), "--bind", f"127.0.0.1:{port}", "--peer", "tasks.shop"]
        healthy, sentence = check(
            parse(arguments), lambda _name, _port: ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
        )
    assert healthy is False
    assert "127.0.0.3" in sentence


def test_health_when_a_peer_name_does_not_resolve_then_no_peer() -> None:
    assert resolve("tasks.nothing.invalid", 80) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pear", "x"], 'unknown option "--pear"'),
        (["--peer"], "--peer needs a value"),
        (["--timeout", "soon"], "not a number of seconds"),
        (["--bind", "80"], "not HOST:PORT"),
        (["--path", "ready"], "begins with /"),
    ],
)
def test_parse_when_the_command_line_is_wrong_then_error_names_it(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse(arguments)


def test_health_when_imported_then_only_cheap_modules() -> None:
    code = "import sys; import fix502.guard.health; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    costly = {"argparse", "asyncio", "http", "json", "re", "subprocess", "dataclasses", "pathlib", "logging"}
    assert costly.isdisjoint(done.stdout.split())
