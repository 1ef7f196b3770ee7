"""What version 1 takes and gives, for validation of what comes in and for the description of what goes
out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["IRR"])]


class Closed(Schema):
    """Input in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class MoneyShape(Closed):
    """Whole minor units of a currency: 1250 EUR is 12.50 €, 1250 IRR is 1,250 rials."""

    amount: int = Field(ge=-(2**63) + 1, le=2**63 - 1, strict=True)
    currency: Currency


class NodeRef(Schema):
    """A node by name."""

    id: int
    name: str
    path: str


class NodeShape(NodeRef):
    """A node with the way to it and what is directly below it."""

    kind: Literal["department", "category", "subcategory"]
    slug: str
    description: str
    image: str | None
    image_alt: str
    meta_title: str
    meta_description: str
    parents: list[NodeRef]
    children: list[dict[str, Any]]
    product_count: int = Field(description="1001 means more than 1000")


class TreeShape(Schema):
    """A department with its categories."""

    id: int
    name: str
    path: str
    image: str | None
    image_alt: str
    children: list[dict[str, Any]]


class CardShape(Schema):
    """A product in a list."""

    id: int
    slug: str
    name: str
    brand: str
    image: str | None
    image_alt: str
    price: MoneyShape = Field(description="the lowest of all offers")
    price_max: MoneyShape
    offer_count: int
    vendor_count: int
    node: NodeRef


class CardPageShape(Schema):
    """A page of products; `next` and `previous` are cursors."""

    results: list[CardShape]
    next: str | None
    previous: str | None


class NodePageShape(CardPageShape):
    """A node and a page of what is sold below it."""

    node: NodeShape


class SearchShape(CardPageShape):
    """Matches, best first."""

    total: int
    is_more: bool = Field(description="there are more than `total`")
    corrected: str | None = Field(description="the words searched for instead, after a typo")


class VendorCardShape(Schema):
    """A vendor in a list."""

    id: int
    slug: str
    name: str
    description: str
    city: str
    logo: str | None


class VendorListShape(Schema):
    """A page of vendors."""

    results: list[VendorCardShape]
    next: str | None
    previous: str | None


class VendorPageShape(CardPageShape):
    """A vendor and a page of what they offer."""

    vendor: dict[str, Any]


class ProductShape(Schema):
    """A product with everything on its page."""

    id: int
    name: str
    slug: str
    description: str
    brand: str
    image: str | None
    image_alt: str
    meta_title: str
    meta_description: str
    is_active: bool
    sort_order: int
    created_at: str
    available: bool
    price: MoneyShape | None
    offer_count: int
    nodes: list[dict[str, Any]]
    media: list[str]
    attributes: list[dict[str, Any]]
    axes: list[dict[str, Any]]
    variants: list[dict[str, Any]]
    offers: list[dict[str, Any]]


class OfferListShape(Schema):
    """The public offers of a product, cheapest first."""

    results: list[dict[str, Any]]


OfferState = Literal["draft", "live", "off"]
Condition = Literal["new", "refurbished", "used"]


class OfferIn(Closed):
    """A vendor's offer as they state it."""

    sku: str = Field(min_length=1, max_length=64)
    variant: int = Field(ge=1, le=2**63 - 1)
    price: MoneyShape | None = None
    on_hand: int = Field(default=0, ge=0, le=2**31 - 1)
    condition: Condition = "new"
    lead_time_days: int = Field(default=2, ge=0, le=365)
    state: OfferState = "live"


class OfferPatch(Closed):
    """What to change of an offer; absent fields stay. `version` is the one that was read."""

    version: int = Field(ge=1, le=2**31 - 1)
    sku: str | None = Field(default=None, min_length=1, max_length=64)
    price: MoneyShape | None = None
    on_hand: int | None = Field(default=None, ge=0, le=2**31 - 1)
    condition: Condition | None = None
    lead_time_days: int | None = Field(default=None, ge=0, le=365)
    state: Literal["live", "off", "retired"] | None = None


class OfferOut(Schema):
    """A vendor's own offer."""

    id: int
    sku: str
    variant: int
    product: int
    price: MoneyShape | None
    on_hand: int
    reserved: int
    condition: str
    lead_time_days: int
    state: str
    version: int


class OfferPageShape(Schema):
    """A page of a vendor's own offers."""

    results: list[OfferOut]
    next: str | None


class ImportIn(Closed):
    """Rows to create or update by SKU."""

    rows: list[OfferIn] = Field(min_length=1, max_length=1000)


class ImportRowOut(Schema):
    """What became of one row, counted from 0."""

    row: int
    sku: str
    outcome: Literal["created", "updated", "refused"]
    offer_id: int | None
    code: str
    field: str
    message: str


class ImportOut(Schema):
    """What became of the rows, in their order."""

    results: list[ImportRowOut]


class ActingShape(Schema):
    """A vendor for whom the person logged in may act."""

    vendor_id: int
    slug: str
    name_en: str
    name_fa: str
    state: str
    role: str


class ProblemShape(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[dict[str, Any]] | None = None
