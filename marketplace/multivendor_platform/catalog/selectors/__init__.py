"""Reads of the public's tables: one prepared statement each, in which PostgreSQL has built the JSON."""

from multivendor_platform.catalog.selectors.details import product_detail, product_detail_json
from multivendor_platform.catalog.selectors.home import HomePage, home_page
from multivendor_platform.catalog.selectors.nodes import (
    NodePage,
    department_tree,
    node_find_moved,
    node_list_json,
    node_page,
)
from multivendor_platform.catalog.selectors.pages import CardPage
from multivendor_platform.catalog.selectors.products import (
    ORDERS,
    ProductFilter,
    product_list_numbered,
    product_page,
)
from multivendor_platform.catalog.selectors.search import SearchPage, search_numbered, search_page
from multivendor_platform.catalog.selectors.vendors import VendorPage, vendor_list_page, vendor_page

__all__ = [
    "ORDERS",
    "CardPage",
    "HomePage",
    "NodePage",
    "ProductFilter",
    "SearchPage",
    "VendorPage",
    "department_tree",
    "home_page",
    "node_find_moved",
    "node_list_json",
    "node_page",
    "product_detail",
    "product_detail_json",
    "product_list_numbered",
    "product_page",
    "search_numbered",
    "search_page",
    "vendor_list_page",
    "vendor_page",
]
