"""Proof of identity that staff saw or heard, for one request of a submission."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from requests_app import permissions
from requests_app.lifecycle import FINAL, Status
from requests_app.models import PrivacyRequest
from requests_app.services import steps
from requests_app.services.work import NotPossible, check_still_known
from verification import services as verification

# A refusal for want of proof may be mended by proof; nothing else that has ended may.
OVER = frozenset(FINAL) - {Status.DENIED}


@transaction.atomic
def record(
    *,
    request_id: UUID,
    method: str,
    points: Sequence[str],
    reason: str,
    by: Principal,
    now: datetime,
    rev: int | None = None,
) -> PrivacyRequest:
    """Record what was seen or heard; the rules of verification weigh it, and nobody sets a level by hand.

    Raises permissions.NotAllowed, NotPossible for a request that is over, and verification's NoSuchCheck for one that
    needs no proof.
    """
    # Not locked: verification locks its check first and the requests after it, and so must everyone.
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_work(by, request)
    if rev is not None and request.rev != rev:
        raise steps.Stale
    if request.status in OVER:
        raise NotPossible(
            "This request is over, so it needs no proof. Record it on an open request of the same person."
        )
    check_still_known(request)
    verification.record_staff_evidence(
        subject_ref=request.submission_id, method=method, points=points, reason=reason, by=by.actor, now=now
    )
    request.refresh_from_db()
    return request
