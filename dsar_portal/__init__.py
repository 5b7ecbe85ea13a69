"""The roof and the rooms: settings, addresses, and one package per audience."""

from dsar_portal.celery import app as celery_app

__all__ = ["celery_app"]
