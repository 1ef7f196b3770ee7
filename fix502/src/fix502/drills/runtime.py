"""The runtime behind the CapRover double: apps are real processes, the proxy is a real nginx."""

import contextlib
import secrets
import shutil
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fix502.drills.addresses import Subnet
from fix502.drills.caprover_double.runtime import (
    BuildRequest,
    Definition,
    LogEntry,
    ProxyConfigError,
    RuntimeRefusedError,
    ServiceGoneError,
)
from fix502.drills.front import Front, nginx_find, service_name
from fix502.drills.images import ImageStore
from fix502.drills.names import NameServer
from fix502.drills.services import Habits, Host, Service, ServiceSpec


class ProcessRuntime:
    """Implements `caprover_double.runtime.Runtime` with processes on loopback addresses.

    `root` holds everything it writes; `front_port` is 80, or what an ordinary user may bind.
    """

    def __init__(
        self,
        root: Path,
        images: ImageStore,
        *,
        subnet: Subnet,
        front_port: int,
        habits: Habits,
    ) -> None:
        self.images = images
        self._root = root
        self._host = Host(
            habits=habits, allocate=subnet.pair, names=self._addresses_by_name, folder=self._folder
        )
        self._lock = threading.RLock()
        self._services: dict[str, Service] = {}
        self._generation = 0
        nginx_find()  # before anything is opened that would have to be closed
        self._names = NameServer(subnet.host(2), self._lookup)
        self.front = Front(
            root / "front",
            address=subnet.host(1),
            port=front_port,
            resolver=f"{subnet.host(2)}:{self._names.port}",
            validity=habits.name_validity,
        )
        (root / "containers").mkdir()

    def start(self) -> None:
        """Start the proxy.

        Raises:
            SandboxError: it does not start.

        """
        self.front.start()

    def build(self, request: BuildRequest) -> str:
        """See `Runtime.build`."""
        name = request.captain_definition.get("imageName")
        if name is not None:
            return self.images.pull(str(name))
        return self.images.build(
            request.image, request.captain_definition, request.source, request.output
        ).name

    def update(self, app: str, definition: Definition, image: str) -> None:
        """See `Runtime.update`."""
        found = self.images.get(image)
        if found is None:
            raise RuntimeRefusedError(f"No such image: {image}")
        service = self._service(app)
        with self._lock:
            self._generation += 1
            generation = self._generation
        service.update(
            ServiceSpec(
                image=found,
                variables={row["key"]: row["value"] for row in definition.get("envVars", [])},
                volumes=self._volumes(definition.get("volumes", [])),
                instances=int(definition.get("instanceCount", 0)),
                generation=generation,
            )
        )

    def remove(self, app: str) -> None:
        """See `Runtime.remove`."""
        with self._lock:
            service = self._services.pop(app, None)
        if service is not None:
            service.close()

    def logs(self, app: str) -> Sequence[LogEntry]:
        """See `Runtime.logs`."""
        with self._lock:
            service = self._services.get(app)
        if service is None:
            raise ServiceGoneError(app)
        return service.logs()

    def prune(self) -> None:
        """See `Runtime.prune`."""
        for service in self._all():
            service.prune()

    def reload_proxy(self, definitions: Sequence[Definition], root_domain: str) -> None:
        """See `Runtime.reload_proxy`."""
        complaint = self.front.configure(definitions, root_domain)
        if complaint:
            raise ProxyConfigError(complaint)

    def service(self, app: str) -> Service:
        """Return the service of an app.

        Raises:
            ServiceGoneError: it has none.

        """
        with self._lock:
            service = self._services.get(app)
        if service is None:
            raise ServiceGoneError(app)
        return service

    def volume(self, name: str) -> Path:
        """Return the folder that holds a volume's files, made if need be."""
        path = self._root / "volumes" / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def close(self) -> None:
        """End every process it started."""
        with contextlib.ExitStack() as stack:
            stack.callback(self._names.close)
            stack.callback(self.front.close)
            closers = [threading.Thread(target=service.close) for service in self._all()]
            for closer in closers:
                closer.start()
            for closer in closers:
                closer.join()

    def _all(self) -> list[Service]:
        with self._lock:
            return list(self._services.values())

    def _service(self, app: str) -> Service:
        with self._lock:
            if app not in self._services:
                self._services[app] = Service(app, self._host)
            return self._services[app]

    def _addresses_by_name(self) -> Mapping[str, str]:
        return {service_name(service.app): service.address.outer for service in self._all()}

    def _lookup(self, name: str) -> Sequence[str]:
        for service in self._all():
            if name in {service_name(service.app), service.app}:
                return service.addresses()
        return ()

    def _folder(self) -> tuple[str, Path]:
        identity = secrets.token_hex(6)
        return identity, self._root / "containers" / identity

    def _volumes(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Path]:
        return {str(row["containerPath"]): self.volume(str(row["volumeName"])) for row in rows}


def remove_tree(root: Path) -> None:
    """Remove a sandbox's folder, also when a process that is just ending still writes into it."""
    for _ in range(3):
        shutil.rmtree(root, ignore_errors=True)
        if not root.exists():
            return
