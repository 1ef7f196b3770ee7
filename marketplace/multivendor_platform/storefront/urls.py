"""Addresses of the shop. Readable ones: they are printed, dictated and linked."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from multivendor_platform.storefront import sessions, views
from multivendor_platform.storefront.converters import NodePathConverter, SlugConverter

register_converter(SlugConverter, "storefront_slug")
register_converter(NodePathConverter, "storefront_path")

app_name = "storefront"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("catalog/<storefront_path:path>/", views.node, name="node"),
    path("product/<storefront_slug:slug>/", views.product, name="product"),
    path("vendor/<storefront_slug:slug>/", views.vendor, name="vendor"),
    path("search/", views.search, name="search"),
    path("login/", sessions.SignInView.as_view(), name="login"),
    path("logout/", sessions.SignOutView.as_view(), name="logout"),
    path("account/", sessions.account, name="account"),
]
