"""The proxy dials another port than the app listens on.

## What it is

The app is well and listens, but on a port that nobody dials: 8000 where the proxy is set to 80,
say.

## Why it becomes a 502

The proxy connects to a closed port and gets a refusal, at once, for every request.

## How it is told from its rivals

The app's log has the listening line and no error; a loopback address on the right port is NET011, a
log with tracebacks is another cause.

## Repair by hand

Set the proxy's port (CapRover: HTTP Settings, Container HTTP Port) to the one the app listens on,
or the app's PORT variable to the proxy's.

## What fix502 changes

Sets the container port to the one in the app's listening line (PATCH of one key), and checks from
outside.

## Limits

An app that does not log where it listens can't be told this way.
"""

from fix502.causes.parameters import listening_port
from fix502.causes.predicates import PLATFORM, Answer, outside_fails, outside_well, seen
from fix502.causes.record import Cause, Depth
from fix502.causes.view import View
from fix502.model.facts import Fact, FactKind


def ports_differ(view: View) -> Answer:
    """Compare where the app listens with what the platform's proxy, or the proxy's error line, dials."""
    heard = [fact for fact in view.select(FactKind.LISTENING) if isinstance(fact.value, int)]
    if not heard:
        return Answer(truth=None)
    dialled = [fact for fact in view.select(FactKind.CONTAINER_PORT) if isinstance(fact.value, int)]
    if not dialled:
        return Answer(truth=None)
    ports = {fact.value for fact in heard}
    if any(fact.value in ports for fact in dialled):
        return Answer(truth=False)
    shown = tuple(
        Fact(
            kind=fact.kind,
            subject=fact.subject,
            value=fact.value,
            data={**fact.data, "dialled": dialled[0].value},
            at=fact.at,
            observation=fact.observation,
            line=fact.line,
        )
        for fact in heard[:1]
    )
    return Answer(truth=True, facts=(*shown, *dialled))


CAUSE = Cause(
    code="NET010",
    slug="port-mismatch",
    title="The proxy dials another port than the app listens on",
    passes_as="The proxy dials the port that the app listens on",
    depth=Depth.NETWORK,
    requires=(seen(ports_differ, "the app listens on another port than the proxy dials", PLATFORM),),
    supports=(outside_fails,),
    refuted_by=(outside_well,),
    rivals=("NET011", "NET016", "TSK003"),
    root_of=("NET016", "NET017"),
    sentences=(
        "The app listens on port {listening}; the proxy connects to port {dialled}",
        "The app listens on port {listening}; the proxy connects to another",
        "The proxy dials another port than the app listens on",
    ),
    remedies=("set-port", "set-variable"),
    parameters=listening_port,
    drill="wrong-port",
)
