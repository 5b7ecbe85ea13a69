from django.apps import AppConfig


class OutboundConfig(AppConfig):
    name = "outbound"

    def ready(self) -> None:
        """Refuse to start with a file of sign-in providers that cannot be right."""
        from outbound.oidc import configured

        configured()
