"""Starts the database app, or restarts it when it is meant to run already."""

from fix502.model.findings import RiskClass
from fix502.platforms.interface import Change
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.plan import Plan, RemedyCase, Row


class StartDatabase:
    """Works on the app behind the app's database host, or on the one that the profile names."""

    id = "start-database"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        name = _database_app(case)
        database = next((app for app in case.apps if app.name == name), None)
        if database is None:
            raise NotApplicableError(f'there is no app "{name}" on the platform')
        if database.instances == 0:
            return Plan(
                remedy=self.id,
                title=f"Start the database app {name}",
                risk=RiskClass.REVERSIBLE,
                app=name,
                rows=(Row(what=f"{name}: instanceCount", before="0", after="1"),),
                change=Change(instances=1),
            )
        return Plan(
            remedy=self.id,
            title=f"Restart the database app {name}",
            risk=RiskClass.DISRUPTIVE,
            app=name,
            rows=(Row(what=f"{name}: containers", before="as they are", after="new, of the same image"),),
            notes=("Every app that uses this database loses its connections for some seconds.",),
            change=Change(),
        )


def _database_app(case: RemedyCase) -> str:
    database = case.profile.database
    host = case.app.variables.get(database.host_variable if database else "DB_HOST", "")
    name = case.platform.app_behind(host) if host else ""
    if not name and database is not None:
        name = database.app
    if not name:
        raise NotApplicableError("it is not known which app holds the database; name it in [database] app")
    return name
