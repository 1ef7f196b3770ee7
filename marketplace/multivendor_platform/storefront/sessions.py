"""Signing in and out, for shops and operators. The only pages here that depend on who asks."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from multivendor_platform.storefront.site import site_frame


class SignInForm(AuthenticationForm):
    """E-mail address and password, each field with the hints that browsers and keyboards use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(
            {"autocomplete": "username", "inputmode": "email", "dir": "ltr"}
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs["dir"] = "ltr"


class SignInView(LoginView):
    """Sign in with e-mail address and password."""

    template_name = "storefront/login.html"
    authentication_form = SignInForm

    def get_default_redirect_url(self) -> str:
        """Return where to go when the address names no `next`."""
        return reverse("storefront:account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page, under a name that LoginView's own `site` does not take."""
        return super().get_context_data(**kwargs) | {"site": site_frame(self.request)}


class SignOutView(LogoutView):
    """Sign out by POST, then show the front page."""

    def get_default_redirect_url(self) -> str:
        """Return the front page."""
        return reverse("storefront:home")


@never_cache
@login_required(login_url="storefront:login")
def account(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, and the way to the admin for staff."""
    context = {
        "site": site_frame(request),
        "user_label": str(request.user),
        "admin_url": reverse("admin:index") if request.user.is_staff else "",
        "logout_url": reverse("storefront:logout"),
    }
    return render(request, "storefront/account.html", context)
