"""What members do for their vendor: the session says who, X-Vendor for whom, the row policy the rest."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from ninja.params.functions import Header
from ninja.security import SessionAuth
from pydantic import Field

from multivendor_platform.api.parameters import parameters_check
from multivendor_platform.api.v1.shapes import (
    ActingShape,
    Closed,
    ImportIn,
    ImportOut,
    MoneyShape,
    OfferIn,
    OfferOut,
    OfferPageShape,
    OfferPatch,
    ProblemShape,
)
from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.money import Money
from multivendor_platform.offers import selectors, services
from multivendor_platform.offers.errors import OfferNotFoundError
from multivendor_platform.offers.models import Offer
from multivendor_platform.tenancy.contexts import vendor_context
from multivendor_platform.vendors.selectors import Acting, membership_get, membership_list

router = Router(tags=["vendor"], auth=SessionAuth())
VendorHeader = Header(None, alias="X-Vendor", description="slug or id; needed by people who act for several")
PROBLEMS = {400: ProblemShape, 401: ProblemShape, 403: ProblemShape, 404: ProblemShape, 422: ProblemShape}
CHANGES = {**PROBLEMS, 409: ProblemShape, 412: ProblemShape}
PAGE_DEFAULT = 25
PAGE_MAX = 200


class OwnQuery(Closed):
    """Where a page of own offers begins and how long it is."""

    cursor: str | None = Field(None, max_length=1200)
    limit: int = Field(PAGE_DEFAULT, ge=1, le=PAGE_MAX)


def _acting(request: HttpRequest, chosen: str | None) -> Acting:
    user_id = request.user.pk
    if user_id is None:
        raise PermissionError  # SessionAuth lets nobody pass without a user
    return membership_get(int(user_id), chosen)


def _money(shape: MoneyShape | None) -> Money | None:
    return None if shape is None else Money(shape.amount, shape.currency)


def _values(offer: OfferIn) -> services.OfferValues:
    return services.OfferValues(
        sku=offer.sku,
        variant_id=offer.variant,
        price=_money(offer.price),
        on_hand=offer.on_hand,
        condition=offer.condition,
        lead_time_days=offer.lead_time_days,
        state=offer.state,
    )


def _shown(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.pk,
        "sku": offer.sku,
        "variant": offer.variant_id,
        "product": offer.variant.product_id,
        "price": None
        if offer.price_amount is None
        else {"amount": offer.price_amount, "currency": offer.currency},
        "on_hand": offer.stock.on_hand,
        "reserved": offer.stock.reserved,
        "condition": offer.condition,
        "lead_time_days": offer.lead_time_days,
        "state": offer.state,
        "version": offer.version,
    }


@router.get("/memberships", response={200: list[ActingShape], **PROBLEMS}, summary="For whom you may act")
def memberships(request: HttpRequest) -> list[dict[str, Any]]:
    parameters_check(request, ())
    return [asdict(acting) for acting in membership_list(int(request.user.pk or 0))]


@router.get("/offers", response={200: OfferPageShape, **PROBLEMS}, summary="Your offers")
def offer_list(
    request: HttpRequest, query: Query[OwnQuery], vendor: str | None = VendorHeader
) -> dict[str, Any]:
    parameters_check(request, OwnQuery.model_fields)
    acting = _acting(request, vendor)
    start = 0 if query.cursor is None else int(Cursor.decode(query.cursor, "own", (int,)).keys[0])
    with vendor_context(acting.vendor_id):
        offers = selectors.offer_list_own(after=start, limit=query.limit + 1)
    shown = offers[: query.limit]
    more = len(offers) > query.limit
    return {
        "results": [_shown(offer) for offer in shown],
        "next": Cursor("own", (shown[-1].pk,)).encode() if more else None,
    }


@router.post("/offers", response={201: OfferOut, **CHANGES}, summary="Offer a variant")
def offer_create(
    request: HttpRequest, response: HttpResponse, body: OfferIn, vendor: str | None = VendorHeader
) -> Status[dict[str, Any]]:
    acting = _acting(request, vendor)
    with vendor_context(acting.vendor_id):
        made = services.offer_create(acting.vendor_id, _values(body))
        offer = selectors.offer_get_own(made.pk)
    if offer is None:
        raise OfferNotFoundError("you have no such offer")
    response["Location"] = f"{request.path}/{offer.pk}"
    return Status(201, _shown(offer))


@router.get("/offers/{int:offer_id}", response={200: OfferOut, **PROBLEMS}, summary="One of your offers")
def offer_detail(request: HttpRequest, offer_id: int, vendor: str | None = VendorHeader) -> dict[str, Any]:
    parameters_check(request, ())
    acting = _acting(request, vendor)
    with vendor_context(acting.vendor_id):
        offer = selectors.offer_get_own(offer_id)
    if offer is None:
        raise OfferNotFoundError("you have no such offer")
    return _shown(offer)


@router.patch(
    "/offers/{int:offer_id}", response={200: OfferOut, **CHANGES}, summary="Change one of your offers"
)
def offer_update(
    request: HttpRequest, offer_id: int, body: OfferPatch, vendor: str | None = VendorHeader
) -> dict[str, Any]:
    acting = _acting(request, vendor)
    changes = body.model_dump(exclude_unset=True, exclude={"version", "price"})
    nulls = [name for name, value in changes.items() if value is None]
    for name in nulls:
        del changes[name]
    if "price" in body.model_fields_set:
        changes["price"] = _money(body.price)
    with vendor_context(acting.vendor_id):
        offer = services.offer_update(offer_id, version=body.version, changes=changes)
    return _shown(offer)


@router.post(
    "/offers/import",
    response={200: ImportOut, **CHANGES},
    summary="Create or update up to 1000 offers by SKU",
)
def offer_import(request: HttpRequest, body: ImportIn, vendor: str | None = VendorHeader) -> dict[str, Any]:
    acting = _acting(request, vendor)
    with vendor_context(acting.vendor_id):
        results = services.offer_import(acting.vendor_id, [_values(row) for row in body.rows])
    return {"results": [asdict(result) for result in results]}
