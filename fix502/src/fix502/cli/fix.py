"""`fix502 fix`: repairs what was found, proves it from outside, undoes what does not help."""

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from fix502.cli.progress import Progress
from fix502.cli.session import (
    ConnectOption,
    ProfileOption,
    Session,
    Table,
    VerboseOption,
    open_session,
    profile_for,
    stop,
)
from fix502.engine.diagnosis import diagnose
from fix502.model.exit_codes import ExitCode
from fix502.model.findings import Finding, Report, RiskClass, Verdict
from fix502.platforms.errors import PlatformError
from fix502.remedies.errors import GivenValueError, StateError
from fix502.remedies.given import given_values
from fix502.remedies.plan import Plan, RemedyCase
from fix502.remedies.registry import Choice, choose
from fix502.remedies.repair import Result, Surgeon, top_finding

SCHEMA = "fix502.fix/1"
T = TypeVar("T")


class Allow(StrEnum):
    """Risk classes that --yes may be extended to."""

    DISRUPTIVE = "disruptive"


def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    profile: ProfileOption = None,
    connect: ConnectOption = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan; change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; reversible repairs only.")] = False,
    allow: Annotated[
        Allow | None, typer.Option("--allow", help="With --yes: also what visitors may notice.")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=@FILE", help="A variable's right value, from a file or as text."),
    ] = None,
    remedy: Annotated[str, typer.Option("--remedy", metavar="ID", help="Take this remedy instead.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Undo a repair that was interrupted.")] = False,
    output: Annotated[Table, typer.Option("--format")] = Table.TEXT,
    verbose: VerboseOption = False,
) -> int:
    """Diagnose, show a plan, ask, change one thing, prove from outside that it helped, undo it if it did not.

    Nothing that touches data is ever run. The app's definition is saved before, and each step is journalled.

    Exit code: 0 healthy, or fixed and verified; 1 nothing changed; 3 cause undetermined; 4 could not look or
    not settled yet; 5 undone; 6 undo failed, act now; 7 refused; 2 wrong usage.
    """
    known = profile_for(profile)
    if known.platform is None:
        raise stop("the profile has no [platform]: there is nothing to repair through.")
    try:
        given = given_values(values or [])
    except GivenValueError as error:
        raise stop(str(error)) from None
    with open_session(known, connect) as session:
        talk = Conversation(session, output, is_asking=not yes and sys.stdin.isatty(), verbose=verbose)
        try:
            if undo:
                return talk.end_interrupted(undo=True)
            if talk.surgeon.unfinished() and not dry_run:
                code = talk.end_interrupted(undo=False)
                if code is not ExitCode.OK:
                    return code
            return talk.fix(
                given, remedy, is_dry=dry_run, is_agreed=yes, is_disruption_allowed=allow is Allow.DISRUPTIVE
            )
        except StateError as error:
            raise stop(str(error), ExitCode.REFUSED) from None
        except KeyboardInterrupt:
            story = talk.surgeon.unfinished()
            if story:
                print(
                    f"\n{story} `fix502 fix` looks at it again, `fix502 fix --undo` undoes it.",
                    file=sys.stderr,
                )
            raise


