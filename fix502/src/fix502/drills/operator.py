"""The operator's hands: the real `fix502` commands, run as he would run them, in a home of his own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fix502
from fix502.drills.sandbox import Sandbox

_SECONDS = 240.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command said. `report` is its JSON, empty if it printed none."""

    exit_code: int
    report: Mapping[str, Any]
    output: str
    """Both streams as text, for a person to read when a drill goes wrong."""

    def codes(self) -> list[str]:
        """Return the codes of the report's findings, the first first."""
        return [str(finding.get("code")) for finding in self.report.get("findings") or []]


class Operator:
    """Runs commands against one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._home = sandbox.root / "operator"
        self._home.mkdir(mode=0o700, exist_ok=True)

    def check(self) -> Answer:
        """Run `fix502 check`, which remembers a definition that is known to be good."""
        return self._run(["check", "--profile", str(self._sandbox.profile)])

    def diagnose(self) -> Answer:
        """Run `fix502 diagnose`."""
        return self._run(["diagnose", "--profile", str(self._sandbox.profile), "--format", "json"])

    def fix(self, values: Mapping[str, str] | None = None) -> Answer:
        """Run `fix502 fix` with consent; `values` are handed over in files, as secrets should be."""
        words = ["fix", "--profile", str(self._sandbox.profile), "--yes", "--allow", "disruptive"]
        with tempfile.TemporaryDirectory(dir=self._home) as folder:
            for name, value in (values or {}).items():
                path = Path(folder) / name
                path.write_text(value, encoding="utf-8")
                path.chmod(0o600)
                words += ["--set", f"{name}=@{path}"]
            return self._run([*words, "--format", "json"])

    def _run(self, words: Sequence[str]) -> Answer:
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
            "PYTHONPATH": str(Path(fix502.__file__).parent.parent),
            "HOME": str(self._home),
            "XDG_STATE_HOME": str(self._home / "state"),
            "FIX502_CAPROVER_PASSWORD": self._sandbox.password,
            "LANG": "C.UTF-8",
        }
        done = subprocess.run(
            [sys.executable, "-m", "fix502", *words],
            cwd=self._home,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        return Answer(
            exit_code=done.returncode,
            report=_report(done.stdout),
            output=f"$ fix502 {' '.join(words)}\n{done.stdout}{done.stderr}(exit code {done.returncode})\n",
        )


def _report(text: str) -> Mapping[str, Any]:
    try:
        parsed = json.loads(text)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
