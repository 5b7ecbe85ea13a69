"""The words behind a request's ledger entries, erased before their time: because somebody asked, or wrote too much."""

from datetime import datetime

from django.db import transaction

from accounts.principals import Principal
from audit import details
from requests_app import reference
from requests_app.services import steps
from requests_app.services.work import NotPossible


@transaction.atomic
def erase(*, reference_text: str, by: Principal, now: datetime, cause: str) -> int:
    """Erase the words behind all entries of a request that is over, and destroy their key. Gives how many there were.

    The entries stay and go on being provable; each erasure is an entry of its own. What lies in the rows (messages,
    notes, the decision) is the retention's to erase. `cause` is a code. Raises reference.Mistyped,
    permissions.NotFound, or NotPossible while the request is open: its words may still be needed for the answer.
    """
    request = steps.locked(reference=reference.parse(reference_text))
    if request.is_open:
        raise NotPossible("This request is still open. Its words can be erased once it is answered.")
    return details.erase(owner=request.id, by=by.actor, now=now, cause=cause)
