"""The kinds of error that the API answers with; each has a page under /problems/."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of error. Its public address is /problems/SLUG/ and never changes."""

    slug: str
    status: int
    title: Promise
    meaning: Promise

    @property
    def uri(self) -> str:
        return f"/problems/{self.slug}/"


PROBLEM_TYPES = (
    ProblemType("bad-request", 400, _("Bad request"), _("The request can't be understood as it was sent.")),
    ProblemType("unauthorized", 401, _("Login needed"), _("The request needs valid credentials.")),
    ProblemType("forbidden", 403, _("Not allowed"), _("The credentials are valid but do not permit this.")),
    ProblemType("not-found", 404, _("Not found"), _("Nothing is at this address.")),
    ProblemType(
        "method-not-allowed",
        405,
        _("Method not allowed"),
        _("The address exists but does not accept this method; the Allow header names those it does."),
    ),
    ProblemType("not-acceptable", 406, _("Not acceptable"), _("No answer in the wanted format exists.")),
    ProblemType("conflict", 409, _("Conflict"), _("The request contradicts the present state.")),
    ProblemType("gone", 410, _("Gone"), _("What was here has been removed for good.")),
    ProblemType(
        "precondition-failed", 412, _("Precondition failed"), _("The object has changed since it was read.")
    ),
    ProblemType("too-large", 413, _("Too large"), _("The request's body is larger than accepted.")),
    ProblemType(
        "unsupported-media-type", 415, _("Unsupported format"), _("The body's format is not accepted.")
    ),
    ProblemType(
        "invalid", 422, _("Invalid"), _("The request was understood, but values in it are not valid.")
    ),
    ProblemType(
        "too-many-requests",
        429,
        _("Too many requests"),
        _("Wait as long as the Retry-After header says, then try again."),
    ),
    ProblemType("server-error", 500, _("Server error"), _("The fault is on our side and has been logged.")),
    ProblemType(
        "unavailable", 503, _("Unavailable"), _("A part that the answer needs is away; try again shortly.")
    ),
)

BY_SLUG = {kind.slug: kind for kind in PROBLEM_TYPES}
BY_STATUS = {kind.status: kind for kind in PROBLEM_TYPES}


def problem_type(status: int) -> ProblemType:
    """The kind for an HTTP status; an unlisted one counts as its class's general kind."""
    return BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400]
