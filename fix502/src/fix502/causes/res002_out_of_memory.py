"""The app runs out of memory and is killed.

## What it is

The kernel (or the container's limit) kills a process that asks for memory which is not there.
Gunicorn's master survives and writes "was sent SIGKILL! Perhaps out of memory?"; a killed master
leaves nothing but exit code 137.

## Why it becomes a 502

Requests of the killed worker break off; when the master dies, or workers die faster than they
start, nobody answers.

## How it is told from its rivals

Gunicorn sends SIGKILL itself to a worker that timed out, and then writes the same guess: a SIGKILL
after WORKER TIMEOUT of the same pid is APP001. Exit code 137 alone proves nothing: a supervisor or
`docker stop` gives it too (RES005, TSK009).

## Repair by hand

1. `docker inspect --format '{{.State.OOMKilled}}' CONTAINER`, `dmesg | grep -i oom`.
2. Fewer workers, `--max-requests` against leaks, a higher limit or more memory.

## What fix502 changes

Restarts the app so that it serves again, or rolls back if the new image brought it; raising a limit
is advice.

## Limits

When a worker is killed, the container's own OOM flag stays silent; the counter in the cgroup's
memory.events does not.
"""

from fix502.causes.predicates import HOST_LOG, Answer, logged, seen
from fix502.causes.record import Cause, Depth
from fix502.causes.view import View
from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker


def killed_for_memory(view: View) -> Answer:
    """Yes if the kernel or the runtime says so, or a worker got SIGKILL that no time-out explains."""
    told = view.select(FactKind.LOG_CLASS, "oom")
    killed = view.select(
        FactKind.SIGNAL, None, lambda fact: fact.value == "SIGKILL" and fact.data.get("unexplained") is True
    )
    if told or killed:
        return Answer(truth=True, facts=(*told, *killed))
    if view.select(FactKind.LOG_CLASS, "silent-reboots"):
        return Answer(truth=None)
    return Answer(truth=False if view.heard(tuple(Speaker)) else None)


def all_kills_explained(view: View) -> Answer:
    """Yes if there were kills and each followed a time-out."""
    kills = view.select(FactKind.SIGNAL, None, lambda fact: fact.value == "SIGKILL")
    told = view.select(FactKind.LOG_CLASS, "oom")
    explained = bool(kills) and not told and not any(fact.data.get("unexplained") for fact in kills)
    return Answer(truth=explained, facts=kills)


CAUSE = Cause(
    code="RES002",
    slug="oom",
    title="The app runs out of memory and is killed",
    passes_as="Memory suffices",
    depth=Depth.RESOURCE,
    requires=(seen(killed_for_memory, "a process was killed for memory", HOST_LOG),),
    supports=(logged("silent-reboots", text="workers start over and over without a word"),),
    refuted_by=(seen(all_kills_explained, "every SIGKILL follows a WORKER TIMEOUT of the same pid"),),
    rivals=("APP001", "TSK009", "RES005"),
    root_of=("TSK003", "TSK009", "APP001", "EDG006", "NET016", "NET017", "APP005", "RES005"),
    sentences=(
        "The kernel killed {process} (pid {pid}): out of memory",
        "Worker {subject} was killed with SIGKILL without having timed out: out of memory",
        "The app runs out of memory",
    ),
    remedies=("restart", "roll-back", "advise-memory-limit"),
    no_drill_because=(
        "A memory limit needs a container engine or cgroups of one's own; the rule is "
        "tested with the kernel's and the servers' messages."
    ),
)
