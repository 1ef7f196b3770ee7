"""Paths below /api/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from multivendor_platform.api import frozen, views
from multivendor_platform.api.v1.application import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("departments/", frozen.department_list, name="api-departments"),
    path("categories/", frozen.category_list, name="api-categories"),
    path("subcategories/", frozen.subcategory_list, name="api-subcategories"),
    path("products/", frozen.product_list, name="api-products"),
    path("products/search/", frozen.product_search, name="api-product-search"),
    path("products/<str:key>/", frozen.product_detail, name="api-product"),
    path("openapi.json", views.openapi_json, name="api-openapi"),
    path("docs/", views.docs, name="api-docs"),
    path("v1/", api.urls),
]
