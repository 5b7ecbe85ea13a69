"""What of the ledger somebody may see: everything, or the entries of the requests on their side of the wall."""

from uuid import UUID

from django.db.models import Q

from accounts.principals import Principal
from audit import search
from requests_app.permissions import NotAllowed
from requests_app.selectors.queue import visible


def within(by: Principal) -> Q | None:
    """The condition that every look of `by` into the ledger carries; None for who sees the whole house.

    An entry is in sight when it belongs to a request in sight, or to the submission that holds one. Entries that
    belong to no request (sign-ins, settings) are in sight only where nothing but a period limits, and within it.
    """
    if not by.is_limited:
        return None
    rows = visible(by)
    seen = Q(request_id__in=rows.values("id")) | Q(request_id__in=rows.values("submission_id"))
    scope = by.scope
    if by.companies is None and scope is not None and scope.requests is None:
        loose = Q(request_id=None)
        if scope.since is not None:
            loose &= Q(at__gte=search.text_of(scope.since))
        if scope.until is not None:
            loose &= Q(at__lt=search.text_of(scope.until))
        seen |= loose
    return seen


def sees_entry(entry_id: UUID, *, by: Principal) -> bool:
    """Whether one entry is in sight of `by`."""
    return bool(search.find(search.Query(entry=entry_id, within=within(by)), limit=1))


def check_whole_house(by: Principal) -> None:
    """Raise `NotAllowed` for who may see a part only: some things cannot be told in part."""
    if by.is_limited:
        raise NotAllowed("Your account is limited to a part of the house.")
