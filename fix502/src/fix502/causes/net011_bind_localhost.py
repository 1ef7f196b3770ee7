"""The app listens on 127.0.0.1 inside its container.

## What it is

The server was told (or left) to bind 127.0.0.1. In a container that address is reachable only from
within: gunicorn without `--bind` and without PORT, Django's runserver, Flask, Vite and many others
do so by default.

## Why it becomes a 502

The proxy dials the container's address on the network, where nobody listens: refused, for every
request, although the app's log is perfectly healthy.

## How it is told from its rivals

Port and proxy agree (else NET010) and the log has no error. Without a container, loopback is right:
nginx on the same host reaches it, and that is no finding.

## Repair by hand

Bind 0.0.0.0 (or [::]): `gunicorn --bind 0.0.0.0:80`, `runserver 0.0.0.0:80`, `HOST=0.0.0.0`.

## What fix502 changes

Restores the variables of the last good definition if one of them sets the address; else it prints
the change.

## Limits

The start command is part of the image; the platform's API can't change it.
"""

from fix502.causes.predicates import APP_LOG, OUTSIDE, Answer, outside_well, seen
from fix502.causes.record import Cause, Depth
from fix502.causes.view import View
from fix502.model.facts import Fact, FactKind


def only_loopback(view: View) -> Answer:
    """Yes if the app said where it listens and every address is a loopback address."""
    heard = view.select(FactKind.LISTENING)
    if not heard:
        return Answer(truth=None)
    loopback = tuple(fact for fact in heard if fact.data.get("loopback"))
    reachable = [
        fact for fact in heard if not fact.data.get("loopback") and fact.data.get("server") != "socket-table"
    ]
    return Answer(truth=bool(loopback) and not reachable, facts=loopback)


def apart(view: View) -> Answer:
    """Yes if something shows that the proxy dials from elsewhere: a container, a refusal, a platform."""
    if any(view.select(FactKind.CONTAINER_PORT)) and view.has_outside:
        failing = view.gateway_failing()
        return Answer(truth=bool(failing), facts=failing[:1])
    refused = view.select(
        FactKind.PROXY_ERROR, "connect", lambda fact: fact.value == 111 and not is_loopback(fact)
    )
    timeout = view.select(FactKind.LOG_CLASS, "platform-boot-timeout")
    if refused or timeout:
        return Answer(truth=True, facts=(*refused, *timeout)[:2])
    if view.select(FactKind.LOG_CLASS, "serving"):
        return Answer(truth=False)
    contained = tuple(
        fact
        for fact in view.select(FactKind.LISTENING)
        if fact.data.get("loopback") and fact.data.get("container")
    )
    if contained and not view.select(FactKind.LOG_CLASS, "asked-to-stop"):
        return Answer(truth=True, facts=contained)
    return Answer(truth=None)


def is_loopback(fact: Fact) -> bool:
    """Tell whether the proxy's error line dialled the loopback address itself."""
    text = f"{fact.data.get('upstream', '')} {fact.data.get('target', '')}"
    return "127.0.0.1" in text or "localhost" in text or "[::1]" in text


CAUSE = Cause(
    code="NET011",
    slug="bind-localhost",
    title="The app listens on 127.0.0.1 inside its container",
    passes_as="The app listens on an address the proxy can reach",
    depth=Depth.NETWORK,
    requires=(
        seen(only_loopback, "the app listens on the loopback address only", APP_LOG),
        seen(apart, "the proxy is outside the app's container", OUTSIDE),
    ),
    refuted_by=(outside_well,),
    rivals=("NET010", "NET016", "TSK003", "TSK009"),
    root_of=("NET016", "NET017", "TSK009", "RES005", "TSK003"),
    sentences=(
        "The app listens on {host}:{listening} only; the proxy cannot reach a container's loopback address",
        "The app listens on a loopback address, which the proxy cannot reach",
    ),
    remedies=("restore-variables", "advise-bind-all"),
    drill="bind-localhost",
)
