"""A report as one line of a log: what the guard prints when the app dies."""

from fix502.model.findings import Grade, Report, Verdict


def render(report: Report) -> str:
    """Return `CODE sentence (grade)`, or nothing when no cause is determined."""
    sure = [finding for finding in report.findings if finding.grade is not Grade.POSSIBLE]
    if report.verdict is not Verdict.CAUSE or not sure:
        return ""
    return f"{sure[0].code} {sure[0].sentence} ({sure[0].grade})"
