"""Corrects single settings.

The port the proxy dials, the number of instances, whether the web sees the app.
"""

from fix502.model.findings import RiskClass
from fix502.platforms.interface import Change
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.plan import Plan, RemedyCase, Row
from fix502.remedies.store import SavedDefinition


class SetPort:
    """Makes the proxy dial the port on which the app listens."""

    id = "set-port"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        text = case.parameter("port")
        if not text.isdigit() or not 1 <= int(text) <= 65535:
            raise NotApplicableError(f"{text} is no port")
        port = int(text)
        if port == case.app.container_port:
            raise NotApplicableError(f"the proxy dials port {port} already")
        return Plan(
            remedy=self.id,
            title=f"Set the container HTTP port to {port}",
            risk=RiskClass.REVERSIBLE,
            app=case.app.name,
            rows=(Row(what="containerHttpPort", before=str(case.app.container_port), after=str(port)),),
            change=Change(container_port=port),
        )


class SetInstances:
    """Asks for at least one instance."""

    id = "set-instances"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        wanted = int(case.finding.parameters.get("instances", "1") or 1)
        if case.app.instances >= wanted:
            raise NotApplicableError(f"the app is asked to run {case.app.instances} times already")
        if not case.app.variables and case.last_good is not None and case.last_good.variables:
            return self._whole(case, case.last_good)
        return Plan(
            remedy=self.id,
            title=f"Run {wanted} instance{'s' if wanted > 1 else ''} of {case.app.name}",
            risk=RiskClass.REVERSIBLE,
            app=case.app.name,
            rows=(Row(what="instanceCount", before=str(case.app.instances), after=str(wanted)),),
            change=Change(instances=wanted),
        )

    def _whole(self, case: RemedyCase, good: SavedDefinition) -> Plan:
        """Undo an update by POST that named only some settings: the others went back to their defaults.

        Starting the app alone would not help: it has no variables any more.
        """
        names = case.platform.changed_settings(case.app, good.raw)
        return Plan(
            remedy=self.id,
            title=f"Restore the whole definition of {case.app.name}",
            risk=RiskClass.REVERSIBLE,
            app=case.app.name,
            rows=tuple(Row(what=name, before="its default", after="as last known good") for name in names),
            notes=(
                (
                    "All variables are gone, and no instance is asked for: an update has reset what it did "
                    "not "
                    "name."
                ),
                f"The definition is the last known good, of {good.at:%Y-%m-%d %H:%M} UTC.",
            ),
            restore=good.raw,
        )


class ExposeApp:
    """Lets the web see the app."""

    id = "expose-app"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        if case.app.exposed:
            raise NotApplicableError("the app is exposed already")
        return Plan(
            remedy=self.id,
            title=f"Expose {case.app.name} as a web app",
            risk=RiskClass.REVERSIBLE,
            app=case.app.name,
            rows=(Row(what="notExposeAsWebApp", before="true", after="false"),),
            notes=("From then on anybody can reach it.",),
            change=Change(exposed=True),
        )
