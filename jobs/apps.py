from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps

FLOORS = (
    "audit",
    "vault",
    "jobs",
    "outbound",
    "notifications",
    "accounts",
    "verification",
    "fulfillment",
    "requests_app",
    "dsar_portal",
)


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        """Load every app's `tasks`, so that each process knows all handlers and sweeps, and Celery beat its times."""
        from celery import current_app

        from jobs.sweeps import beat_schedule

        for name in FLOORS:
            if apps.is_installed(name) and find_spec(f"{name}.tasks") is not None:
                import_module(f"{name}.tasks")
        current_app.conf.beat_schedule = beat_schedule()