class Conversation:
    """One run of the command: what is shown, what is asked, what is done."""

    def __init__(self, session: Session, output: Table, *, is_asking: bool, verbose: bool) -> None:
        if session.platform is None or session.store is None:
            raise stop("the platform can't be asked.")
        self._session = session
        self._platform = session.platform
        self._store = session.store
        self._is_json = output is Table.JSON
        self._is_asking = is_asking
        self._verbose = verbose
        self._progress = Progress("fix", verbose=verbose)
        self.surgeon = Surgeon(
            site=session.site,
            platform=session.platform,
            store=session.store,
            event=self._progress.note,
        )

    def end_interrupted(self, *, undo: bool) -> ExitCode:
        """Bring an interrupted repair to an end."""
        story = self.surgeon.unfinished()
        if not story:
            return self._end(Result(code=ExitCode.OK, headline="There is no interrupted repair to undo."))
        print(story, file=sys.stderr)
        result = self._working(lambda: self.surgeon.settle_unfinished(undo=undo))
        if not undo and result.code is ExitCode.REFUSED and self._is_asking and self._agreed("Undo it?"):
            result = self._working(lambda: self.surgeon.settle_unfinished(undo=True))
        if result.code is ExitCode.OK and not undo:
            print(result.headline, file=sys.stderr)
            return ExitCode.OK
        return self._end(result)

    def fix(
        self,
        given: dict[str, str],
        remedy: str,
        *,
        is_dry: bool,
        is_agreed: bool,
        is_disruption_allowed: bool,
    ) -> ExitCode:
        """Diagnose, plan, ask, repair."""
        report = self._working(lambda: diagnose(self._session.site.collect(self._progress.note)))
        finding = top_finding(report)
        if finding is None:
            return self._nothing_to_fix(report)
        try:
            choice = self._choice(finding, given, remedy)
        except PlatformError as error:
            return self._end(Result(code=ExitCode.INCOMPLETE, headline=f"{error}", details=(error.advice,)))
        self._say(report.headline)
        self._show(choice)
        plan = choice.plan
        if plan is None:
            return self._end(
                Result(
                    code=ExitCode.CAUSE,
                    headline="Nothing changed: no remedy can be run here.",
                    details=tuple(f"{name}: {reason}" for name, reason in choice.rejected),
                ),
                finding,
                choice,
            )
        if is_dry:
            return self._end(
                Result(code=ExitCode.CAUSE, headline="Dry run: nothing was changed.", plan=plan),
                finding,
                choice,
            )
        refusal = self._permission(plan, is_agreed=is_agreed, is_disruption_allowed=is_disruption_allowed)
        if refusal is not None:
            return self._end(refusal, finding, choice)
        return self._end(self._working(lambda: self.surgeon.repair(plan, finding)), finding, choice)

    def _choice(self, finding: Finding, given: dict[str, str], remedy: str) -> Choice:
        apps = self._platform.apps()
        return choose(
            RemedyCase(
                finding=finding,
                profile=self._session.profile,
                platform=self._platform,
                app=self._platform.app(self._session.profile.app.name),
                apps=apps,
                last_good=self._store.last_good(),
                given=given,
            ),
            remedy,
        )

    def _permission(self, plan: Plan, *, is_agreed: bool, is_disruption_allowed: bool) -> Result | None:
        if is_agreed:
            if plan.risk is RiskClass.REVERSIBLE or is_disruption_allowed:
                return None
            return Result(
                code=ExitCode.REFUSED,
                headline=f"Refused: {plan.remedy} is {plan.risk}, and --yes alone allows reversible repairs "
                "only.",
                details=("Add --allow disruptive.",),
                plan=plan,
            )
        if not self._is_asking:
            return Result(
                code=ExitCode.REFUSED,
                headline="Refused: nobody can be asked here. Add --yes to go on without a question.",
                plan=plan,
            )
        if self._agreed(f"{plan.title}?"):
            return None
        return Result(code=ExitCode.CAUSE, headline="Nothing was changed.", plan=plan)

    def _nothing_to_fix(self, report: Report) -> ExitCode:
        codes = {
            Verdict.HEALTHY: ExitCode.OK,
            Verdict.STARTING: ExitCode.INCOMPLETE,
            Verdict.DEPLOYING: ExitCode.INCOMPLETE,
        }
        details = tuple(f"{item.what}: {item.how}" for item in report.missing)
        code = codes.get(report.verdict, ExitCode.UNDETERMINED)
        return self._end(Result(code=code, headline=report.headline, details=details))

    def _working(self, work: Callable[[], T]) -> T:
        with self._progress:
            return work()

    def _agreed(self, question: str) -> bool:
        return typer.confirm(question, default=False, err=True)

    def _say(self, text: str) -> None:
        if not self._is_json:
            print(text)

    def _show(self, choice: Choice) -> None:
        plan = choice.plan
        if plan is not None:
            self._say(f"\nPlan: {plan.title} ({plan.remedy}, {plan.risk})")
            for line in (*plan.diff(), *plan.notes):
                self._say(f"  {line}")
        for advice in choice.advice:
            self._say(f"\nBy hand ({advice.remedy}): {advice.title}")
        self._say("")

    def _end(self, result: Result, finding: Finding | None = None, choice: Choice | None = None) -> ExitCode:
        if self._is_json:
            print(json.dumps(as_data(result, finding, choice), indent=2, ensure_ascii=False))
        else:
            print(result.headline)
            for line in result.details:
                if line:
                    print(f"  {line}")
        return result.code


def as_data(result: Result, finding: Finding | None, choice: Choice | None) -> dict[str, object]:
    """Return the result as plain data of schema `fix502.fix/1`."""
    plan = choice.plan if choice else result.plan
    return {
        "schema": SCHEMA,
        "exit_code": int(result.code),
        "outcome": result.code.name.lower().replace("_", "-"),
        "headline": result.headline,
        "details": [line for line in result.details if line],
        "finding": {"code": finding.code, "slug": finding.slug, "sentence": finding.sentence}
        if finding
        else None,
        "plan": {
            "remedy": plan.remedy,
            "title": plan.title,
            "risk": plan.risk.value,
            "app": plan.app,
            "diff": list(plan.diff()),
            "notes": list(plan.notes),
        }
        if plan
        else None,
        "advice": [{"remedy": one.remedy, "text": one.title} for one in choice.advice] if choice else [],
        "rejected": [{"remedy": name, "reason": reason} for name, reason in choice.rejected]
        if choice
        else [],
    }
