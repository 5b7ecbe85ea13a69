"""Static files with their hash in the name, ES-module imports included."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise ships no types
    support_js_module_import_aggregation = True
    # A page must not fail because an asset is not collected yet (tests, first start).
    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name with its hash; the plain name of a file that is not collected yet."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            return name
