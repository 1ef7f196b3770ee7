"""Restarts the app as it is, or waits until it comes by itself."""

from fix502.model.findings import RiskClass
from fix502.platforms.interface import Change
from fix502.remedies.plan import Plan, RemedyCase, Row


class Restart:
    """Makes new containers of the deployed image."""

    id = "restart"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        notes = ["The log of the present containers is gone a few seconds later."]
        if case.app.has_volumes:
            notes.append("The app has volumes: the old container is stopped before the new one starts.")
        return Plan(
            remedy=self.id,
            title=f"Restart {case.app.name}",
            risk=RiskClass.DISRUPTIVE,
            app=case.app.name,
            rows=(Row(what="containers", before="as they are", after="new, of the same image"),),
            notes=tuple(notes),
            change=Change(),
        )


class Wait:
    """Changes nothing, and looks until the app is well or its time is up."""

    id = "wait"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        return Plan(
            remedy=self.id,
            title=f"Wait up to {case.profile.start.seconds} s until {case.app.name} is well",
            risk=RiskClass.REVERSIBLE,
            app=case.app.name,
            notes=("Nothing is changed.",),
        )
