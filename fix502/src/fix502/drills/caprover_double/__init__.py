"""A stand-in for CapRover's HTTP API that keeps its traps, for tests and drills.

It behaves as CapRover 1.15.3 was seen to behave on the wire: a POST update replaces what it does not name,
one write at a time, tokens that die with the process, logs that are pruned after an update and never in
order, builds that queue, and no word anywhere about whether an app really runs. What runs is the `Runtime`'s
business.

Not modelled, and answered 404: rename, custom domains and certificates, one-click apps, registries, projects,
image clean-up, the server's own settings, two-factor login.
"""

from fix502.drills.caprover_double.double import CapRoverDouble
from fix502.drills.caprover_double.runtime import (
    BuildError,
    BuildRequest,
    Definition,
    LogEntry,
    MemoryRuntime,
    Outcome,
    ProxyConfigError,
    Runtime,
    RuntimeRefusedError,
    ServiceGoneError,
)
from fix502.drills.caprover_double.timing import FAST, REAL, Timing

__all__ = [
    "FAST",
    "REAL",
    "BuildError",
    "BuildRequest",
    "CapRoverDouble",
    "Definition",
    "LogEntry",
    "MemoryRuntime",
    "Outcome",
    "ProxyConfigError",
    "Runtime",
    "RuntimeRefusedError",
    "ServiceGoneError",
    "Timing",
]
