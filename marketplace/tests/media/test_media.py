"""Pictures from the database."""

from __future__ import annotations

import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from multivendor_platform.media.models import MediaAsset

BODY = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
DIGEST = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def asset(db: None) -> MediaAsset:
    """A stored drawing."""
    return MediaAsset.objects.create(
        sha256=DIGEST, media_type="image/svg+xml", extension="svg", body=BODY, width=1, height=1
    )


def test_picture_when_asked_then_its_bytes_for_ever_and_harmless(asset: MediaAsset, client: Client) -> None:
    response = client.get(asset.url)
    assert (response.content, response["Content-Type"]) == (BODY, "image/svg+xml")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in response["Content-Security-Policy"]


def test_picture_when_known_then_304_without_the_database(
    asset: MediaAsset, client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture has no public type
        assert client.get(asset.url, headers={"If-None-Match": f'"{DIGEST}"'}).status_code == 304


def test_picture_when_head_then_length_alone(asset: MediaAsset, client: Client) -> None:
    response = client.head(asset.url)
    assert (response.content, response["Content-Length"]) == (b"", str(len(BODY)))


@pytest.mark.parametrize("name", [f"{'0' * 64}.svg", f"{DIGEST}.webp", f"{DIGEST}.exe", "../etc/passwd"])
def test_picture_when_there_is_none_then_404(asset: MediaAsset, client: Client, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_picture_when_of_another_type_then_the_database_refuses(db: None) -> None:
    with pytest.raises(IntegrityError, match="media_type_known"), transaction.atomic():
        MediaAsset.objects.create(
            sha256=DIGEST, media_type="text/html", extension="html", body=b"", width=1, height=1
        )
