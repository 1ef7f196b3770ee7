"""Hashed static files that never cost a visitor the page."""

from __future__ import annotations

import logging

from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger(__name__)


class ForgivingStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Names a file that was not collected by its plain name, in place of an error in the template.

    Collecting itself stays strict: a style sheet that refers to a missing file fails the image's build.
    """

    def load_manifest(self) -> tuple[dict[str, str], str]:
        """Names and hashes of the collected files; empty where the manifest is missing or damaged."""
        try:
            paths, digest = super().load_manifest()
        except (OSError, ValueError) as error:
            logger.warning("the manifest of static files can't be used: %s", error)
            return {}, ""
        return paths, digest

    def stored_name(self, name: str) -> str:
        """Name with the hash, or the plain one."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            # Remembered, so that the log gets one line for each file and not one for each page.
            self.hashed_files[self.hash_key(name)] = name
            logger.warning("static file %s was not collected; served under its plain name", name)
            return name
