"""People who log in: buyers, vendors' staff, operators."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import LowerCaseEmailField
from .managers import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by an e-mail address in small letters."""

    email = LowerCaseEmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(_("may log in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Also for rows that raw SQL writes: together with unique this makes case insignificant.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_user_email_lower")
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """Name for greetings: the full name, else the address."""
        return self.full_name or self.email

    def get_short_name(self) -> str:
        """First word of the name."""
        return self.get_full_name().split()[0]
