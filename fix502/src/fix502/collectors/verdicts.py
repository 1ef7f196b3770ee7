"""Whether an answer is what the profile expects of a path, and in which words it differs."""

import json
from dataclasses import dataclass

from fix502.collectors.pages import whose_page
from fix502.collectors.web import TLS_OUTCOMES, Door, Reply, probe_tls
from fix502.profile import Check

OWNERS = {
    "app": "the app",
    "guard-503": "the guard, because the app does not run",
    "caprover-502": "CapRover's 502 page",
    "caprover-nothing-here": "CapRover's page for names that it does not know",
    "nginx-502": "nginx's own 502 page",
    "nginx-504": "nginx's own 504 page",
    "other-proxy": "another proxy",
    "none": "nobody",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One check's outcome. `observed` and `expected` are short, for a table."""

    check: Check
    reply: Reply
    page: str
    is_expected: bool
    observed: str
    expected: str


def judge(check: Check, reply: Reply) -> Judged:
    """Compare a reply with what the check expects. A page of the proxy is never the app's answer."""
    page = whose_page(reply.status, reply.headers, reply.body) if reply.status else "none"
    wrong = _difference(check, reply, page)
    observed = (
        f"no answer ({reply.failure})" if not reply.status else f"{reply.status}, {wrong or 'as expected'}"
    )
    return Judged(
        check=check,
        reply=reply,
        page=page,
        is_expected=not wrong,
        observed=observed,
        expected=expectation(check),
    )


def judge_certificate(door: Door, timeout: float) -> Judged | None:
    """Judge the site's certificate as a browser does; None where there is none to judge."""
    value, until = probe_tls(door, timeout) if door.is_tls else ("", "")
    if value not in TLS_OUTCOMES:
        return None
    return Judged(
        check=Check(path="certificate"),
        reply=Reply(),
        page="none",
        is_expected=value == "ok",
        observed=f"valid until {until}" if value == "ok" else value,
        expected="valid",
    )


def expectation(check: Check) -> str:
    """Return what the check expects, in a few words."""
    parts = [str(check.status)]
    if check.body is not None:
        parts.append(f'body "{check.body}"')
    if check.json:
        parts.append("JSON")
    return ", ".join(parts)


def _difference(check: Check, reply: Reply, page: str) -> str:
    if not reply.status:
        return "no answer"
    if page != "app":
        return f"by {OWNERS[page]}"
    if reply.status != check.status:
        return "by the app"
    if check.body is not None and reply.body.strip() != check.body.strip():
        return "another body"
    if check.json:
        try:
            json.loads(reply.body)
        except ValueError:
            return "no JSON"
    return ""
