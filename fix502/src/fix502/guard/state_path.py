"""Where the guard's state socket is, for the guard and for whoever asks it."""

import os


def default_state_path() -> str:
    """Return GUARD_STATE, or a path of this user's own in XDG_RUNTIME_DIR or the temporary folder."""
    path = os.environ.get("GUARD_STATE")
    if path:
        return path
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and os.path.isdir(runtime):  # noqa: PTH112 pathlib costs start-up time
        return f"{runtime}/fix502-guard.sock"
    return f"{os.environ.get('TMPDIR') or '/tmp'}/fix502-guard-{os.geteuid()}.sock"  # noqa: S108 sticky; mode 0600
