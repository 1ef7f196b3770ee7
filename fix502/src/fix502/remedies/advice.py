"""Repairs that only a person can make: printed, never run."""

from collections.abc import Mapping
from types import MappingProxyType

from fix502.model.findings import RiskClass
from fix502.remedies.plan import Plan, RemedyCase

TEXTS: Mapping[str, tuple[RiskClass, str]] = MappingProxyType(
    {
        "advise-add-requirement": (
            RiskClass.ADVISE,
            "Add the missing package to the requirements and deploy.",
        ),
        "advise-alter-role": (
            RiskClass.DATA,
            (
                "If the password in the app is the right one, set it in the database: "
                "`ALTER ROLE name PASSWORD '…'` as its administrator."
            ),
        ),
        "advise-bind-all": (
            RiskClass.ADVISE,
            "Make the server listen on 0.0.0.0 in the start command, and deploy.",
        ),
        "advise-check-domain": (
            RiskClass.ADVISE,
            "Compare the address in [app] url with the app's domains in the dashboard.",
        ),
        "advise-create-database": (
            RiskClass.DATA,
            "If the name is right, create the database: `CREATE DATABASE name OWNER role` as administrator.",
        ),
        "advise-free-port": (RiskClass.ADVISE, "Make sure that the start command starts one server only."),
        "advise-memory-limit": (
            RiskClass.ADVISE,
            "Raise the memory limit, add memory, or run fewer workers.",
        ),
        "advise-migration-repair": (
            RiskClass.DATA,
            (
                "Repair the migration in the code; look at `python manage.py showmigrations` and at the "
                "database "
                "before anything is run, and take a backup first."
            ),
        ),
        "advise-settings-module": (
            RiskClass.ADVISE,
            "Correct DJANGO_SETTINGS_MODULE, or the module's name in the code, and deploy.",
        ),
        "advise-slow-request": (
            RiskClass.ADVISE,
            (
                "Make the slow request faster or move it to a job; raise the server's timeout only below the "
                "proxy's."
            ),
        ),
        "advise-static-at-build": (
            RiskClass.ADVISE,
            "Collect static files when the image is built, and take collectstatic out of the start command.",
        ),
    }
)
PREFIX = "advise-"


class Advice:
    """Advice under the id that a finding uses; unknown ones point to the cause's page."""

    def __init__(self, name: str) -> None:
        self.id = name

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        page = f"`fix502 explain {case.finding.code}` has the repair by hand."
        risk, text = TEXTS.get(self.id, (RiskClass.ADVISE, page))
        return Plan(remedy=self.id, title=text, risk=risk, app=case.app.name, notes=(page,))
