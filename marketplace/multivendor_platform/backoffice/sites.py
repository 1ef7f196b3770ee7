"""The admin site: staff only, in the operator's context, under a content policy that unfold can work with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from unfold.sites import UnfoldAdminSite

from multivendor_platform.tenancy.contexts import operator_context

View = Callable[..., HttpResponseBase]

# unfold's Alpine evaluates attributes, and its widgets set styles: both here only, never on a public page.
POLICY: Final = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


def as_operator(view: View) -> View:
    """Run an admin view in the operator's context, rendering included: row policies hide vendors else."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with operator_context():
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
        return response

    return run


class BackofficeSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold ships no types
    """`admin_view` checks that the person is staff before the view, and thereby the context, is entered."""

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Return `view` for staff only, as operator."""
        checked: View = super().admin_view(as_operator(view), cacheable)
        relaxed: View = csp_replace(POLICY)(checked)
        return relaxed

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """Show the admin's sign-in page, under the same content policy."""
        relaxed: View = csp_replace(POLICY)(super().login)
        return relaxed(request, extra_context)
