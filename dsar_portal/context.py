"""What every page knows: who runs the portal, whether this is a demonstration, whether the browser sent its signal."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dsar_portal.branding import brand_of
from dsar_portal.consumer.access import signals_opt_out
from requests_app.profile import PROFILE


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "profile": PROFILE,
        # Only pages of the public show it: to staff the portal is the group's.
        "brand": brand_of(request),
        "demo": settings.DEMO,
        "principal": getattr(request, "principal", None),
        # 11 CCR 7025(c)(6): whether the signal was processed is shown, on every page of the public.
        "gpc_honored": signals_opt_out(request),
    }
