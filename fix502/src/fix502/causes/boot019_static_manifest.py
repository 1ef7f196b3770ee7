"""A file is missing in the manifest of static files.

## What it is

With a manifest storage every `{% static %}` must be in the manifest: the file was not collected,
its name differs in case or slashes, or collectstatic did not run for this version.

## Why it becomes a 502

Each page that names the file answers 500; behind a proxy that replaces errors it may show as 502.

## How it is told from its rivals

Other pages and the API answer. A collectstatic that fails itself is BOOT005.

## Repair by hand

Run collectstatic for this version; correct the path (forward slashes, exact case).

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

Only the first missing file is named.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="BOOT019",
    slug="static-manifest-missing",
    title="A file is missing in the manifest of static files",
    passes_as="The manifest of static files is complete",
    depth=Depth.START,
    scope=Scope.SOME,
    requires=(logged("static-manifest-missing", text="a template names a file that the manifest lacks"),),
    refuted_by=(start_complete,),
    rivals=("BOOT005",),
    sentences=('The manifest of static files has no "{name}"', "A static file is missing in the manifest"),
    remedies=("roll-back", "advise-collectstatic"),
    no_drill_because="It gives 500 on a page, not 502.",
)
