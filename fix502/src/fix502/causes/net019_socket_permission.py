"""The proxy may not use the app's Unix socket.

## What it is

The socket exists, and nginx's user lacks the right to write to it, or to enter one of the folders
above (a home folder with mode 700 or 750).

## Why it becomes a 502

The connection is denied before the app sees it.

## How it is told from its rivals

(13) on `unix:` is a matter of permissions; (13) on an address with a port is SELinux (NET020).

## Repair by hand

`namei -l /path/to.sock` shows where it ends; put the socket below /run, with the group of the web
server.

## What fix502 changes

fix502 prints the repair and changes nothing: owners and modes on the host are yours.

## Limits

SELinux can deny sockets as well; `ausearch -m avc` tells.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth
from fix502.model.facts import Fact


def is_denied_socket(fact: Fact) -> bool:
    """Tell whether the proxy was denied a Unix socket (and not a TCP port, which is SELinux)."""
    where = f"{fact.data.get('target', '')} {fact.data.get('upstream', '')} {fact.line}"
    return fact.value == 13 and "unix:" in where


CAUSE = Cause(
    code="NET019",
    slug="proxy-socket-permission",
    title="The proxy may not use the app's Unix socket",
    passes_as="The proxy may use the app's Unix socket",
    depth=Depth.EDGE,
    requires=(proxy("connect", where=is_denied_socket, text="access to the socket is denied (13)"),),
    refuted_by=(outside_well,),
    rivals=("NET020", "NET018"),
    root_of=("NET017",),
    sentences=("The proxy may not use the socket {target}", "The proxy may not use the app's Unix socket"),
    remedies=("advise-socket-permission",),
    no_drill_because="The sandbox's proxy connects over TCP, as CapRover's does.",
)
