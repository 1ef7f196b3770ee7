"""Django's registration of this part."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures, kept in the database so that no deploy needs a volume."""

    name = "multivendor_platform.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"
