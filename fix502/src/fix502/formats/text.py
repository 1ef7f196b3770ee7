"""A report as text for people: the verdict first, then the evidence, then what to do."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fix502.model.facts import Fact
from fix502.model.findings import Finding, Grade, Refutation, Report, Verdict


class Style(StrEnum):
    """What a piece of text is; the terminal maps it to colours."""

    PLAIN = ""
    GOOD = "good"
    BAD = "bad"
    OPEN = "open"
    HEADING = "heading"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of output."""

    text: str
    style: Style = Style.PLAIN


_VERDICT_STYLE = {
    Verdict.CAUSE: Style.BAD,
    Verdict.HEALTHY: Style.GOOD,
    Verdict.STARTING: Style.OPEN,
    Verdict.DEPLOYING: Style.OPEN,
    Verdict.UNDETERMINED: Style.OPEN,
}


def render(report: Report, width: int = 100) -> str:
    """Return the report as plain text, no line but the verdict's longer than `width` (at least 40)."""
    return "\n".join(row.text for row in rows(report, width))


def rows(report: Report, width: int = 100) -> list[Row]:
    """Return the report's lines with their styles."""
    width = max(40, width)
    # Whole, so that the first line of a pipe is the verdict; a terminal folds it by itself.
    out = [Row(report.headline, _VERDICT_STYLE[report.verdict])]
    for place, finding in enumerate(report.findings):
        out += _finding_rows(finding, width, first=place == 0 and report.verdict is Verdict.CAUSE)
    if report.ruled_out:
        out += [Row(""), Row("Ruled out", Style.HEADING)]
        out += _ruled_out_rows(report.ruled_out, width)
    if report.missing:
        out += [Row(""), Row("Not seen", Style.HEADING)]
        for missing in report.missing:
            out += _text(f"{missing.what[:1].upper()}{missing.what[1:]}: {missing.how}", width)
    if report.also_seen:
        out += [Row(""), Row("Also seen, not the cause", Style.HEADING)]
        for seen in report.also_seen:
            out += _text(seen, width)
    if report.next_command:
        out += [Row(""), Row("Next", Style.HEADING), Row(f"  {report.next_command}")]
    return out


def _ruled_out_rows(items: Sequence[Refutation], width: int) -> Iterable[Row]:
    """Return a row for each reason: rivals with the same reason and no line of their own share one."""
    groups: dict[str, list[str]] = {}
    out: list[Row] = []
    for item in items:
        if item.fact is None:
            groups.setdefault(item.because, []).append(f"{item.code} ({_sentence(item.title)})")
        else:
            out += _text(f"{item.code} ({_sentence(item.title)}), because {_sentence(item.because)}:", width)
            out += _quote(item.fact, width)
    for because, names in groups.items():
        out += _text(f"{', '.join(names)}: {_sentence(because)}", width)
    return out


def _finding_rows(finding: Finding, width: int, *, first: bool) -> Iterable[Row]:
    out = [Row("")]
    if first:
        out.append(Row("Evidence", Style.HEADING))
    else:
        grade = "Possible" if finding.grade is Grade.POSSIBLE else f"Also {finding.grade}"
        out.append(Row(f"{grade}: {finding.code}", Style.HEADING))
        out += _text(finding.sentence, width)
    for fact in finding.evidence:
        out += _quote(fact, width)
    for consequence in finding.consequences:
        out += _text(f"From it follows: {consequence}", width)
    return out


def _quote(fact: Fact, width: int) -> list[Row]:
    """Return the quoted line with its source and place."""
    line = fact.data.get("line", 0)
    place = f"{fact.observation}:{line}" if line else fact.observation
    said = (
        " ".join(fact.line.split())
        or f"{fact.kind}: {fact.subject} {'' if fact.value is None else fact.value}".strip()
    )
    prefix = f"  {place}  " if place else "  "
    return [Row(text, Style.QUOTE) for text in _wrapped(said, width, prefix)]


def _text(text: str, width: int) -> list[Row]:
    return [Row(line) for line in _wrapped(text, width, "  ")]


def _wrapped(text: str, width: int, prefix: str) -> list[str]:
    if len(prefix) > width // 2:
        prefix = prefix[: width // 2 - 2] + "  "
    return textwrap.wrap(
        text,
        width,
        initial_indent=prefix,
        subsequent_indent=" " * len(prefix),
        break_on_hyphens=False,
    ) or [prefix.rstrip()]


def _sentence(text: str) -> str:
    """Return `text` as the rest of a sentence: a capital stays where it belongs to a name."""
    first = text.split(" ", 1)[0]
    return text if any(char.isupper() for char in first[1:]) else text[:1].lower() + text[1:]
