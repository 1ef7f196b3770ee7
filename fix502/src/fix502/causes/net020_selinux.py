"""SELinux forbids the proxy to connect.

## What it is

On Fedora, RHEL and their kin a web server may not open network connections by default.

## Why it becomes a 502

The kernel denies the connection; the app never sees it.

## How it is told from its rivals

(13) for an address and port; TCP knows no file permissions. The audit log has the denial.

## Repair by hand

`setsebool -P httpd_can_network_connect 1`; for a single port `semanage port -a -t http_port_t -p
tcp 8000`.

## What fix502 changes

fix502 prints the repair and changes nothing: the host's policy is yours.

## Limits

AppArmor looks alike and has another log.
"""

from fix502.causes.predicates import any_of, outside_well, proxy
from fix502.causes.record import Cause, Depth
from fix502.model.facts import Fact


def is_denied_port(fact: Fact) -> bool:
    """Tell whether the proxy was denied a TCP connection, which file permissions never do."""
    where = f"{fact.data.get('target', '')} {fact.data.get('upstream', '')} {fact.line}"
    return fact.value == 13 and "unix:" not in where


CAUSE = Cause(
    code="NET020",
    slug="proxy-selinux-denied",
    title="SELinux forbids the proxy to connect",
    passes_as="The proxy is allowed to connect",
    depth=Depth.EDGE,
    requires=(
        any_of(
            proxy("selinux", text="an AVC denial of the web server"),
            proxy("connect", where=is_denied_port, text="a TCP connection is denied (13)"),
        ),
    ),
    refuted_by=(outside_well,),
    rivals=("NET019",),
    root_of=("NET019", "NET017"),
    sentences=("SELinux forbids the proxy to connect to {target}", "SELinux forbids the proxy to connect"),
    remedies=("advise-selinux",),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
