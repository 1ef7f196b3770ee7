"""One picture, addressed by its content."""

from typing import ClassVar

from django.db import models


class MediaAsset(models.Model):
    """A file in the database: a volume on the web app would make CapRover stop it before each deploy."""

    class MediaType(models.TextChoices):
        """What is served; anything else is refused at upload."""

        SVG = "image/svg+xml"
        WEBP = "image/webp"
        PNG = "image/png"
        JPEG = "image/jpeg"

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=32, choices=MediaType.choices)
    extension = models.CharField(max_length=8)
    body = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(media_type__in=["image/svg+xml", "image/webp", "image/png", "image/jpeg"]),
                name="media_type_known",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="media_sha256_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """The name below `/media/`."""
        return f"{self.sha256}.{self.extension}"

    @property
    def url(self) -> str:
        """The path at which the picture is served, for ever."""
        return f"/media/{self.file_name}"
