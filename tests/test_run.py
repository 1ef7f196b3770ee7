"""`./run` as a new user meets it: a fresh copy, a folder with a space, another working directory, Ctrl-C."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Shop:
    """A checkout and the `./run` in it. `output` is what it printed so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder.parent / "output.txt"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        return self.log.read_text()

    def start(self, *arguments: str) -> None:
        """Start `./run` from another working directory and wait until it says that it runs."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(self.folder / "run"), "--port", str(self.port), *arguments],
                cwd="/",
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while "Ctrl-C stops it" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < until, self.output
            time.sleep(0.1)

    def stop(self) -> int:
        """Do what Ctrl-C does, and return the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()

    def processes(self) -> list[str]:
        """Command lines of every process that works in or below the checkout, or on its database."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                    place = os.readlink(entry / "cwd")
                except OSError:
                    continue
                if str(self.folder) in line or place.startswith(str(self.folder)):
                    found.append(line)
        return found


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("a shop") / "check out"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    shop = Shop(folder)
    shop.start("--products", "300")
    yield shop
    if shop.process and shop.process.poll() is None:
        shop.stop()


@pytest.mark.slow
def test_run_when_started_the_first_time_then_it_serves_and_says_where(shop: Shop) -> None:
    assert shop.get("/health/") == (200, "OK")
    assert shop.get("/api/departments/")[1].startswith('{"count"')
    assert "<html" in shop.get("/")[1]
    for told in ("Storefront", "API", "Operator", "operator@demo.example", "vendor1@demo.example"):
        assert told in shop.output


@pytest.mark.slow
def test_run_when_started_then_its_output_holds_nothing_that_alarms(shop: Shop) -> None:
    assert not re.search(r"warning|error|traceback|failed|fatal", shop.output, re.IGNORECASE)


@pytest.mark.slow
def test_run_when_the_port_is_taken_then_it_names_the_port_and_changes_nothing(shop: Shop) -> None:
    second = subprocess.run(
        [sys.executable, str(shop.folder / "run"), "--port", str(shop.port)], capture_output=True, text=True
    )
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert f"Port {shop.port}" in second.stderr
    assert shop.get("/health/") == (200, "OK")


@pytest.mark.slow
def test_run_when_ctrl_c_and_started_again_then_all_ends_and_the_shop_is_still_there(shop: Shop) -> None:
    before = shop.get("/api/products/")[1]
    assert shop.stop() == 0
    assert shop.processes() == []
    shop.start()
    assert shop.get("/api/products/")[1] == before
    assert "Installing" not in shop.output
    assert shop.stop() == 0
    assert shop.processes() == []


def run_tool(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); {program}"],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def test_run_when_python_is_too_old_then_one_sentence_says_which_is_needed() -> None:
    program = "sys.version_info = (3, 9, 2); import interpreter; interpreter.require_python('run')"
    done = run_tool(program, PATH="/nonexistent")
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed; this is 3.9")
    assert done.stderr.count("\n") == 1


def test_run_when_asked_for_help_then_it_explains_and_starts_nothing() -> None:
    done = subprocess.run([sys.executable, ROOT / "run", "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "--port" in done.stdout
    assert "Ctrl-C" in done.stdout


@pytest.mark.parametrize(
    ("number", "told"),
    [("ENOSPC", "disk is full"), ("EROFS", "can't be written"), ("EACCES", "can't be written")],
)
def test_setup_when_the_folder_refuses_then_one_sentence_says_why(number: str, told: str) -> None:
    program = (
        f"import errno, environment; print(environment._explain(OSError(errno.{number}, 'x', '/some/place')))"
    )
    done = run_tool(program)
    assert told in done.stdout
    assert "/some/place" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root: run as root")
@pytest.mark.parametrize(("options", "told"), [("size=4m", "disk space left"), ("ro", "can't be written")])
def test_run_when_the_disk_is_small_or_read_only_then_one_sentence_and_exit_2(
    tmp_path: Path, options: str, told: str
) -> None:
    script = f"""
        mount -t tmpfs -o size=4m tmpfs {tmp_path} &&
        cp -r {ROOT}/run {ROOT}/tools {ROOT}/*.lock {tmp_path} &&
        mkdir {tmp_path}/fix502 && cp {ROOT}/fix502/pyproject.toml {tmp_path}/fix502 &&
        mount -o remount,{options} {tmp_path} && exec {sys.executable} {tmp_path}/run --port {free_port()}"""
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
