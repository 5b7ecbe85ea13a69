"""The answer once more, after the time to open it was over: made anew from what was decided, opened by a fresh code."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.principals import Principal
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app import permissions
from requests_app.choices import Right
from requests_app.lifecycle import ANSWERED, Status
from requests_app.models import PrivacyRequest
from requests_app.services import release_gate, steps
from requests_app.services.answers import package_facts
from requests_app.services.work import NotPossible

# The first one counts. Whoever needs it still more often calls, and gets it on paper.
MOST = 6
GONE = gettext_noop("We cannot make this answer ready again here. Write to us or call us.")


def can_reissue(request: PrivacyRequest) -> bool:
    """Whether there was a package whose time ran out, and all that it was made of is still here."""
    if request.right != Right.ACCESS or request.status not in ANSWERED or request.status == Status.DENIED:
        return False
    if request.submission.purged_at is not None or not release_gate.of(request).is_open:
        return False
    last = held.latest_package(request.id)
    return last is not None and last.status == "expired" and held.packages_made(request.id) < MOST


@transaction.atomic
def reissue(*, request_id: UUID, by: Principal, now: datetime) -> UUID:
    """Order the package once more. It is released, and the person told, as the first one was.

    Raises `permissions.NotFound` for somebody else's request, NotPossible where `can_reissue` says no.
    """
    request = steps.locked(request_id=request_id)
    permissions.check_can_see(by, request)
    if not can_reissue(request):
        raise NotPossible(GONE)
    return fulfillment.build_package(request_id=request.id, facts=package_facts(request), by=by.actor, now=now)
