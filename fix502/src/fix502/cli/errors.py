"""What a command raises when the user can put it right."""


class UsageError(Exception):
    """Wrong arguments or input. The message names the thing, what was expected, and what to do."""

    code = "usage"
