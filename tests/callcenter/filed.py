"""What a call left behind: the request and the code that was read aloud."""

import re

from requests_app.models import PrivacyRequest

STOP = {"rights": ["opt_out"], "kinds": ["marketing_phone"], "phone": "920 555 0142"}


def filed_request() -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission").get()


def filed_code(page: str) -> str:
    found = re.search(r">((?:[2-9A-Z]{4}-){3}[2-9A-Z]{4})<", page)
    return found[1] if found else ""
