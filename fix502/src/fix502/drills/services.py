"""One app's service as Docker Swarm keeps it: so many containers of one image, replaced, restarted, stopped.

Orders and delays are those seen on a CapRover server: without volumes the new container starts before the old
one stops, with volumes after it; a container that exits is started again after a delay; nothing is rolled
back.
"""

import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fix502.drills.addresses import AddressPair
from fix502.drills.caprover_double.runtime import LogEntry
from fix502.drills.containers import Container, ContainerSpec
from fix502.drills.images import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSpec:
    """What was asked for. `generation` rises with every update, and every update replaces the containers."""

    image: Image
    variables: Mapping[str, str]
    volumes: Mapping[str, Path]
    instances: int
    generation: int

    @property
    def stops_first(self) -> bool:
        """Whether the old container must go before the new one may come."""
        return bool(self.volumes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The orchestrator's times, in seconds. Docker's own: 5 and 10; shorter ones make drills shorter."""

    restart_delay: float = 5.0
    stop_grace: float = 10.0
    name_validity: int = 10
    """For how long the proxy remembers a service's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What a service needs of the machine it runs on."""

    habits: Habits
    allocate: Callable[[], AddressPair]
    names: Callable[[], Mapping[str, str]]
    """Service name → address, as containers may write it into their variables."""
    folder: Callable[[], tuple[str, Path]]
    """A new container's identity, and the folder that stands for its root."""


class Service:
    """Keeps the containers of one app as its spec says, in a thread of its own."""

    def __init__(
        self,
        app: str,
        host: Host,
    ) -> None:
        self.app = app
        self.address = host.allocate()
        """The service's own address, which its name stands for in the variables of other apps."""
        self._host = host
        self._habits = host.habits
        self._spec: ServiceSpec | None = None
        self._containers: list[tuple[int, Container]] = []
        self._last_end = (-1, 0.0)
        """Which generation's container ended last, and when (monotonic)."""
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._keep, name=f"service-{app}", daemon=True)
        self._thread.start()

    def update(self, spec: ServiceSpec) -> None:
        """Ask for `spec`; returns at once."""
        with self._changed:
            self._spec = spec
            self._changed.notify_all()

    def containers(self) -> list[Container]:
        """Return the containers that exist, stopped ones too, the oldest first."""
        with self._changed:
            return [container for _, container in self._containers]

    def addresses(self) -> Sequence[str]:
        """Return the outer addresses of the containers that traffic may go to."""
        return [c.addresses.outer for c in self.containers() if c.is_running and not c.is_stopping]

    def logs(self) -> list[LogEntry]:
        """Return what the containers that exist wrote."""
        return [entry for container in self.containers() for entry in container.entries()]

    def prune(self) -> None:
        """Forget the stopped containers and their logs."""
        with self._changed:
            self._containers = [(g, c) for g, c in self._containers if c.is_running]

    def close(self) -> None:
        """Stop everything, wait until it is gone."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        for container in self.containers():
            container.stop(self._habits.stop_grace)

    def _keep(self) -> None:
        while True:
            with self._changed:
                while not self._closing and (pause := self._pause()) != 0:
                    self._changed.wait(pause)
                if self._closing or self._spec is None:
                    return
                spec = self._spec
            self._reconcile(spec)

    def _pause(self) -> float | None:
        """Seconds until something is to be done; None: not before something changes."""
        spec = self._spec
        if spec is None:
            return None
        if any(g != spec.generation and not c.is_stopping for g, c in self._containers):
            return 0
        if self._missing(spec) > 0:
            return self._delay(spec)
        return None

    def _missing(self, spec: ServiceSpec) -> int:
        return spec.instances - sum(c.is_running for g, c in self._containers if g == spec.generation)

    def _delay(self, spec: ServiceSpec) -> float:
        """Seconds until the next container of this generation may start."""
        generation, last = self._last_end
        if generation != spec.generation:
            return 0.0
        return max(0.0, last + self._habits.restart_delay - time.monotonic())

    def _reconcile(self, spec: ServiceSpec) -> None:
        if spec.stops_first or spec.instances == 0:
            self._stop_others(spec.generation)
        with self._changed:
            due = self._missing(spec) if self._delay(spec) == 0 else 0
        for _ in range(due):
            self._start(spec)
        self._stop_others(spec.generation)

    def _snapshot(self) -> list[tuple[int, Container]]:
        with self._changed:
            return list(self._containers)

    def _stop_others(self, generation: int) -> None:
        for other, container in self._snapshot():
            if other != generation and not container.is_stopping:
                container.stop(self._habits.stop_grace)

    def _start(self, spec: ServiceSpec) -> None:
        identity, folder = self._host.folder()
        fixed = spec.stops_first and spec.instances == 1
        try:
            container = Container(
                ContainerSpec(
                    identity=identity,
                    image=spec.image,
                    folder=folder,
                    addresses=self.address if fixed else self._host.allocate(),
                    names=self._host.names(),
                    variables=spec.variables,
                    volumes=spec.volumes,
                ),
                on_end=lambda: self._note_end(spec.generation),
            )
        except OSError:
            # The command can't be executed: Docker has such a task fail without a line in any log.
            shutil.rmtree(folder, ignore_errors=True)
            self._note_end(spec.generation)
            return
        with self._changed:
            self._containers.append((spec.generation, container))

    def _note_end(self, generation: int) -> None:
        with self._changed:
            self._last_end = (generation, time.monotonic())
            self._changed.notify_all()
