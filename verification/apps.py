from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class VerificationConfig(AppConfig):
    name = "verification"

    def ready(self) -> None:
        """Read the directories at the start: a misspelt mapping must not wait for the first person who asks."""
        from verification.directories import configured, reading

        try:
            configured.specs()
        except reading.DirectoriesInvalid as invalid:
            raise ImproperlyConfigured(str(invalid)) from None
