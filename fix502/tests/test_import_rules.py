"""What each part of fix502 may import, tried with the rest absent."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

SOURCE = Path(__file__).parents[1] / "src"
SITE_PACKAGES = Path(httpx.__file__).parents[1]


def run_python(program: str, *folders: Path) -> subprocess.CompletedProcess[str]:
    """Run `program` with nothing on the path but the standard library and `folders`."""
    paths = [str(folder) for folder in folders]
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {paths!r}; {program}"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["guard", "health"])
def test_guard_and_health_when_no_package_is_installed_then_they_start(command: str) -> None:
    program = f"from fix502.__main__ import main; sys.argv[1:] = [{command!r}, '--help']; main()"
    done = run_python(program, SOURCE)
    assert "usage" in (done.stdout + done.stderr).lower()
    assert "ModuleNotFoundError" not in done.stderr


def test_every_module_when_django_is_absent_then_it_imports(tmp_path: Path) -> None:
    for entry in SITE_PACKAGES.iterdir():
        if not entry.name.lower().startswith(("django", "multivendor")):
            (tmp_path / entry.name).symlink_to(entry)
    walk = (
        "import pkgutil, importlib, fix502\n"
        "names = [m.name for m in pkgutil.walk_packages(fix502.__path__, 'fix502.')]\n"
        "for name in names: importlib.import_module(name) if not name.endswith('__main__') else None\n"
        "print(len(names), 'django' in sys.modules)"
    )
    done = run_python(f"exec({walk!r})", SOURCE, tmp_path)
    assert done.returncode == 0, done.stderr
    count, django = done.stdout.split()
    assert int(count) > 20
    assert django == "False"
