"""A small deployment for tests: a shop and its database on a CapRover double, behind a real HTTP front."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from front import Front

from fix502.drills.caprover_double import FAST, CapRoverDouble, Definition, MemoryRuntime, Outcome, Timing

PASSWORD = "captain42"
RIGHT = "correct-horse-battery"
COMPLETE = "guard: start-up complete"

PROFILE = """
[app]
name = "shop"
url = "http://shop.apps.localhost"
[platform]
kind = "caprover"
url = "{platform}"
[[check]]
path = "/health/"
body = "OK"
[[check]]
path = "/api/departments/"
json = true
[variables]
DJANGO_SETTINGS_MODULE = {{ value = "shop.settings" }}
DB_HOST = {{ value = "srv-captain--db" }}
DB_PASSWORD = {{ secret = true }}
[database]
app = "db"
[start]
complete = "guard: start-up complete"
seconds = 2
[repair]
attempts = {attempts}
successes = 2
proof_seconds = 0
"""

LISTENING = (1, "guard: listening on 0.0.0.0:80 (pid 1)\n")
GOOD = (
    LISTENING,
    (1, "guard: step settings: ok in 0.41 s (required)\n"),
    (1, "guard: step database: ok in 0.02 s (required)\n"),
    (1, "guard: server started (pid 23, attempt 1)\n"),
    (1, "guard: start-up complete, serving on 0.0.0.0:80 after 1.9 s\n"),
)
REFUSED = (
    LISTENING,
    (1, "guard: step settings: ok in 0.41 s (required)\n"),
    (
        2,
        (
            'connection to server at "srv-captain--db" (10.0.1.5), port 5432 failed: FATAL:  password '
            "authentication "
            'failed for user "postgres"\n'
        ),
    ),
    (1, "guard: step database: failed in 0.41 s (required, exit 77, attempt 1), trying again in 5 s\n"),
)
DATABASE_AWAY = (
    LISTENING,
    (1, "guard: step settings: ok in 0.41 s (required)\n"),
    (
        2,
        (
            'connection to server at "srv-captain--db" (10.0.1.5), port 5432 failed: Connection refused\n'
            "\tIs the server running on that host and accepting TCP/IP connections?\n"
        ),
    ),
    (1, "guard: step database: failed in 0.41 s (required, exit 75, attempt 1), trying again in 5 s\n"),
)
MISSING_MODULE = (
    LISTENING,
    (2, "Traceback (most recent call last):\n"),
    (2, '  File "/app/shop/urls.py", line 3, in <module>\n'),
    (2, "    import markdown\n"),
    (2, "ModuleNotFoundError: No module named 'markdown'\n"),
    (1, "guard: step settings: failed in 0.41 s (required, exit 1, attempt 1), trying again in 5 s\n"),
)


class World:
    """The double, the front and the profile. `faulty_images` start with a missing module."""

    def __init__(self, double: CapRoverDouble, runtime: MemoryRuntime, front: Front, folder: Path) -> None:
        self.double = double
        self.runtime = runtime
        self.front = front
        self.profile = folder / "fix502.toml"
        self.faulty_images: set[str] = set()
        self.password = RIGHT
        self.write_profile()

    def write_profile(self, *, attempts: int = 5, extra: str = "") -> None:
        """Write the profile."""
        self.profile.write_text(PROFILE.format(platform=self.double.url, attempts=attempts) + extra)

    def program(self, app: str, definition: Definition, image: str) -> Outcome:
        """Start an app as its definition says."""
        if app != "shop":
            return Outcome(serves=True, lines=((1, "ready\n"),))
        variables = {row["key"]: row["value"] for row in definition["envVars"]}
        if image in self.faulty_images:
            return Outcome(serves=False, lines=MISSING_MODULE)
        if variables.get("DB_PASSWORD") != self.password:
            return Outcome(serves=False, lines=REFUSED)
        if not self.runtime.is_serving("db"):
            return Outcome(serves=False, lines=DATABASE_AWAY)
        return Outcome(serves=True, lines=GOOD)

    def retry_shop_after(self, app: str) -> None:
        """Have the shop start again once `app` was updated, as the guard's retries do."""

        def then_shop(name: str) -> None:
            if name == app:
                self.runtime.update("shop", self.double.definition("shop"), "img-captain-shop:1")

        self.runtime.after_update = then_shop

    def variables(self) -> dict[str, str]:
        """Return the shop's variables as the platform has them."""
        return {row["key"]: row["value"] for row in self.double.definition("shop")["envVars"]}

    def set_variables(self, **changes: str) -> None:
        """Change variables as a person at the dashboard would."""
        rows = [{"key": key, "value": value} for key, value in (self.variables() | changes).items()]
        self.double.update({"appName": "shop", "envVars": rows}, replace=False)

    def deploy(self, image: str) -> None:
        """Deploy a new version and wait until it runs."""
        count = len(self.runtime.updates)
        job = self.double.deploy(
            "shop", content=f'{{"schemaVersion": 2, "dockerfileLines": ["FROM {image}"]}}'
        )
        if not job.done.wait(20) or job.error:
            raise RuntimeError(f"no deploy: {job.error}")
        if len(self.runtime.updates) == count:
            raise RuntimeError("deployed, and not started")


@contextmanager
def small_world(
    folder: Path, timing: Timing = FAST, prepare: Callable[[World], None] | None = None
) -> Iterator[World]:
    """Build the deployment, well."""
    runtime = MemoryRuntime()
    runtime.images.add("img-captain-shop:1")
    with CapRoverDouble(runtime, timing=timing, password=PASSWORD) as double, Front(runtime) as front:
        world = World(double, runtime, front, folder)
        runtime.program = world.program
        double.adopt("db", "postgres:15", hasPersistentData=True, notExposeAsWebApp=True)
        values = {
            "DB_HOST": "srv-captain--db",
            "DB_PASSWORD": RIGHT,
            "DJANGO_SETTINGS_MODULE": "shop.settings",
        }
        rows = [{"key": key, "value": value} for key, value in values.items()]
        double.adopt("shop", "img-captain-shop:1", envVars=rows)
        if prepare:
            prepare(world)
        yield world
