"""Deploys the last image that worked again."""

from fix502.model.findings import RiskClass
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.plan import Plan, RemedyCase, Row


class RollBack:
    """Takes the image of the last known good, else that of the newest version before the deployed one."""

    id = "roll-back"

    def plan(self, case: RemedyCase) -> Plan:
        """See `Remedy.plan`."""
        now = case.app.deployed_image()
        image, git_hash, why = _last_image(case, now)
        notes = [why, "Variables and other settings stay as they are: the platform versions images only."]
        if case.finding.code == "BOOT004":
            notes.append(
                "The database stays as the failed migration left it. To go forward again, repair the "
                "migration in "
                "the code, look at `python manage.py showmigrations`, and deploy; fix502 never runs a "
                "migration."
            )
        return Plan(
            remedy=self.id,
            title=f"Roll back {case.app.name} to {image}",
            risk=RiskClass.DISRUPTIVE,
            app=case.app.name,
            rows=(Row(what="image", before=now or "(none)", after=f"a new version FROM {image}"),),
            notes=tuple(notes),
            image=image,
            git_hash=git_hash,
        )


def _last_image(case: RemedyCase, now: str) -> tuple[str, str, str]:
    known = {version.image: version for version in case.app.versions if version.image}
    good = case.last_good
    if good is not None and good.image in known and good.image != now:
        why = f"This image served when the app was last seen well, {good.at:%Y-%m-%d %H:%M} UTC."
        return good.image, good.git_hash, why
    if good is not None and good.image == now:
        raise NotApplicableError("the deployed image is the one that served when the app was last seen well")
    previous = case.app.previous_good()
    if previous is None or previous.image == now:
        raise NotApplicableError("there is no earlier image to go back to")
    return previous.image, previous.git_hash, "It is the version before; whether it worked is not known."
