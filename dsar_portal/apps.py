from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalConfig(AppConfig):
    name = "dsar_portal"

    def ready(self) -> None:
        from dsar_portal import checks  # noqa: F401  # registers itself with `check --deploy`


class StaticFiles(StaticFilesConfig):
    """Without what no page of ours asks for: two thirds of the collected bytes were source maps and a second viewer."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.map", "redoc"]
