import pytest
from front import PAGE_502, PAGE_NOTHING

from fix502.collectors.pages import whose_page

NGINX = (
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><center>nginx</center></html>"
)


@pytest.mark.parametrize(
    ("status", "headers", "body", "page"),
    [
        (200, {"server": "nginx"}, "OK", "app"),
        (502, {"server": "nginx"}, PAGE_502, "caprover-502"),
        (200, {"server": "nginx"}, PAGE_NOTHING, "caprover-nothing-here"),
        (404, {"server": "nginx"}, PAGE_NOTHING, "caprover-nothing-here"),
        (502, {"server": "nginx"}, NGINX.format("502 Bad Gateway"), "nginx-502"),
        (504, {"server": "nginx"}, NGINX.format("504 Gateway Time-out"), "nginx-504"),
        (404, {"server": "nginx"}, NGINX.format("404 Not Found"), "app"),
        (502, {"server": "nginx"}, "hello from shop", "app"),
        (500, {}, "Nothing here yet", "app"),
        (503, {"server": "fix502-guard"}, "", "guard-503"),
        (503, {"server": "nginx"}, '{"detail": "The application is starting or restarting."}', "guard-503"),
        (503, {"server": "nginx"}, "<title>Back in a moment</title>", "guard-503"),
        (200, {"server": "nginx"}, "<title>Back in a moment</title>", "app"),
        (521, {"server": "cloudflare"}, "", "other-proxy"),
        (200, {"server": "cloudflare"}, "", "app"),
    ],
)
def test_page_when_answer_given_then_owner(
    status: int, headers: dict[str, str], body: str, page: str
) -> None:
    assert whose_page(status, headers, body) == page
