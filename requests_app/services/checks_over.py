"""The check of a submission is open for as long as a request of it is, and no longer. Internal to services.

An opt-out needs no check, so it keeps none open.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.principals import Principal
from requests_app.choices import Right
from requests_app.lifecycle import FINAL, OPEN, Step, Verb
from requests_app.models import PrivacyRequest, Submission
from verification import selectors as checks
from verification import services as verification

BY = Principal.system("sweep.checks_over")
BATCH = 200


def hold(*, request_id: UUID) -> None:
    """Lock the check before the request, in a deed that opens a request anew."""
    found = PrivacyRequest.objects.filter(id=request_id).values_list("submission_id", flat=True).first()
    if found is not None:
        verification.hold(subject_ref=found)


def follow(request: PrivacyRequest, step: Step, *, by: Principal, now: datetime) -> None:
    """After a step of a request: with the last that is open its check shuts, with one taken up again it opens.

    The row is saved. Whoever holds the check at this moment keeps nobody waiting: the sweep shuts it then.
    """
    if step.verb is Verb.REOPEN:
        verification.open_again(subject_ref=request.submission_id, by=by.actor, now=now)
    elif step.target in FINAL and not _needed().filter(submission_id=request.submission_id).exists():
        verification.close_check(subject_ref=request.submission_id, by=by.actor, now=now)


def close_left(*, now: datetime) -> int:
    """Shut what was left open: two requests ended at once, or the check was in use. Gives how many."""
    needed = Exists(_needed().filter(submission_id=OuterRef("id")))
    left = Submission.objects.filter(id__in=checks.waiting_for_proof()).exclude(needed).order_by("id")
    return sum(_close(one, now=now) for one in list(left.values_list("id", flat=True)[:BATCH]))


@transaction.atomic
def _close(submission_id: UUID, *, now: datetime) -> bool:
    # A request that is taken up again meanwhile has locked the check before.
    verification.hold(subject_ref=submission_id)
    if _needed().filter(submission_id=submission_id).exists():
        return False
    return verification.close_check(subject_ref=submission_id, by=BY.actor, now=now)


def _needed() -> "QuerySet[PrivacyRequest]":
    """Open requests that a check is kept open for."""
    return PrivacyRequest.objects.filter(status__in=OPEN).exclude(right=Right.OPT_OUT)
