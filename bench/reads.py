"""How fast the hot reads are, beside raw WSGI and the usual ORM-and-serializer way, in one run on one server.

    python bench/reads.py [--products 10000] [--seconds 2] [--rounds 3]

Starts a PostgreSQL of its own (the embedded one), loads the demo, starts Gunicorn with two workers, and asks
each address in turn, round after round, with `Connection: close` as CapRover does. Prints requests per
second, CPU milliseconds per request (Gunicorn and PostgreSQL, not the client), ratios. Uses wrk where it is
installed, else threads of its own, which are slower than raw WSGI: then compare the CPU column alone.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
MARKETPLACE = REPOSITORY / "marketplace"
CONNECTIONS = 16
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Target:
    """One address and what was measured of it."""

    name: str
    path: str
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second, median of the rounds."""
        return statistics.median(self.rates)


def say(text: str) -> None:
    """Write one line of progress."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def children(root: int) -> list[int]:
    """Return a process and all below it."""
    found = [root]
    for pid in found:
        try:
            below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        except FileNotFoundError:
            continue
        found.extend(int(child) for child in below.split())
    return found


def cpu_seconds(roots: list[int]) -> float:
    """Return the CPU time used so far by these processes and those below them, ended ones included."""
    ticks = 0
    for root in roots:
        for pid in children(root):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            # utime and stime, and those of children that have been waited for.
            ticks += sum(int(value) for value in fields[11:15])
    return ticks / TICKS


def load_wrk(port: int, path: str, seconds: float) -> int:
    """Return how many requests were answered with 200, counted by wrk."""
    output = subprocess.run(
        [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds:g}s",
            "-HConnection: close",
            f"http://127.0.0.1:{port}{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in output:
        raise SystemExit(f"{path} did not answer 200:\n{output}")
    match = re.search(r"(\d+) requests in", output)
    return int(match[1]) if match else 0


def load_threads(port: int, path: str, seconds: float) -> int:
    """Return how many requests were answered with 200, counted by threads of our own."""
    end = time.monotonic() + seconds
    counts: list[int] = []

    def run() -> None:
        done = 0
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path, headers={"Connection": "close"})
            response = connection.getresponse()
            response.read()
            connection.close()
            done += response.status == 200
        counts.append(done)

    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def environment_of(cluster_environment: dict[str, str]) -> dict[str, str]:
    """Return the environment of the marketplace on that database."""
    return {
        **os.environ,
        **cluster_environment,
        "SECRET_KEY": "benchmark-only-" * 4,
        "DJANGO_SETTINGS_MODULE": "multivendor_platform.settings_dev",
        "DEMO_PASSWORD": "benchmark-only",
    }


def prepare(environment: dict[str, str], products: int) -> None:
    """Create roles and tables, and load the demo."""
    roles = (
        "import os, psycopg\n"
        "from multivendor_platform.settings_parts.databases import APP_ROLE, Login, derived_password\n"
        "from multivendor_platform.tenancy.roles import roles_ensure\n"
        "e = os.environ\n"
        "with psycopg.connect(host=e['DB_HOST'], port=e['DB_PORT'], dbname=e['DB_NAME'], user=e['DB_USER'],\n"
        "                     password=e['DB_PASSWORD']) as c:\n"
        "    roles_ensure(c, Login(APP_ROLE, derived_password(e['SECRET_KEY'])))\n"
    )
    for command in (
        ["-c", roles],
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "demo", "--products", str(products)],
    ):
        subprocess.run(
            [sys.executable, *command],
            cwd=MARKETPLACE,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def serve(environment: dict[str, str], stack: ExitStack) -> tuple[int, int]:
    """Start Gunicorn with two workers; return its port and pid."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    listener.set_inheritable(True)
    port = listener.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", "--workers", "2",
            "--log-level", "error", "--chdir", str(REPOSITORY / "bench"), "reads_app:application",
        ],
        env=environment,
        pass_fds=[listener.fileno()],
    )  # fmt: skip

    def stop() -> None:
        server.terminate()
        server.wait(timeout=30)
        listener.close()

    stack.callback(stop)
    return port, server.pid


def measure(targets: list[Target], port: int, roots: list[int], seconds: float, rounds: int) -> None:
    """Ask every target in turn, `rounds` times over."""
    load = load_wrk if shutil.which("wrk") else load_threads
    for target in targets:
        load(port, target.path, 1)
    for turn in range(rounds):
        say(f"round {turn + 1} of {rounds}")
        for target in targets:
            before, began = cpu_seconds(roots), time.monotonic()
            answered = load(port, target.path, seconds)
            took = time.monotonic() - began
            target.rates.append(answered / took)
            target.cpu.append((cpu_seconds(roots) - before) * 1000 / max(1, answered))


def report(targets: list[Target]) -> str:
    """Return the table and the ratios."""
    rates = {target.name: target.rate for target in targets}
    lines = [f"{'':34}{'requests/s':>12}{'CPU ms/request':>16}{'of raw WSGI':>13}"]
    lines += [
        f"{target.name:34}{target.rate:>12,.0f}{statistics.median(target.cpu):>16.2f}"
        f"{target.rate / rates['raw WSGI, 5 KB']:>13.1%}"
        for target in targets
    ]
    lines += [
        "",
        f"list of 24: {rates['list of 24, cards'] / rates['list of 24, usual way']:.1f} times the usual way",
        f"one product: {rates['one product'] / rates['one product, usual way']:.1f} times the usual way",
    ]
    return "\n".join(lines)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sys.path.insert(0, str(MARKETPLACE))
    from multivendor_platform.embedded.binaries import wheel_binaries
    from multivendor_platform.embedded.cluster import Cluster

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="multivendor-bench-")))
        folder.chmod(0o711)  # as root the server runs as another user
        cluster = Cluster(folder / "data", wheel_binaries(), durable=False)
        say("starting PostgreSQL")
        stack.callback(cluster.stop)
        environment = environment_of(cluster.start().environment())
        say(f"loading {options.products:,} products")
        prepare(environment, options.products)
        port, gunicorn = serve(environment, stack)
        database = cluster.pid()
        slug = _first_slug(port)
        targets = [
            Target("raw WSGI, 5 KB", "/raw"),
            Target("departments, frozen", "/api/departments/"),
            Target("list of 24, cards", "/api/v1/catalog/products?sort=newest"),
            Target("list of 24, usual way", "/usual/products"),
            Target("frozen list of 10", "/api/products/"),
            Target("category with 24 products", "/api/v1/catalog/nodes/electronics/phones"),
            Target("one product", f"/api/products/{slug}/"),
            Target("one product, usual way", f"/usual/products/{slug}"),
            Target("search", "/api/v1/catalog/search?q=smartphone"),
        ]
        roots = [gunicorn, *([database] if database else [])]
        measure(targets, port, roots, options.seconds, options.rounds)
        sys.stdout.write(report(targets) + "\n")


def _first_slug(port: int) -> str:
    import json

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/v1/catalog/products?sort=newest&limit=1")
    body = json.loads(connection.getresponse().read())
    connection.close()
    return str(body["results"][0]["slug"])


if __name__ == "__main__":
    main()
