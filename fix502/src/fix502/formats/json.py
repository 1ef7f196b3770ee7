"""A report as JSON of the schema `fix502.report/1`. Keys are added, never renamed or removed.

schema        "fix502.report/1"
version       of fix502
verdict       "cause" | "healthy" | "starting" | "deploying" | "undetermined"
headline      the one verdict line
findings      ranked, root cause first: code, slug, grade ("confirmed" | "likely" | "possible"), title,
              sentence, evidence, consequences, missing, remedies (ids, best first), parameters
evidence      kind, subject, value, line (quoted, redacted), number (its place in the log), at, source
ruled_out     code, title, because, line
missing       what, how
also_seen     oddities that are not the cause, with the reason
next_command  what to type next
observations  id, source, vantage, state, asked, seconds, detail
"""

import json
from typing import Any

from fix502 import __version__
from fix502.model.facts import Fact
from fix502.model.findings import Finding, MissingFact, Report

SCHEMA = "fix502.report/1"


def render(report: Report) -> str:
    """Return the report as indented JSON without a line feed at the end."""
    return json.dumps(as_data(report), ensure_ascii=False, indent=2)


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as plain lists and dictionaries."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "verdict": report.verdict.value,
        "headline": report.headline,
        "findings": [_finding(finding) for finding in report.findings],
        "ruled_out": [
            {
                "code": item.code,
                "title": item.title,
                "because": item.because,
                "line": item.fact.line if item.fact else "",
            }
            for item in report.ruled_out
        ],
        "missing": [_missing(item) for item in report.missing],
        "also_seen": list(report.also_seen),
        "next_command": report.next_command,
        "observations": [
            {
                "id": item.id,
                "source": item.source,
                "vantage": item.vantage.value,
                "state": item.state.value,
                "asked": item.asked,
                "seconds": round(item.seconds, 3),
                "detail": item.detail,
            }
            for item in report.observations
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "slug": finding.slug,
        "grade": finding.grade.value,
        "title": finding.title,
        "sentence": finding.sentence,
        "evidence": [_evidence(fact) for fact in finding.evidence],
        "consequences": list(finding.consequences),
        "missing": [_missing(item) for item in finding.missing],
        "remedies": list(finding.remedies),
        "parameters": dict(finding.parameters),
    }


def _evidence(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind.value,
        "subject": fact.subject,
        "value": fact.value,
        "line": fact.line,
        "number": fact.data.get("line", 0),
        "at": fact.at.isoformat() if fact.at else None,
        "source": fact.observation,
    }


def _missing(item: MissingFact) -> dict[str, str]:
    return {"what": item.what, "how": item.how}
