"""Names in both languages: plain columns, so that each can be indexed and read without a join."""

from django.db import models

LANGUAGES = ("en", "fa")


class Named(models.Model):
    """A name in English, Persian or both; a missing one falls back to the other."""

    name_en = models.CharField(max_length=200, blank=True, default="")
    name_fa = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en or self.name_fa

    def name(self, language: str) -> str:
        """Return the name in `language`, else in the other one."""
        first, second = (self.name_fa, self.name_en) if language == "fa" else (self.name_en, self.name_fa)
        return first or second


class Described(Named):
    """What a page and its search result need besides the name."""

    description_en = models.TextField(blank=True, default="")
    description_fa = models.TextField(blank=True, default="")
    image_alt_en = models.CharField(max_length=200, blank=True, default="")
    image_alt_fa = models.CharField(max_length=200, blank=True, default="")
    meta_title_en = models.CharField(max_length=200, blank=True, default="")
    meta_title_fa = models.CharField(max_length=200, blank=True, default="")
    meta_description_en = models.CharField(max_length=320, blank=True, default="")
    meta_description_fa = models.CharField(max_length=320, blank=True, default="")

    class Meta:
        abstract = True


def named_constraint(name: str) -> models.CheckConstraint:
    """Return the constraint that at least one language has a name."""
    return models.CheckConstraint(condition=~models.Q(name_en="", name_fa=""), name=name)
