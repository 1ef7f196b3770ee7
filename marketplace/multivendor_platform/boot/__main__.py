"""Command line: python -m multivendor_platform.boot STEP, from the folder marketplace/.

Exit codes: 0 done, 78 settings, 75 database away, 77 login refused or database missing, 65 migration failed,
1 anything else. A failure is one sentence on standard error; a traceback is a programming error.
"""

from __future__ import annotations

import sys

from multivendor_platform.environment.errors import EnvironmentVariablesError

from .errors import BootError, ExitCode
from .steps import STEPS


def main(arguments: list[str]) -> int:
    """Run one step."""
    if len(arguments) != 1 or arguments[0] not in STEPS:
        sys.stderr.write(f"usage: python -m multivendor_platform.boot {'|'.join(STEPS)}\n")
        return 2
    try:
        outcome = STEPS[arguments[0]]()
    except BootError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except EnvironmentVariablesError as error:
        sys.stderr.write(f"{error}\n")
        return ExitCode.SETTINGS
    sys.stdout.write(f"{outcome}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
