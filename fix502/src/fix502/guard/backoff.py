"""How long to wait before the next attempt: quick attempts first, then slow ones for ever."""

from dataclasses import dataclass


@dataclass
class Backoff:
    """Delays between attempts that fail in a row.

    Args:
        first: seconds after the first failure (0 tries again at once).
        cap: longest delay between two quick attempts, in seconds.
        quick: how many attempts are quick; the failure that reaches this number is the visible end.
        slow: seconds between the attempts after that.

    """

    first: float
    cap: float
    quick: int
    slow: float
    failures: int = 0

    def failed(self) -> float:
        """Count one failure and return the seconds to wait before the next attempt."""
        self.failures += 1
        if self.failures >= self.quick:
            return self.slow
        if self.failures == 1:
            return self.first
        step = max(self.first, 1.0)
        doublings = self.failures - (1 if self.first else 2)
        return min(step * 2.0**doublings, self.cap)

    @property
    def ended(self) -> bool:
        """Whether this very failure was the last quick one."""
        return self.failures == self.quick

    def succeeded(self) -> None:
        """Forget the failures: the next one is a first one again."""
        self.failures = 0
