"""People, for operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from multivendor_platform.accounts.models import User

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[User]  # generic for the type checker only
else:
    _UserAdmin = UserAdmin

admin.site.unregister(Group)  # permissions of staff come with the operator's console, not with groups


@admin.register(User)
class PersonAdmin(_UserAdmin, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """People are the one thing that staff edit here: an address, a name, whether they may log in."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "full_name", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    readonly_fields = ("date_joined", "last_login")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "full_name", "password")}),
        (_("May"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)
