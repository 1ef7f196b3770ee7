"""Why a repair is not made. Each error has a stable code."""


class RemedyError(Exception):
    """Base of all."""

    code = "remedy-error"


class NotApplicableError(RemedyError):
    """The remedy can't help here; the text says what it lacks."""

    code = "remedy-not-applicable"


class LockHeldError(RemedyError):
    """Somebody else repairs this app right now."""

    code = "remedy-lock-held"


class StateError(RemedyError):
    """The state folder can't be used, or what is in it can't be trusted."""

    code = "remedy-state"


class GivenValueError(RemedyError):
    """A value of --set can't be used. The text never holds the value."""

    code = "remedy-given-value"
