"""Requests per second with and without `fix502 guard`, in one run.

    python bench/guard.py [--rounds 8] [--seconds 1]

Two Gunicorns of two workers serve the same bytes, one alone and one behind the guard, and are loaded in turn,
so that whatever else the machine does hits both. Each request has a connection of its own, as from CapRover's
nginx. On a busy machine believe the CPU time per request (of all server processes, the guard's included) more
than the rate. Three cases: no access log; access log on standard output (inherited, unseen by the guard);
access log on standard error (which passes through the guard, so its end can be diagnosed). Uses wrk where
it is installed, else a small client in a process of its own.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP = """
BODY = b"x" * 5000
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5000")])
    return [BODY]
"""
CASES = {"no access log": None, "access log on stdout": "-", "access log on stderr": "/dev/stderr"}
CONNECTIONS = 8

# A client for machines without wrk: prints how many answers it got.
CLIENT = """
import socket, sys, threading, time
port, seconds, number = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
end, counts = time.monotonic() + seconds, [0] * number
def visit(index):
    while time.monotonic() < end:
        with socket.create_connection(("127.0.0.1", port)) as sock:
            sock.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
            size = 0
            while data := sock.recv(65536):
                size += len(data)
        counts[index] += size > 5000
threads = [threading.Thread(target=visit, args=(index,)) for index in range(number)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print("Requests/sec:", sum(counts) / seconds)
"""


class Server:
    """One Gunicorn, alone or behind the guard, in a process group of its own; its output goes to a file."""

    def __init__(self, folder: Path, access_log: str | None, *, guarded: bool) -> None:
        self.port = free_port()
        bind = "fd://{fd}" if guarded else f"127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "gunicorn", "--bind", bind, "--no-control-socket", "--workers", "2"]
        command += ["--chdir", str(folder), "bench_app:application"]
        if access_log:
            command[3:3] = ["--access-logfile", access_log]
        if guarded:
            state = str(folder / "state.sock")
            guard = [
                "-m",
                "fix502",
                "guard",
                "--bind",
                f"127.0.0.1:{self.port}",
                "--state",
                state,
                "--drain",
                "0",
            ]
            command = [sys.executable, *guard, "--", *command]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "fix502" / "src")}
        log = subprocess.Popen(
            ["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )  # a reader, as Docker is
        assert log.stdin is not None  # noqa: S101 for the type checker
        self.reader = log
        self.process = subprocess.Popen(
            command, stdout=log.stdin, stderr=log.stdin, stdin=subprocess.DEVNULL, env=environment
        )
        log.stdin.close()
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=10) as sock:
                    sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
                    if b"200 OK" in sock.recv(100):
                        return
            except OSError:
                time.sleep(0.05)
        self.close()
        raise SystemExit("bench/guard.py: the server did not come up within 30 s")

    def cpu_seconds(self) -> tuple[float, float]:
        """CPU time so far: of all processes, and of the first one (the guard, or Gunicorn's master) alone."""
        children: dict[int, list[int]] = {}
        times: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # a process that has just ended
            pid = int(stat.parent.name)
            children.setdefault(int(fields[1]), []).append(pid)
            times[pid] = int(fields[11]) + int(fields[12])
        family = [self.process.pid]
        for pid in family:
            family += children.get(pid, [])
        tick = os.sysconf("SC_CLK_TCK")
        return sum(times.get(pid, 0) for pid in family) / tick, times[self.process.pid] / tick

    def memory_mb(self) -> float:
        """Resident memory of the process itself."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def close(self) -> None:
        """End the server and the reader of its log."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.wait(timeout=20)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
    return int(port)


def load(port: int, seconds: int) -> float:
    """Return the requests per second that the server at `port` answered."""
    if shutil.which("wrk"):
        url = f"http://127.0.0.1:{port}/"
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Connection: close", url]
    else:
        command = [sys.executable, "-c", CLIENT, str(port), str(seconds), str(CONNECTIONS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    found = re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)
    if not found:
        raise SystemExit(f"bench/guard.py: the client said no rate:\n{done.stdout}")
    return float(found[1])


def compare(folder: Path, name: str, access_log: str | None, rounds: int, seconds: int) -> None:
    """Load both servers in turn and print one line."""
    servers = [Server(folder, access_log, guarded=False), Server(folder, access_log, guarded=True)]
    rates: list[list[float]] = [[], []]
    try:
        before = [server.cpu_seconds() for server in servers]
        for index in range(rounds):
            for which in (0, 1) if index % 2 == 0 else (1, 0):
                rates[which].append(load(servers[which].port, seconds))
        after = [server.cpu_seconds() for server in servers]
        memory = servers[1].memory_mb()
    finally:
        for server in servers:
            server.close()
    ratios = [with_ / without for without, with_ in zip(*rates, strict=True)]
    spent = [1e6 * (after[i][0] - before[i][0]) / (sum(rates[i]) * seconds) for i in (0, 1)]
    guard_share = 100 * (after[1][1] - before[1][1]) / (rounds * seconds)
    print(
        f"{name:22}{statistics.median(rates[0]):8.0f}{statistics.median(rates[1]):8.0f}"
        f"{statistics.median(ratios):7.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
        f"{spent[0]:8.0f}{spent[1]:8.0f}{spent[1] / spent[0]:7.2f}{guard_share:10.1f} %{memory:7.0f} MB",
        flush=True,
    )


def main() -> None:
    """Run the three cases."""
    parser = argparse.ArgumentParser(description="Requests per second with and without fix502 guard.")
    parser.add_argument("--rounds", type=int, default=8, help="per case and server (default 8)")
    parser.add_argument("--seconds", type=int, default=1, help="per round (default 1)")
    options = parser.parse_args()
    client = "wrk" if shutil.which("wrk") else "own client"
    print(f"{options.rounds} rounds of {options.seconds} s, {CONNECTIONS} connections, {client}")
    print(f"{'':22}{'requests/s':>16}{'':24}{'CPU us/request':>18}{'guard':>21}")
    print(f"{'':22}{'without':>8}{'with':>8}{'ratio':>7}{'':17}{'without':>8}{'with':>8}{'ratio':>7}", end="")
    print(f"{'CPU':>12}{'memory':>10}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bench_app.py").write_text(APP)
        for case, access_log in CASES.items():
            compare(folder, case, access_log, options.rounds, options.seconds)


if __name__ == "__main__":
    main()
