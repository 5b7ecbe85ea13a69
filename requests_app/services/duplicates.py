"""The same person asking twice: linked, never blocked. Both clocks run; the earlier day governs the work."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import same_person, steps


@transaction.atomic
def link(*, submission_id: UUID, now: datetime) -> int:
    """Link the requests of a new submission to the earliest open one of the same person for the same thing.

    The same thing is right, scope and company, and no kind of opt-out that the earlier one lacks. Without a full name
    nothing is linked. Runs in the worker. Gives how many were linked.
    """
    others = _of_the_same_person(Submission.objects.get(id=submission_id))
    asked = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission")
    linked = 0
    for request in asked.filter(submission_id=submission_id, duplicate_of=None).order_by("id"):
        earlier = _earliest(request, others)
        if earlier is not None and request.right != "appeal":
            request.duplicate_of = earlier
            by, other = Principal.system("duplicates"), str(earlier.id)
            steps.record(request, "request.duplicate_linked", by=by, now=now, facts={"other": other})
            linked += 1
    return linked


def _earliest(request: PrivacyRequest, others: list[UUID]) -> PrivacyRequest | None:
    same = PrivacyRequest.objects.filter(
        submission_id__in=others, right=request.right, scope=request.scope, company=request.company,
        kinds__contains=request.kinds, status__in=OPEN, received_at__lte=request.received_at,
    )  # fmt: skip
    return same.exclude(id=request.id).order_by("received_at", "id").first()


def _of_the_same_person(submission: Submission) -> list[UUID]:
    me = same_person.who(submission)
    if me is None:
        return []
    return [one.id for one in same_person.submissions_of(me, other_than=submission.id)]
