"""A request as a list of this desk may show it."""

from typing import Any

from dsar_portal import wording
from requests_app import selectors

HIDDEN = "••••"


def row(found: Any) -> dict[str, Any]:
    """Enough to know which one to ask about, nothing to read aloud: the caller has to say the reference."""
    person = selectors.masked(found.submission.consumer)
    return {
        "id": found.id,
        "reference": f"{found.reference[:-4]}{HIDDEN}",
        "right": wording.RIGHTS[found.right],
        "received_at": found.received_at,
        "name": person["name"],
        "contact": person["phone"] or person["email"],
        "channel": wording.CHANNELS.get(found.channel, found.channel),
    }
