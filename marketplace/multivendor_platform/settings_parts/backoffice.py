"""How the admin looks: the shop's own accent on unfold's neutral ground."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Operator console",
    "SITE_HEADER": "Operator console",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("storefront/icon.svg")}
    ],
    "SITE_SYMBOL": "storefront",
    "SITE_URL": "/",
    "SHOW_HISTORY": False,
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "primary": {
            "50": "#effaf8",
            "100": "#d5f1ed",
            "200": "#aee3dc",
            "300": "#7dcec6",
            "400": "#48b1a8",
            "500": "#23918a",
            "600": "#0a6e6a",
            "700": "#085a57",
            "800": "#084846",
            "900": "#093c3a",
            "950": "#022322",
        }
    },
}
