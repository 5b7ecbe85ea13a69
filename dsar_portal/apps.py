from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dsar_portal"
