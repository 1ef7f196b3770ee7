"""HTTP is spoken to a socket that expects the uwsgi protocol.

## What it is

`socket =` of uWSGI expects the binary uwsgi protocol; a proxy with proxy_pass, or a browser, sends
HTTP.

## Why it becomes a 502

uWSGI takes the letters of the request for a size, and drops the connection.

## How it is told from its rivals

The size is a method's second and third letter: 21573 is "ET" of GET, 21327 "OS" of POST. Sizes a
little above the limit are real headers (EDG009).

## Repair by hand

`uwsgi_pass` with `include uwsgi_params` in nginx, or `http-socket =` in uWSGI.

## What fix502 changes

fix502 prints the repair and changes nothing: it is a line in the proxy's or the server's
configuration.

## Limits

A scanner on an open port causes it too, without any fault.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth
from fix502.model.facts import Fact
from fix502.parsers.patterns import Speaker

# The two bytes after the first, read as a little-endian number: "ET" of GET, "OS" of POST, …
HTTP_SIZES = frozenset(
    method[1] + 256 * method[2]
    for method in (b"GET", b"POST", b"PUT", b"HEAD", b"DELETE", b"OPTIONS", b"PATCH")
)


def is_http(fact: Fact) -> bool:
    """Tell whether the refused block size is the text of an HTTP method."""
    return int(str(fact.data.get("size", "0"))) in HTTP_SIZES


CAUSE = Cause(
    code="EDG008",
    slug="uwsgi-protocol-mismatch",
    title="HTTP is spoken to a socket that expects the uwsgi protocol",
    passes_as="Proxy and app speak one protocol",
    depth=Depth.EDGE,
    requires=(
        logged(
            "uwsgi-block",
            where=is_http,
            by=tuple(Speaker),
            text="the block size is the beginning of an HTTP request",
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("EDG009",),
    root_of=("EDG006", "NET016"),
    sentences=("HTTP is spoken to a uWSGI socket that expects the uwsgi protocol (block size {size})",),
    remedies=("advise-uwsgi-protocol",),
    no_drill_because="The sandbox serves with Gunicorn.",
)
