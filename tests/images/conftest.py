"""A real engine, real images, a real PostgreSQL that containers can reach."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from forwarder import Forwarder

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
# The default route as a container sees it: the bridge's own settings leave it out.
GATEWAY = """
import socket, struct
for line in open("/proc/net/route"):
    fields = line.split()
    if fields[1] == "00000000":
        print(socket.inet_ntoa(struct.pack("<L", int(fields[2], 16))))
"""
SERVER = """
import sys
from pathlib import Path
from multivendor_platform.embedded.binaries import wheel_binaries
from multivendor_platform.embedded.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]), wheel_binaries(), durable=False)
if sys.argv[2] == "start":
    import json
    print(json.dumps(cluster.start().environment()))
else:
    cluster.stop()
"""


def docker(*arguments: str, check: bool = True) -> str:
    """Run the engine's client and return both its outputs."""
    done = subprocess.run(
        ["docker", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if check and done.returncode != 0:
        pytest.fail(f"docker {' '.join(arguments)}: {done.stdout[-3000:]}")
    return done.stdout.strip()


@dataclass(frozen=True)
class Answer:
    """What a container answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Container:
    """One container of ours, asked by its own address on port 80, as nginx asks it."""

    def __init__(self, image: str, variables: dict[str, str]) -> None:
        environment = [word for name, value in variables.items() for word in ("--env", f"{name}={value}")]
        self.id = docker("run", "--detach", *environment, image)

    @property
    def address(self) -> str:
        return self.inspect("{{.NetworkSettings.IPAddress}}")

    def inspect(self, template: str) -> str:
        return docker("inspect", "--format", template, self.id)

    def log(self) -> str:
        return docker("logs", self.id)

    def get(self, path: str, method: str = "GET") -> Answer:
        request = urllib.request.Request(
            f"http://{self.address}{path}",
            method=method,
            headers={"Host": "shop.example.com", "X-Forwarded-Proto": "https"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return Answer(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())

    def wait_for(self, what: str, happened: Callable[[], bool]) -> None:
        """Wait until something is so; fails with the container's log."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if happened():
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass  # not listening yet
            if time.monotonic() > deadline:
                pytest.fail(f"{what}: not within {PATIENCE:.0f} s\n{self.log()[-5000:]}")
            time.sleep(0.3)

    def remove(self) -> None:
        docker("rm", "--force", "--volumes", self.id)


@pytest.fixture(scope="session")
def engine() -> None:
    """A running Docker engine, or a visible skip."""
    if shutil.which("docker") is None or docker("info", check=False).count("Server Version") == 0:
        pytest.skip("needs a running Docker engine: apt-get install docker.io, then dockerd &")


@pytest.fixture(scope="session")
def base_image(engine: None) -> str:
    """BASE_IMAGE where it is set, else one made of Debian's packages."""
    given = os.environ.get("BASE_IMAGE")
    if given:
        return given
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        pytest.skip(
            "needs root and debootstrap (apt-get install debootstrap), or BASE_IMAGE=python:3.12-slim"
        )
    name = "multivendor-base:local"
    done = subprocess.run(
        [ROOT / "tools" / "base_image", name],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return name


def build(dockerfile: str, base: str) -> Iterator[str]:
    name = f"multivendor-test:{Path(dockerfile).suffix[1:]}-{secrets.token_hex(4)}"
    docker("build", "--build-arg", f"BASE_IMAGE={base}", "--file", dockerfile, "--tag", name, ".")
    yield name
    docker("rmi", "--force", name)


@pytest.fixture(scope="session")
def backend_image(base_image: str) -> Iterator[str]:
    yield from build("Dockerfile.backend", base_image)


@pytest.fixture(scope="session")
def emergency_image(base_image: str) -> Iterator[str]:
    yield from build("Dockerfile.backend.emergency", base_image)


@pytest.fixture(scope="session")
def settings() -> dict[str, str]:
    """A complete deployment, but for the database."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "shop.example.com",
        "SITE_URL": "https://shop.example.com",
    }


@pytest.fixture(scope="session")
def database(base_image: str) -> Iterator[dict[str, str]]:
    """Variables of a throw-away PostgreSQL, reachable from the engine's default network."""
    folder = Path(tempfile.mkdtemp(prefix="multivendor images "))
    folder.chmod(0o711)
    gateway = docker("run", "--rm", base_image, "python3", "-c", GATEWAY)
    command = [sys.executable, "-c", SERVER, str(folder / "cluster")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "marketplace")}
    started = subprocess.run(
        [*command, "start"], env=environment, capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stderr
    variables: dict[str, str] = json.loads(started.stdout)
    forwarder = Forwarder(gateway, int(variables["DB_PORT"]))
    yield {**variables, "DB_HOST": gateway, "DB_PORT": str(forwarder.port)}
    forwarder.close()
    subprocess.run([*command, "stop"], env=environment, check=True)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def database_away(database: dict[str, str]) -> dict[str, str]:
    """The same where nobody listens."""
    forwarder = Forwarder(database["DB_HOST"], 1)
    forwarder.close()
    return {**database, "DB_PORT": str(forwarder.port)}


@pytest.fixture
def start() -> Iterator[Callable[[str, dict[str, str]], Container]]:
    """Starts containers and removes them after the test."""
    containers: list[Container] = []

    def starter(image: str, variables: dict[str, str]) -> Container:
        containers.append(Container(image, variables))
        return containers[-1]

    yield starter
    for container in containers:
        container.remove()
