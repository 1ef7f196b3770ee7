"""One sandbox: a platform with its API, a proxy in front, and one app (with its database) in steady state."""

import os
import secrets
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from fix502.drills import database, foreign_image, shop
from fix502.drills.addresses import Subnet
from fix502.drills.caprover_double import CapRoverDouble
from fix502.drills.caprover_double.runtime import PLACEHOLDER_IMAGE
from fix502.drills.dashboard import Dashboard
from fix502.drills.errors import SteadyStateError
from fix502.drills.images import Image, ImageStore
from fix502.drills.runtime import ProcessRuntime
from fix502.drills.session import Session
from fix502.drills.visitor import Visitor, all_well

ROOT_DOMAIN = "apps.internal"
STEADY_SECONDS = 90.0


class Sandbox:
    """Real processes on loopback addresses. Use it as a context manager: at its end all of them are gone.

    `app` is the app that the drill is about, `url` its public address, `paths` what a visitor asks for.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.root = session.folder()
        self.password = secrets.token_urlsafe(12)
        self.app = ""
        self.paths: tuple[str, ...] = ()
        self._closers = ExitStack()
        self._subnet = Subnet()
        self._closers.callback(self._subnet.close)
        self.host = self._subnet.host(1)
        self.url = f"http://{self.host}" + ("" if session.port == 80 else f":{session.port}")
        try:
            self.runtime = self._runtime()
        except BaseException:
            self._closers.close()
            raise
        self._closers.callback(self.runtime.close)
        self.platform = CapRoverDouble(
            self.runtime, password=self.password, root_domain=ROOT_DOMAIN, timing=session.timing
        )
        self._closers.callback(self.platform.close)

    def __enter__(self) -> Self:
        try:
            self.runtime.start()
            self.platform.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the platform, then every process, then give the addresses back."""
        self._closers.close()

    def dashboard(self) -> Dashboard:
        """Log in as the operator."""
        return Dashboard(self.platform.url, self.password)

    def visitor(self) -> Visitor:
        """Return somebody who asks for the app's paths from outside."""
        return Visitor(self.url, self.paths)

    @property
    def profile(self) -> Path:
        """The app's `fix502.toml`."""
        return self.root / "fix502.toml"

    def shop_open(self) -> None:
        """Put the marketplace and its database there, as deployed long ago.

        Raises:
            SandboxError: the marketplace's source or PostgreSQL is missing.

        """
        session, cluster = self.session, self.session.cluster
        self.app, self.paths = shop.APP, shop.PATHS
        self.runtime.images.add(cluster.image())
        volume = self.runtime.volume("postgres-data")
        volume.chmod(0o700)
        cluster.copy_to(volume)
        self.platform.adopt(
            shop.DATABASE_APP,
            database.IMAGE,
            hasPersistentData=True,
            notExposeAsWebApp=True,
            volumes=[{"containerPath": database.DATA_PATH, "volumeName": "postgres-data"}],
        )
        image = self._build(
            shop.APP, shop.archive(session.source, session.port), shop.dockerfile(session.port)
        )
        variables = shop.variables(self.url, self.host, cluster.password)
        self.platform.adopt(
            shop.APP,
            image,
            hasPersistentData=True,
            volumes=[shop.MEDIA_VOLUME],
            containerHttpPort=session.port,
            envVars=[{"key": key, "value": value} for key, value in variables.items()],
            customDomain=[{"publicDomain": self.host, "hasSsl": False}],
        )
        self._write_profile(shop.profile(self.url, session.port, self.platform.url))

    def foreign_open(self) -> None:
        """Put somebody else's site there, as deployed long ago."""
        port = self.session.port
        self.app, self.paths = foreign_image.APP, foreign_image.PATHS
        source = foreign_image.archive(port, ["site.css"])
        self.platform.adopt(
            foreign_image.APP,
            self._build(foreign_image.APP, source, foreign_image.dockerfile(port)),
            containerHttpPort=port,
            envVars=[{"key": key, "value": value} for key, value in foreign_image.VARIABLES.items()],
            customDomain=[{"publicDomain": self.host, "hasSsl": False}],
        )
        self._write_profile(foreign_image.profile(self.url, port, self.platform.url))

    def wait_steady(self) -> None:
        """Wait until a visitor is served on every path.

        Raises:
            SteadyStateError: that does not happen.

        """
        if self.visitor().wait(all_well, seconds=STEADY_SECONDS, times=2) is None:
            raise SteadyStateError(f"{self.app} does not serve in the sandbox:\n{self.log_tail()}")

    def wait_log(self, text: str) -> None:
        """Wait until a line of the app's log contains `text`.

        Raises:
            SteadyStateError: none does.

        """
        deadline = time.monotonic() + STEADY_SECONDS
        while not any(text in entry.text for entry in self.runtime.logs(self.app)):
            if time.monotonic() > deadline:
                raise SteadyStateError(f"no line of {self.app}'s log says {text!r}:\n{self.log_tail()}")
            time.sleep(0.2)

    def log_tail(self, lines: int = 15) -> str:
        """Return the newest lines of the app's log, in order of time."""
        entries = sorted(self.runtime.logs(self.app), key=lambda entry: entry.at_ns)
        return "".join(entry.text for entry in entries[-lines:])

    def _runtime(self) -> ProcessRuntime:
        nap = ("sleep", "86400")
        placeholder = Image(name=PLACEHOLDER_IMAGE, command=nap, variables={"PATH": os.defpath})
        return ProcessRuntime(
            self.root,
            ImageStore(self.root / "images", [self.session.python_image(), placeholder]),
            subnet=self._subnet,
            front_port=self.session.port,
            habits=self.session.habits,
        )

    def _build(self, app: str, source: bytes, lines: list[str]) -> str:
        name = f"img-captain-{app}:1"
        recipe = {"schemaVersion": 2, "dockerfileLines": lines}
        return self.runtime.images.build(name, recipe, source, lambda _line: None).name

    def _write_profile(self, text: str) -> None:
        self.profile.write_text(text, encoding="utf-8")
