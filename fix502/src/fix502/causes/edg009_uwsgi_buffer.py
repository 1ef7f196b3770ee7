"""uWSGI's buffer is too small for a request's header.

## What it is

uWSGI reads the header into a buffer of 4096 bytes; long addresses and cookies exceed it.

## Why it becomes a 502

The request is skipped and the connection closed; nginx says "reset by peer" and answers 502.

## How it is told from its rivals

The size is a little above the limit. 21573 and its like are letters of HTTP (EDG008). nginx's reset
follows from it.

## Repair by hand

`buffer-size = 32768` in uWSGI.

## What fix502 changes

fix502 prints the repair and changes nothing: it is a line in the server's configuration.

## Limits

Only requests with big headers fail.
"""

from fix502.causes.edg008_uwsgi_protocol import is_http
from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth, Scope
from fix502.model.facts import Fact
from fix502.parsers.patterns import Speaker


def is_big_header(fact: Fact) -> bool:
    """Tell whether the refused block is a real header, and not the letters of an HTTP method."""
    return not is_http(fact)


CAUSE = Cause(
    code="EDG009",
    slug="uwsgi-buffer-too-small",
    title="uWSGI's buffer is too small for a request's header",
    passes_as="uWSGI's buffer suffices",
    depth=Depth.EDGE,
    scope=Scope.SOME,
    requires=(
        logged(
            "uwsgi-block",
            where=is_big_header,
            by=tuple(Speaker),
            text="a request's header exceeds uWSGI's buffer",
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("EDG008",),
    root_of=("EDG006",),
    sentences=("A request's header of {size} bytes exceeds uWSGI's buffer of {limit}",),
    remedies=("advise-uwsgi-buffer",),
    no_drill_because="The sandbox serves with Gunicorn.",
)
