"""The command line: what is refused, how it is said, and the exit codes."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from guarded import SOURCE

from fix502.guard.command import main

SERVER = ("--", "true", "{fd}")


AS_NOBODY = (
    "import os, sys; from fix502.guard.command import main; "
    "os.geteuid() or os.setuid(65534); sys.exit(main(sys.argv[1:]))"
)


def run(
    *arguments: str, interpreter: tuple[str, ...] = ("-m", "fix502", "guard")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *interpreter, *arguments],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_bind_when_the_port_is_in_use_then_one_sentence_and_73() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        done = run("--bind", address, *SERVER)
    assert done.returncode == 73
    assert done.stderr == (
        f"fix502 guard: cannot listen on {address}: the port is in use by another program;"
        " stop it, or choose another with --bind\n"
    )


def test_bind_when_the_unix_socket_is_in_use_then_73(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(path)
        other.listen()
        done = run("--bind", f"unix:{path}", *SERVER)
        assert done.returncode == 73
        assert Path(path).is_socket()


def test_bind_when_the_host_does_not_resolve_then_68() -> None:
    done = run("--bind", "nowhere.invalid:80", *SERVER)
    assert done.returncode == 68
    assert 'the host name "nowhere.invalid" does not resolve' in done.stderr
    assert done.stderr.count("\n") == 1


def test_bind_when_not_permitted_then_77(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    done = run("--bind", f"unix:{closed}/s", *SERVER, interpreter=("-c", AS_NOBODY))
    assert (done.returncode, done.stderr.count("\n")) == (77, 1)
    assert "not permitted" in done.stderr


def test_bind_when_the_address_is_not_ours_then_73() -> None:
    done = run("--bind", "192.0.2.1:8000", *SERVER)
    assert done.returncode == 73
    assert "cannot assign requested address" in done.stderr


@pytest.mark.parametrize("address", ["80", "::1:80", "[::1]", "localhost:http", "127.0.0.1:70000", ":80"])
def test_bind_when_malformed_then_2_and_the_forms_are_named(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--bind", address, *SERVER]) == 2
    assert "HOST:PORT, [IPv6]:PORT or unix:PATH" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no server command"),
        (("--", "gunicorn"), "does not contain {fd}"),
        (("--step", "x", *SERVER), "write NAME=COMMAND"),
        (("--drain", "soon", *SERVER), '"soon" is not a number of seconds'),
        (("--hold", "nan", *SERVER), '"nan" is not a number of seconds'),
        (("--quick", "0", *SERVER), '"0" is not a whole number'),
        (("--ready-path", "ready", *SERVER), "begins with /"),
        (("--decode", "'", *SERVER), "--decode cannot be read"),
        (("--no-such", *SERVER), "unrecognized arguments: --no-such"),
    ],
)
def test_command_line_when_wrong_then_2_and_the_thing_is_named(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_help_when_asked_then_every_option_and_exit_code_is_there() -> None:
    done = run("--help")
    assert done.returncode == 0
    for word in (
        "--bind",
        "--step",
        "--optional-step",
        "--drain",
        "--grace",
        "--hold",
        "--stall",
        "73",
        "{fd}",
    ):
        assert word in done.stdout


def test_guide_when_read_then_names_every_option_and_exit_code() -> None:
    guide = (SOURCE.parents[1] / "docs" / "guard.md").read_text()
    for option in re.findall(r"(?m)^  (--[a-z-]+)", run("--help").stdout):
        assert f"`{option}" in guide
    for code in ("68", "73", "77"):
        assert code in guide
