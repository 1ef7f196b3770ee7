"""What can go wrong with the sandbox itself, as opposed to what is made to go wrong inside it."""


class DrillError(Exception):
    """A drill can't be run, or did not go as a drill goes. `cure` says what to do about it, if known."""

    code = "drill"

    def __init__(self, message: str, *, cure: str = "") -> None:
        super().__init__(message)
        self.cure = cure


class SandboxError(DrillError):
    """The sandbox can't be built here: a program is missing, or the system refuses something it needs."""

    code = "sandbox"


class NotVisibleError(DrillError):
    """The injected fault did not show from outside, so there was nothing to diagnose."""

    code = "not-visible"


class SteadyStateError(DrillError):
    """The app did not serve before the fault was put in."""

    code = "steady-state"
