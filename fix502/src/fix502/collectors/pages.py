"""Whose page a visitor got: the app's, the guard's, CapRover's or nginx's own, another proxy's.

CapRover's pages keep nginx's name and hide every header, so only status and text tell. The proxy never
replaces an error page that the app itself wrote. A 200 may be CapRover's page for names that it does not
know.
"""

import re
from collections.abc import Mapping

_CAPROVER_502 = "NGINX 502 Error"
_CAPROVER_NOTHING = "Nothing here yet"
_NGINX_TITLE = re.compile(r"<title>\s*(50[0-9]) [A-Za-z -]+</title>")
_GUARD_MARKS = ("The application is starting or restarting.", "<title>Back in a moment</title>")
_OTHER_PROXIES = (
    "cloudflare",
    "varnish",
    "awselb",
    "cloudfront",
    "haproxy",
    "envoy",
    "traefik",
    "apache",
    "caddy",
)


def whose_page(status: int, headers: Mapping[str, str], body: str) -> str:
    """Return app, guard-503, caprover-502, caprover-nothing-here, nginx-502, nginx-504 or other-proxy.

    `headers` has lower-case names.
    """
    server = headers.get("server", "").lower()
    if "Powered by CapRover" in body and _CAPROVER_NOTHING in body:
        return "caprover-nothing-here"
    if status == 502 and ("Powered by CapRover" in body or _CAPROVER_502 in body):
        return "caprover-502"
    if status == 503 and ("fix502-guard" in server or any(mark in body for mark in _GUARD_MARKS)):
        return "guard-503"
    title = _NGINX_TITLE.search(body)
    is_nginx = "<center>nginx" in body or "<center>openresty" in body
    if title and is_nginx and status in (502, 504) and title.group(1) == str(status):
        return f"nginx-{status}"
    if status >= 500 and any(name in server for name in _OTHER_PROXIES):
        return "other-proxy"
    return "app"
