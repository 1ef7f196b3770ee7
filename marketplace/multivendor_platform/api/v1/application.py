"""Version 1 put together: routers, and every error as a problem document."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from multivendor_platform.api.answers import problem
from multivendor_platform.api.parameters import ParameterError
from multivendor_platform.api.v1 import catalog, vendor
from multivendor_platform.catalog.errors import CursorError
from multivendor_platform.money import MoneyError
from multivendor_platform.offers.errors import (
    OfferError,
    OfferNotFoundError,
    OfferStaleError,
    OfferStateError,
    OfferTakenError,
    StockReservedError,
)
from multivendor_platform.vendors.errors import MembershipError

api = NinjaAPI(
    title="Multi-vendor marketplace",
    version="1.0.0",
    description="Public reads of the catalogue and the vendors' own offers. Errors are RFC 9457 documents.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
api.add_router("/catalog", catalog.router)
api.add_router("/vendor", vendor.router)

OFFER_STATUS: dict[type[OfferError], int] = {
    OfferNotFoundError: 404,
    OfferStaleError: 412,
    OfferStateError: 409,
    OfferTakenError: 409,
    StockReservedError: 409,
}


@api.exception_handler(ParameterError)
def _parameter(request: HttpRequest, error: ParameterError) -> HttpResponse:
    entry = {"parameter": error.name, "code": error.code, "message": error.message}
    return problem(request, 400, f"{error.name}: {error.message}", errors=[entry])


@api.exception_handler(CursorError)
def _cursor(request: HttpRequest, error: CursorError) -> HttpResponse:
    entry = {"parameter": "cursor", "code": error.code, "message": error.message}
    return problem(request, 400, error.message, errors=[entry])


@api.exception_handler(ValidationError)
def _validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [_entry(found) for found in error.errors]
    # A query cannot be understood; a body was understood and is wrong.
    status = 400 if any("parameter" in entry for entry in errors) else 422
    return problem(request, status, "; ".join(str(entry["message"]) for entry in errors[:3]), errors=errors)


def _entry(found: dict[str, Any]) -> dict[str, Any]:
    place, *rest = (str(part) for part in found["loc"])
    name = rest[-1] if rest else place
    entry = {"code": str(found["type"]), "message": f"{name}: {found['msg']}"}
    if place in ("query", "path", "header"):
        return {"parameter": name, **entry}
    # The first part below `body` is the handler's argument, which clients never see.
    return {"pointer": "/" + "/".join(rest[1:]), **entry}


@api.exception_handler(AuthenticationError)
def _authentication(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(request, 401, "log in first")


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, "")


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "")


@api.exception_handler(MembershipError)
def _membership(request: HttpRequest, error: MembershipError) -> HttpResponse:
    return problem(request, 404, error.message)


@api.exception_handler(MoneyError)
def _money(request: HttpRequest, error: MoneyError) -> HttpResponse:
    entry = {"pointer": "/price", "code": error.code, "message": str(error)}
    return problem(request, 422, str(error), errors=[entry])


@api.exception_handler(OfferError)
def _offer(request: HttpRequest, error: OfferError) -> HttpResponse:
    entry = {"pointer": f"/{error.field}", "code": error.code, "message": error.message}
    return problem(request, OFFER_STATUS.get(type(error), 422), error.message, errors=[entry])
