"""A needed call to another service fails at its certificate.

## What it is

The image has no, or too old, root certificates; a company proxy signs with its own root; the other
side's chain is incomplete or expired.

## Why it becomes a 502

If the start depends on the call it ends there; else the requests that need it fail.

## How it is told from its rivals

The peer was reached and its certificate refused, by the app; a certificate of your own site is
another matter.

## Repair by hand

Install `ca-certificates`, add the company's root and set SSL_CERT_FILE / REQUESTS_CA_BUNDLE. Never
switch verification off.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

Whose certificate it is stands in the traceback.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="SVC002",
    slug="outbound-tls-verify",
    title="A needed call to another service fails at its certificate",
    passes_as="Certificates of called services are accepted",
    depth=Depth.DEPENDENCY,
    scope=Scope.SOME,
    requires=(logged("tls-verify", text="a certificate can't be verified"),),
    refuted_by=(start_complete,),
    rivals=("BOOT006",),
    sentences=("A call to another service fails: its certificate can't be verified",),
    remedies=("roll-back", "advise-ca-bundle"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
