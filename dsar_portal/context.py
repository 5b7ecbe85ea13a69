"""What every page knows: who runs the portal, and whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from requests_app.profile import PROFILE


def portal(request: HttpRequest) -> dict[str, Any]:
    return {"profile": PROFILE, "demo": settings.DEMO, "principal": getattr(request, "principal", None)}
