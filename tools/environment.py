"""The virtual environment of the project: made once, from the lock file, and made again when that changes."""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from console import Progress, SetupError, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
SPACE_NEEDED = 600 * 1024 * 1024


def ensure_environment(lock: str) -> Path:
    """Return the interpreter of `.venv` with everything in `lock` installed.

    `.venv` may hold more than `lock` asks for (all locks come from one resolution), never less.
    Raises `SetupError`: one sentence for a read-only folder, a full disk, a missing pip, a failed install.
    """
    wanted = _fingerprint(lock)
    installed = STAMP.read_text().splitlines() if STAMP.exists() else []
    if wanted in installed and PYTHON.exists():
        return PYTHON
    try:
        _make_environment()
        _install(lock)
        STAMP.write_text("\n".join([*_still_valid(installed), wanted]) + "\n")
    except OSError as error:
        raise _explain(error) from error
    return PYTHON


def _fingerprint(lock: str) -> str:
    """What the environment depends on: the lock, where the checkout is, and which Python made it."""
    digest = hashlib.sha256((ROOT / lock).read_bytes())
    digest.update((ROOT / "fix502" / "pyproject.toml").read_bytes())
    return f"{lock} {digest.hexdigest()[:16]} {sys.version_info.major}.{sys.version_info.minor} {ROOT}"


def _still_valid(installed: list[str]) -> list[str]:
    return [line for line in installed if line in {_fingerprint(name) for name in LOCKS}]


LOCKS = ("requirements.lock", "requirements-test.lock")


def _make_environment() -> None:
    same_place = STAMP.exists() and all(str(ROOT) in line for line in STAMP.read_text().splitlines())
    if VENV.exists() and (not same_place or not PYTHON.exists()):
        shutil.rmtree(VENV)
    if PYTHON.exists():
        return
    if not os.access(ROOT, os.W_OK):
        raise _explain(OSError(errno.EACCES, os.strerror(errno.EACCES), str(ROOT)))
    free = shutil.disk_usage(ROOT).free
    if free < SPACE_NEEDED:
        raise SetupError(
            f"{ROOT} has {free // 1024**2} MB of disk space left; setting up needs about "
            f"{SPACE_NEEDED // 1024**2} MB. Free some space and start again.",
            "disk-full",
        )
    # Without pip inside: Debian's Python has no ensurepip, and the outer pip installs just as well.
    with step("Making .venv"):
        _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    STAMP.write_text("")


def _install(lock: str) -> None:
    pip = [_interpreter_with_pip(), "-m", "pip", "--python", str(PYTHON), "install"]
    pip += ["--disable-pip-version-check", "--no-input"]
    packages = sum(1 for line in (ROOT / lock).read_text().splitlines() if line[:1].isalnum())
    with step(f"Installing {packages} packages from {lock}") as progress:
        _run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(ROOT / lock)], progress, packages)
        _run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT / "fix502")])


def _interpreter_with_pip() -> str:
    """This Python, or, if it belongs to a virtual environment without pip, the one below it."""
    for candidate in (sys.executable, str(Path(sys.base_prefix) / "bin" / "python3")):
        try:
            if not subprocess.run([candidate, "-m", "pip", "--version"], capture_output=True).returncode:
                return candidate
        except FileNotFoundError:
            continue
    raise SetupError(
        f"{sys.executable} has no pip. Install it (Debian: apt-get install python3-pip) and start again.",
        "pip-missing",
    )


def _run(command: list[str], progress: Progress | None = None, total: int = 0) -> None:
    """Run `command`, count what pip collects, and turn its failure into one sentence."""
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "PYTHONUNBUFFERED": "1"}
    seen: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        for line in process.stdout or ():
            seen.append(line.rstrip())
            if progress and line.startswith(("Collecting ", "Requirement already")):
                collected = sum(text.startswith(("Collecting ", "Requirement already")) for text in seen)
                progress.note = f"{collected} of {total}"
            elif progress and line.startswith("Installing collected"):
                progress.note = "unpacking"
    if process.returncode == 0:
        return
    output = "\n".join(seen)
    for number in (errno.ENOSPC, errno.EROFS, errno.EACCES):
        if os.strerror(number) in output:
            raise _explain(OSError(number, os.strerror(number), str(VENV)))
    told = next(
        (text for text in reversed(seen) if text.startswith("ERROR")), seen[-1] if seen else "no output"
    )
    raise SetupError(
        f"{' '.join(command[:3])} … ended with exit code {process.returncode}: {told} "
        "A package index must be reachable the first time; afterwards nothing is fetched.",
        "install-failed",
    )


def _explain(error: OSError) -> SetupError:
    place = error.filename or VENV
    if error.errno == errno.ENOSPC:
        return SetupError(f"The disk is full ({place}). Free about 600 MB and start again.", "disk-full")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return SetupError(
            f"{place} can't be written. Start from a copy of the checkout in a folder that you may write to.",
            "read-only",
        )
    return SetupError(f"{place}: {error.strerror}.", "setup")
