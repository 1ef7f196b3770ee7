"""The protocol of a repair.

Lock, look again, snapshot, change once, prove from outside, or undo and prove that.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fix502.collectors.site import Site
from fix502.engine.diagnosis import diagnose
from fix502.model.exit_codes import ExitCode
from fix502.model.findings import Bundle, Finding, Grade, Report, RiskClass, Verdict
from fix502.platforms.errors import PlatformError
from fix502.platforms.interface import Platform
from fix502.remedies.errors import LockHeldError, StateError
from fix502.remedies.journal import Journal, Step
from fix502.remedies.lock import target_lock
from fix502.remedies.plan import Plan
from fix502.remedies.proof import Proof, prove
from fix502.remedies.store import SavedDefinition, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a repair ended. `headline` is one line; `details` are the lines below it."""

    code: ExitCode
    headline: str
    details: tuple[str, ...] = ()
    plan: Plan | None = None
    proof: Proof | None = None


def top_finding(report: Report) -> Finding | None:
    """Return the finding to repair: the first that is confirmed or likely."""
    sure = [finding for finding in report.findings if finding.grade is not Grade.POSSIBLE]
    return sure[0] if sure and report.verdict is Verdict.CAUSE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surgeon:
    """Repairs one site. `event` takes progress notes."""

    site: Site
    platform: Platform
    store: Store
    event: Callable[[str], None] = field(repr=False)
    settle: float = 0.0
    """Extra seconds of patience on top of the profile's `start.seconds`, as for a slow image."""

    def __post_init__(self) -> None:
        self.store.prepare()

    @property
    def journal(self) -> Journal:
        """The target's journal."""
        return Journal(self.store.journal_path)

    def repair(self, plan: Plan, finding: Finding) -> Result:
        """Carry out a plan that was confirmed.

        Raises:
            StateError: snapshot or journal can't be written; nothing was changed then.

        """
        try:
            with target_lock(self.store.lock_path, self.store.target):
                return self._refused(plan, finding) or self._operate(plan, finding)
        except LockHeldError as error:
            return Result(code=ExitCode.REFUSED, headline=f"Refused: {error}", plan=plan)

    def _refused(self, plan: Plan, finding: Finding) -> Result | None:
        limits = self.site.profile.repair
        done = self.journal.attempts(timedelta(minutes=limits.window_minutes))
        if plan.remedy != "wait" and done >= limits.attempts:
            return Result(
                code=ExitCode.REFUSED,
                headline=f"Refused: {done} repairs in the last {limits.window_minutes} minutes, and the "
                "limit is "
                f"{limits.attempts}.",
                details=("The limit is [repair] attempts in fix502.toml. Look closer before it is raised.",),
                plan=plan,
            )
        self.event("looking again before anything is changed")
        again = top_finding(diagnose(self.site.collect(self.event)))
        if again is None or again.code != finding.code:
            found = f"{again.code} {again.sentence}" if again else "no cause is determined any more"
            return Result(
                code=ExitCode.REFUSED,
                headline=f"Refused: the verdict changed from {finding.code} to: {found}.",
                details=("Run the command again to see the new verdict.",),
                plan=plan,
            )
        return None

    def _operate(self, plan: Plan, finding: Finding) -> Result:
        if plan.remedy == "wait":
            return self._wait(plan)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        try:
            before = self.platform.app(plan.app)
            snapshot = self.store.save_snapshot(before, name)
        except PlatformError as error:
            return Result(
                code=ExitCode.REFUSED, headline=f"Refused: {error}", details=(error.advice,), plan=plan
            )
        self.journal.write(name, Step.PLANNED, remedy=plan.remedy, cause=finding.code, app=plan.app)
        self.journal.write(name, Step.SNAPSHOT, file=str(snapshot))
        self.journal.write(
            name,
            Step.APPLYING,
            remedy=plan.remedy,
            cause=finding.code,
            app=plan.app,
            snapshot=str(snapshot),
            image=plan.image,
        )
        newest = self._newest_log_time()
        self.event(plan.title)
        try:
            self._apply(plan)
        except PlatformError as error:
            self.journal.write(name, Step.NOT_VERIFIED, why=error.code)
            return self._undo(name, snapshot, plan, f"{error} {error.advice}".strip())
        self.journal.write(name, Step.APPLIED)
        proof = self.prove()
        if not proof.is_proved:
            self.journal.write(name, Step.NOT_VERIFIED, why="outside")
            return self._undo(name, snapshot, plan, "; ".join(proof.failures()), proof)
        return self._judged_inside(name, plan, finding, proof, snapshot, newest)

    def _wait(self, plan: Plan) -> Result:
        proof = self.prove()
        if proof.is_proved:
            return Result(
                code=ExitCode.OK,
                headline=f"Well again by itself after {proof.seconds:.0f} s; nothing was changed.",
                plan=plan,
                proof=proof,
            )
        return Result(
            code=ExitCode.CAUSE,
            headline=f"Not well after {proof.seconds:.0f} s of waiting; nothing was changed.",
            details=proof.failures(),
            plan=plan,
            proof=proof,
        )

    def prove(self) -> Proof:
        """Ask from outside until the site is proved well, or its time to start is over."""
        profile = self.site.profile
        return prove(
            self.site.door,
            profile.checks,
            successes=profile.repair.successes,
            spread=profile.repair.proof_seconds,
            patience=profile.start.seconds + self.settle,
            event=self.event,
        )

    def _apply(self, plan: Plan) -> None:
        if plan.restore is not None:
            self.platform.restore(plan.app, plan.restore)
        elif plan.change is not None:
            self.platform.update(plan.app, plan.change)
        if plan.image:
            self.platform.deploy(plan.app, plan.image, plan.git_hash, self.event)

    def _judged_inside(  # noqa: PLR0913, PLR0917 - the state of one repair
        self,
        name: str,
        plan: Plan,
        finding: Finding,
        proof: Proof,
        snapshot: Path,
        newest: datetime | None,
    ) -> Result:
        """After the outside is well: the log must not go on telling the cause."""
        bundle = self.site.collect(self.event)
        still = top_finding(diagnose(bundle))
        if still is not None and still.code == finding.code:
            self.journal.write(name, Step.NOT_VERIFIED, why="cause still there")
            return self._undo(name, snapshot, plan, f"the evidence still says {still.code}", proof)
        text = self.site.profile.start.complete
        details = [
            (
                f"{proof.rounds} rounds of {len(proof.last)} checks in a row were good from outside, "
                f"over {self.site.profile.repair.proof_seconds} s."
            ),
            f"{finding.code} is gone from the evidence.",
        ]
        if text:
            seen = "was" if _logged_since(bundle, text, newest) else "was not"
            details.append(f'The line "{text}" {seen} seen in the log since the change.')
        self.journal.write(name, Step.VERIFIED, seconds=f"{proof.seconds:.0f}")
        try:
            self.store.save_last_good(self.platform.app(self.site.profile.app.name))
        except (PlatformError, StateError) as error:
            details.append(f"Not saved as the last known good: {error}")
        details.append(f"To go back: the settings before are in {snapshot}.")
        return Result(
            code=ExitCode.OK,
            headline=f"Fixed and verified from outside: {plan.title}.",
            details=tuple(details),
            plan=plan,
            proof=proof,
        )

    def _newest_log_time(self) -> datetime | None:
        try:
            lines = self.platform.logs(self.site.profile.app.name)
        except PlatformError:
            return None  # no log is no reason not to repair; the line is then looked for in all of the log
        return max((line.at for line in lines if line.at), default=None)

    def _undo(self, name: str, snapshot: Path, plan: Plan, why: str, proof: Proof | None = None) -> Result:
        self.event("it did not help; undoing it")
        self.journal.write(name, Step.UNDOING)
        saved = self.store.load(snapshot)
        try:
            is_undone = self._put_back(saved)
            trouble = "" if is_undone else "the settings are not those of the snapshot"
        except PlatformError as error:
            is_undone, trouble = False, f"{error} {error.advice}".strip()
        if not is_undone:
            self.journal.write(name, Step.UNDO_FAILED)
            return Result(
                code=ExitCode.UNDO_FAILED,
                headline=f"Act now: {plan.title} did not help, and could not be undone: {trouble}",
                details=(f"What did not verify: {why}", f"The settings before are in {snapshot}."),
                plan=plan,
                proof=proof,
            )
        self.journal.write(name, Step.UNDONE)
        return Result(
            code=ExitCode.UNDONE,
            headline=f"Undone: {plan.title} did not help, and everything is as before.",
            details=(f"What did not verify: {why}",),
            plan=plan,
            proof=proof,
        )

    def _put_back(self, saved: SavedDefinition) -> bool:
        now = self.platform.app(saved.app)
        if self.platform.changed_settings(now, saved.raw):
            self.platform.restore(saved.app, saved.raw)
        deployed = int(saved.raw.get("deployedVersion", now.deployed_version))
        if now.deployed_version != deployed and saved.image:
            self.platform.deploy(saved.app, saved.image, saved.git_hash, self.event)
        return not self.platform.changed_settings(self.platform.app(saved.app), saved.raw)

    def unfinished(self) -> str:
        """Describe a repair that was begun and has no end, or return ''."""
        lines = self.journal.unfinished()
        if not lines:
            return ""
        begun = next(entry for entry in lines if entry.step is Step.APPLYING)
        details = begun.details
        return (
            f"An earlier repair was interrupted: {details.get('remedy')} on {details.get('app')} for "
            f"{details.get('cause')}, begun {begun.at:%Y-%m-%d %H:%M:%S} UTC."
        )

    def settle_unfinished(self, *, undo: bool) -> Result:
        """Bring an interrupted repair to an end: as verified, as never applied, or undone if `undo`.

        Without `undo` a change that does not verify is left alone, and the result is a refusal.
        """
        lines = self.journal.unfinished()
        begun = next(entry for entry in lines if entry.step is Step.APPLYING)
        snapshot = Path(begun.details["snapshot"])
        plan = _plan_of(begun.details)
        try:
            with target_lock(self.store.lock_path, self.store.target):
                saved = self.store.load(snapshot)
                now = self.platform.app(saved.app)
                untouched = self._is_untouched(now.deployed_version, saved)
                if untouched and not self.platform.changed_settings(now, saved.raw):
                    self.journal.write(begun.repair, Step.ABANDONED)
                    return Result(code=ExitCode.OK, headline="The interrupted repair had changed nothing.")
                if undo:
                    return self._undo(begun.repair, snapshot, plan, "it was interrupted")
                proof = self.prove()
                if proof.is_proved:
                    self.journal.write(begun.repair, Step.VERIFIED, seconds=f"{proof.seconds:.0f}")
                    return Result(
                        code=ExitCode.OK, headline="The interrupted repair helped: verified from outside."
                    )
        except LockHeldError as error:
            return Result(code=ExitCode.REFUSED, headline=f"Refused: {error}")
        except PlatformError as error:
            return Result(code=ExitCode.REFUSED, headline=f"Refused: {error}", details=(error.advice,))
        return Result(
            code=ExitCode.REFUSED,
            headline="Refused: the interrupted repair changed something and did not help.",
            details=(*proof.failures(), "`fix502 fix --undo` puts back what was before."),
        )

    @staticmethod
    def _is_untouched(deployed: int, saved: SavedDefinition) -> bool:
        return deployed == int(saved.raw.get("deployedVersion", deployed))


def _plan_of(details: dict[str, str]) -> Plan:

    name, app = details.get("remedy", ""), details.get("app", "")
    return Plan(remedy=name, title=f"{name} on {app}", risk=RiskClass.DISRUPTIVE, app=app)


def _logged_since(bundle: Bundle, text: str, newest: datetime | None) -> bool:
    return any(
        text in line.text and (newest is None or line.at is None or line.at > newest)
        for log in bundle.logs
        for line in log.lines
    )
