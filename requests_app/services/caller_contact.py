"""At the telephone: somebody says that it was not they, or wants letters to go elsewhere."""

from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from requests_app.models import Submission
from requests_app.services import callers, contact_change, release_verdicts
from requests_app.services.contact_change import NewContact


def stop(*, request_id: UUID, by: Principal, now: datetime) -> bool:
    """Stop what somebody says they did not ask. Nothing is told to the caller, so nothing is shown first.

    False if it was stopped before. Raises permissions.NotFound, NotPossible where there is nothing to stop.
    """
    return release_verdicts.stop_case(request_id=request_id, method="phone", by=by, now=now)


def change_contact(*, request_id: UUID, contact: NewContact, by: Principal, now: datetime) -> Submission:
    """Let letters go elsewhere for a caller who was checked, where it was shown who asks.

    Raises callers.NotChecked, and what `contact_change.change` raises.
    """
    if not callers.view(request_id=request_id, by=by, now=now).checked:
        raise callers.NotChecked("Ask for the passphrase, or for the reference and the access code, first.")
    return contact_change.change(request_id=request_id, contact=contact, channel="phone", by=by, now=now)
