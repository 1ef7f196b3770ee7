"""The app's response header is too big for the proxy.

## What it is

Cookies, redirects with tokens or many Link headers exceed proxy_buffer_size (4 or 8 KB).

## Why it becomes a 502

nginx gives up reading the header and answers 502, on those paths only, although the app says 200.

## How it is told from its rivals

Other paths are well, and the app's log shows the request as served.

## Repair by hand

`proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k;`, or smaller cookies.

## What fix502 changes

fix502 prints the repair and changes nothing: a mistake in the proxy's template breaks every app of
a CapRover server.

## Limits

Which header it is, the line does not say.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="EDG005",
    slug="proxy-header-too-big",
    title="The app's response header is too big for the proxy",
    passes_as="Response headers fit the proxy's buffer",
    depth=Depth.EDGE,
    scope=Scope.SOME,
    requires=(proxy("header-too-big", text="the proxy's buffer is too small for the header"),),
    refuted_by=(outside_well,),
    rivals=("EDG006",),
    sentences=(
        "The answer of {upstream} has a header too big for the proxy",
        "The app's response header is too big for the proxy",
    ),
    remedies=("advise-proxy-buffers",),
    no_drill_because="The repair is a change of the proxy's configuration.",
)
