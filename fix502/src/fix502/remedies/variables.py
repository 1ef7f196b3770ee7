"""Sets one variable, or puts variables back to the last known good."""

from collections.abc import Mapping

from fix502.model.findings import RiskClass
from fix502.platforms.interface import Change
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.plan import Plan, RemedyCase, Row


def _plan(case: RemedyCase, remedy: str, title: str, values: Mapping[str, str | None], note: str) -> Plan:
    """Plan to set `values`; None removes a variable."""
    # In the order in which they are, so that nothing but the values changes.
    merged = {**case.app.variables, **values}
    after = {name: value for name, value in merged.items() if value is not None}
    rows = []
    for name, value in values.items():
        before = case.shown(name, case.app.variables.get(name))
        shown = case.shown(name, value)
        rows.append(
            Row(what=name, before=before, after=f"{shown} (another one)" if shown == before else shown)
        )
    return Plan(
        remedy=remedy,
        title=title,
        risk=RiskClass.REVERSIBLE,
        app=case.app.name,
        rows=tuple(rows),
        notes=(note, "The app gets new containers."),
        change=Change(variables=after),
    )


class SetVariable:
    """Sets the variable that the finding names.

    To --set, to the profile's value, or to the last known good.
    """

    id = "set-variable"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        if case.given:
            changed = {n: v for n, v in case.given.items() if case.app.variables.get(n) != v}
            if not changed:
                raise NotApplicableError("the app has the given values already")
            return _plan(case, self.id, f"Set {', '.join(changed)}", changed, "The value is the one given.")
        name = case.parameter("variable")
        now = case.app.variables.get(name)
        wanted = case.profile.variables.get(name)
        if wanted is not None and wanted.value is not None and wanted.value != now:
            return _plan(case, self.id, f"Set {name}", {name: wanted.value}, "The value is the profile's.")
        good = case.last_good.variables.get(name) if case.last_good else None
        if good is not None and good != now:
            return _plan(case, self.id, f"Set {name}", {name: good}, _source(case))
        raise NotApplicableError(f"the right value of {name} is not known; give it with --set {name}=@FILE")


class RestoreVariables:
    """Puts the variable that the finding names back to the last known good.

    Without a name, all that differ.
    """

    id = "restore-variables"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        if case.last_good is None:
            raise NotApplicableError(
                "there is no last known good; `fix502 check` saves one while the app is well"
            )
        good, now = case.last_good.variables, case.app.variables
        differing = [name for name in sorted({*good, *now}) if good.get(name) != now.get(name)]
        named = case.finding.parameters.get("variable", "")
        if named in differing:
            differing = [named]
        if not differing:
            raise NotApplicableError("every variable is as it was when the app was well")
        values = {name: good.get(name) for name in differing}
        return _plan(case, self.id, f"Restore {', '.join(differing)}", values, _source(case))


def _source(case: RemedyCase) -> str:
    at = f"{case.last_good.at:%Y-%m-%d %H:%M} UTC" if case.last_good else ""
    return f"The values are those of the last known good, {at}."
