"""Can the phone desk pass on what is no request? For the self-check."""

import re
from datetime import datetime

from django.conf import settings

from dsar_portal.findings import Finding, State
from requests_app.profile import PROFILE

NAME = "phone desk"
# 555-0100 to 555-0199 belong to stories and demonstrations: nobody answers there.
MADE_UP = re.compile(r"555\D?01\d\d")


def way_out(now: datetime) -> Finding:
    """A remark, never more: without the number an agent looks it up in the telephone system."""
    number = PROFILE.desk.get("claims", "").strip()
    if not number:
        text = "A caller with a question about a claim cannot be connected from the page: [desk] claims is empty."
        return Finding(NAME, State.WARNING, f"{text} See config/profile.toml.")
    if MADE_UP.search(number) and not settings.DEMO:
        text = "[desk] claims is the made-up number of the demo. Put the number of your claims team there."
        return Finding(NAME, State.WARNING, f"{text} See config/profile.toml.")
    return Finding(NAME, State.FINE, "A question about a claim has a number to go to.")
