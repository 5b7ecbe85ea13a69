"""Static files with their hash in the name, ES-module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    # A page must not fail because an asset is not collected yet (tests, first start).
    manifest_strict = False
