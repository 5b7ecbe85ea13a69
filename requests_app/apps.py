from django.apps import AppConfig


class RequestsAppConfig(AppConfig):
    name = "requests_app"

    def ready(self) -> None:
        from requests_app import receivers  # noqa: F401  (connects the signals once all models are loaded)
