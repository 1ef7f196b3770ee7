"""Finds a Python that is new enough. Written for any Python 3, so that an old one can say so."""

import os
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def require_python(script):  # type: ignore[no-untyped-def]  # annotations would be fine, old parsers decide
    """Return if this Python is new enough, else start `script` with one that is, or say what is needed."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            candidate = os.path.join(folder, name)
            if os.access(candidate, os.X_OK):
                os.execv(candidate, [candidate, script] + sys.argv[1:])  # noqa: S606, RUF005
    sys.exit(
        "Python {}.{} or newer is needed; this is {}.{}, and PATH holds no newer one. "
        "Install python3.11 or newer and start again.".format(*OLDEST, *sys.version_info[:2])
    )
