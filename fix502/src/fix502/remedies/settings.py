"""Corrects single settings.

The port the proxy dials, the number of instances, whether the web sees the app.
"""

from fix502.model.findings import RiskClass
from fix502.platforms.interface import Change
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.plan import Plan, RemedyCase, Row


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
        notes = []
        if not case.app.variables and case.profile.variables:
            notes.append(
                "The app has no variables at all: an update with POST may have wiped its settings. If it "
                "does not "
                "start, run fix again: restore-variables brings them back."
            )
        return Plan(
            remedy=self.id,
            title=f"Run {wanted} instance{'s' if wanted > 1 else ''} of {case.app.name}",
            risk=RiskClass.REVERSIBLE,
            app=case.app.name,
            rows=(Row(what="instanceCount", before=str(case.app.instances), after=str(wanted)),),
            notes=tuple(notes),
            change=Change(instances=wanted),
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
