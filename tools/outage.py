"""Shows one outage as its operator sees it: what every command of fix502 really prints, from fault to repair.

    .venv/bin/python tools/outage.py wrong-database-password

README's transcript comes from here. The outage is a drill: real nginx, guard, Gunicorn and PostgreSQL on
this machine, a stand-in for CapRover's API.
"""

import os
import subprocess
import sys
from pathlib import Path

from fix502.drills.faults import DRILLS, drill_find
from fix502.drills.sandbox import Sandbox
from fix502.drills.session import Session

COMMANDS = (
    ("status",),
    ("diagnose",),
    ("fix", "--dry-run"),
    ("fix", "--yes", "--allow", "disruptive"),
    ("check",),
)


def show(sandbox: Sandbox, home: Path, *words: str) -> None:
    """Run `fix502` as the operator would and print what it says and its exit code."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "HOME": str(home),
        "FIX502_CAPROVER_PASSWORD": sandbox.password,
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-m", "fix502", *words]
    done = subprocess.run(
        command, cwd=sandbox.profile.parent, env=environment, capture_output=True, text=True, check=False
    )
    print(f"$ fix502 {' '.join(words)}\n{done.stderr}{done.stdout}exit code {done.returncode}\n", flush=True)


def main() -> int:
    """Run the drill named on the command line; 2 if there is none of that name."""
    drill = drill_find(sys.argv[1]) if len(sys.argv) == 2 else None
    if drill is None:
        print(f"usage: outage.py DRILL, one of: {', '.join(drill.name for drill in DRILLS)}", file=sys.stderr)
        return 2
    with Session() as session, Sandbox(session) as sandbox:
        home = sandbox.root / "home"
        home.mkdir(mode=0o700)
        drill.open(sandbox)
        sandbox.wait_steady()
        show(sandbox, home, "check")
        with sandbox.dashboard() as dashboard:
            drill.inject(sandbox, dashboard)
        if drill.says:
            sandbox.wait_log(drill.says)
        sandbox.visitor().wait(drill.shows, seconds=60, times=3, lasting=4)
        for words in COMMANDS:
            show(sandbox, home, *words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
