"""Fields of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    EmailField = models.EmailField[str, str]  # generic for the type checker only
else:
    EmailField = models.EmailField


class LowerCaseEmailField(EmailField):
    """An e-mail address that is stored and looked up in small letters: Ann@X.org and ann@x.org are one."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared.strip().lower() if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = value.strip().lower()
            setattr(model_instance, self.attname, value)
        return value
