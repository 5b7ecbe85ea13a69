from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "vault"

    def ready(self) -> None:
        """The ledger lies below and knows no keys: tell it who seals."""
        from audit import sealing
        from vault.details import RequestKeys

        sealing.register(RequestKeys())
