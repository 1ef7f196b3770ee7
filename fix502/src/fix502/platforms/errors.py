"""What can go wrong between fix502 and a platform. Each error has a stable code and says what to do."""


class PlatformError(Exception):
    """Base of all. The text never holds a password, a token or a variable's value."""

    code = "platform-error"
    retryable = False

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice
        """What the operator can do about it, in one sentence."""


class PasswordMissingError(PlatformError):
    """No password was given, and nobody could be asked."""

    code = "platform-password-missing"


class PasswordRefusedError(PlatformError):
    """The password is wrong. It is never tried again: five wrong ones lock everybody's login out."""

    code = "platform-password-refused"


class LoginLockedError(PlatformError):
    """Too many wrong passwords lately, by whomever; also the right one is refused for a while."""

    code = "platform-login-locked"
    retryable = True


class UnreachableError(PlatformError):
    """Nothing answers, or a proxy answers in the platform's place."""

    code = "platform-unreachable"
    retryable = True


class NotReadyError(PlatformError):
    """The platform is still starting, for longer than our patience."""

    code = "platform-not-ready"
    retryable = True


class BusyError(PlatformError):
    """Another operation kept the platform busy for longer than our patience."""

    code = "platform-busy"
    retryable = True


class AppMissingError(PlatformError):
    """The platform has no app of that name."""

    code = "platform-app-missing"


class OperationRefusedError(PlatformError):
    """The platform understood and said no. `status` is its own number."""

    code = "platform-refused"

    def __init__(self, message: str, *, status: int, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.status = status


class BrokenAnswerError(PlatformError):
    """The answer is not what the platform's API gives: its own failure, or not that platform at all."""

    code = "platform-broken-answer"

    def __init__(self, message: str, *, http_status: int, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.http_status = http_status


class ServiceGoneError(PlatformError):
    """The app is listed, but what should run it does not exist."""

    code = "platform-service-gone"


class BuildFailedError(PlatformError):
    """A deploy was accepted and its build failed; the old version is still the deployed one."""

    code = "platform-build-failed"


class DeployTimeoutError(PlatformError):
    """A deploy was accepted and did not end in time."""

    code = "platform-deploy-timeout"
    retryable = True
