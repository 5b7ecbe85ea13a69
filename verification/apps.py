from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "verification"

    def ready(self) -> None:
        """Register the job handlers."""
        from . import tasks  # noqa: F401 - importing registers them
