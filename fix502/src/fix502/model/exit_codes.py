"""What each exit code of a command means. Scripts depend on it: codes are added, never changed."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command but `guard` and `health`, which document their own."""

    OK = 0
    """Healthy, nothing to do, or repaired and verified."""
    CAUSE = 1
    """A cause is determined (confirmed or likely); nothing was changed."""
    USAGE = 2
    """Wrong usage or configuration."""
    UNDETERMINED = 3
    """There is a problem and its cause is undetermined."""
    INCOMPLETE = 4
    """Could not look (permission, timeout), and no problem in what could be seen; also: not settled yet."""
    UNDONE = 5
    """A remedy was applied, did not verify, was undone, and the undo verified."""
    UNDO_FAILED = 6
    """The undo failed: the state is unknown, act now."""
    REFUSED = 7
    """Refused: lock held, verdict changed, or policy forbids."""
    INTERNAL = 70
    """A defect of fix502 itself; a report file says which."""
    INTERRUPTED = 130
    """Stopped with Ctrl-C."""
