"""`./run`: sets up, starts the embedded database, loads the demo once, and serves through the guard."""

import argparse
import errno
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from console import SetupError, step
from environment import ROOT, ensure_environment

MARKETPLACE = ROOT / "marketplace"
VAR = ROOT / "var"
DEMO_LOADED = VAR / "demo-loaded"
BOOT_STEPS = ("settings", "database", "roles", "migrate")
START_SECONDS = 120

DESCRIPTION = """Sets up and runs the marketplace on this machine.

The first start makes .venv, installs the packages of requirements.lock, creates a PostgreSQL of its own
and loads the demo shop; later starts take seconds. Nothing outside this folder is changed (as root the
database lives below /var/lib/multivendor). Ctrl-C stops everything it started."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="./run", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8000, help="where to serve on 127.0.0.1 (default 8000)")
    parser.add_argument(
        "--products", type=int, default=10_000, help="size of the demo shop at its first load (default 10000)"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run until Ctrl-C; return 0, or 2 with one sentence about what stood in the way."""
    options = parse(arguments)
    # A plain `kill` means the same as Ctrl-C here: everything that was started ends.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        require_free_port(options.port)
        python = ensure_environment("requirements.lock")
        environment = {**os.environ, **settings(options.port)}
        with database(python, environment):
            load_demo(python, environment, options.products)
            return serve(python, environment, options.port)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 0


def require_free_port(port: int) -> None:
    """Raise `SetupError` unless 127.0.0.1:`port` can be bound."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                told = f"Port {port} on 127.0.0.1 is in use. Stop what listens there, or choose another"
            else:
                told = f"Port {port} on 127.0.0.1 can't be bound ({error}). Choose another"
            raise SetupError(f"{told}: ./run --port {port + 1 if port < 65535 else 8001}", "port") from error


def settings(port: int) -> dict[str, str]:
    """The environment of every process of the marketplace."""
    return {
        "DJANGO_SETTINGS_MODULE": "multivendor_platform.settings_dev",
        "DEMO_PASSWORD": kept_secret("demo-password", 12),
        "SITE_URL": f"http://127.0.0.1:{port}",
    }


def kept_secret(name: str, size: int) -> str:
    """Return the secret in var/`name`, made at the first call; readable by its owner only."""
    path = VAR / name
    try:
        VAR.mkdir(exist_ok=True)
        if not path.exists():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(size))
        return path.read_text()
    except OSError as error:
        raise SetupError(f"{path} can't be kept: {error.strerror}.", "read-only") from error


@contextmanager
def database(python: Path, environment: dict[str, str]) -> Iterator[None]:
    """Run the embedded PostgreSQL around the block and add its address to `environment`.

    One that runs already is used, and left running.
    """
    embedded = [str(python), "-m", "multivendor_platform.embedded"]
    status = subprocess.run([*embedded, "status"], cwd=MARKETPLACE, env=environment, capture_output=True)
    with step("Starting PostgreSQL"):
        started = marketplace(python, environment, *embedded[1:], "start")
    environment.update(word.split("=", 1) for word in shlex.split(started))  # type: ignore[misc]  # pairs
    try:
        yield
    finally:
        if status.returncode:
            marketplace(python, environment, *embedded[1:], "stop")


def marketplace(python: Path, environment: dict[str, str], *command: str) -> str:
    """Run one of the marketplace's commands and return what it printed; its one sentence if it failed."""
    done = subprocess.run(
        [str(python), *command], cwd=MARKETPLACE, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        told = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise SetupError(told[-1], "marketplace")
    return done.stdout


def load_demo(python: Path, environment: dict[str, str], products: int) -> None:
    """Prepare the database and load the demo shop, once."""
    if DEMO_LOADED.exists():
        return
    for name in BOOT_STEPS:
        with step(f"Preparing the database: {name}"):
            marketplace(python, environment, "-m", "multivendor_platform.boot", name)
    command = [str(python), "manage.py", "demo", "--once", "--products", str(products)]
    loaded = subprocess.run(command, cwd=MARKETPLACE, env=environment)
    if loaded.returncode:
        raise SetupError(f"The demo shop was not loaded (exit code {loaded.returncode}, see above).", "demo")
    DEMO_LOADED.touch()


def serve(python: Path, environment: dict[str, str], port: int) -> int:
    """Run the guard with Gunicorn behind it until a signal or its own end."""
    boot = f"{shlex.quote(str(python))} -m multivendor_platform.boot"
    steps = [f"--step={name}={boot} {name}" for name in BOOT_STEPS]
    server = ["-m", "gunicorn", "--bind", "fd://{fd}", "--log-level", "warning", "multivendor_platform.wsgi"]
    # In /tmp because a checkout's path may be longer than a socket's may be.
    with tempfile.TemporaryDirectory(prefix="multivendor-") as folder:
        state = f"{folder}/guard"
        command = [
            str(python),
            "-m",
            "fix502",
            "guard",
            f"--bind=127.0.0.1:{port}",
            f"--state={state}",
            *steps,
        ]
        # A group of its own: Ctrl-C reaches only this process, which passes it on once.
        guard = subprocess.Popen(
            [*command, "--", str(python), *server],
            cwd=MARKETPLACE,
            env={"WEB_CONCURRENCY": "2", **environment, "PYTHONUNBUFFERED": "1"},
            process_group=0,
        )

        def pass_on(number: int, _frame: FrameType | None) -> None:
            guard.send_signal(signal.SIGINT)

        signal.signal(signal.SIGINT, pass_on)
        signal.signal(signal.SIGTERM, pass_on)
        if wait_until_serving(guard, state):
            print(welcome(port, environment["DEMO_PASSWORD"]), flush=True)
        elif guard.poll() is None:
            print(f"Not ready after {START_SECONDS} s; the lines above say why. Still trying.", flush=True)
        return guard.wait()


def wait_until_serving(guard: subprocess.Popen[bytes], state: str) -> bool:
    """Ask the guard until /ready/ was answered with 200; False if it ended or time is up."""
    until = time.monotonic() + START_SECONDS
    while guard.poll() is None and time.monotonic() < until:
        with socket.socket(socket.AF_UNIX) as ask:
            try:
                ask.connect(state)
                ask.sendall(b"health\n")
                if ask.recv(256).startswith(b"serving 1 "):
                    return True
            except OSError:
                pass  # the guard has not opened its socket yet, or has just ended
        time.sleep(0.05)
    return False


def welcome(port: int, password: str) -> str:
    """Where to look, and with which accounts."""
    site = f"http://127.0.0.1:{port}"
    return f"""
The marketplace runs. Ctrl-C stops it.

  Storefront   {site}/
  API          {site}/api/docs/
  Operator     {site}/admin/     operator@demo.example   {password}
  Vendor       {site}/account/   vendor1@demo.example    {password}
"""
