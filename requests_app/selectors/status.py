"""What a person may see of their own requests, and what the company's systems may fetch."""

from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from requests_app.models import PrivacyRequest, Submission, Suppression
from requests_app.permissions import NotAllowed
from requests_app.profile import GROUP


def submission_of(submission_id: UUID) -> Submission | None:
    return Submission.objects.filter(id=submission_id).first()


def visit_holds(submission_id: UUID, *, since: datetime) -> bool:
    """Whether the access code shown at that instant is still the code: no new one has been taken up since."""
    return Submission.objects.filter(id=submission_id).exclude(code_since__gt=since).exists()


def requests_of(submission_id: UUID) -> list[PrivacyRequest]:
    """All requests of one act of asking, appeals included, in the order of filing."""
    rows = PrivacyRequest.objects.filter(submission_id=submission_id).select_related("submission", "appeal_of")
    return list(rows.order_by("id"))


def suppressions_since(
    *, since: datetime | None, after: UUID | None = None, most: int = 1000, by: Principal | None = None
) -> list[Suppression]:
    """Opt-outs for the company's systems, oldest first. Of those towards other companies `by` may not know.

    Raises `permissions.NotAllowed` for who sees single requests or a period alone: the list is of the whole house.
    """
    if by is not None and by.scope is not None:
        raise NotAllowed("The list of opt-outs is not for an account that sees a part of the requests.")
    rows = Suppression.objects.order_by("id")
    if by is not None and by.companies is not None:
        rows = rows.filter(company__in=[GROUP, *by.companies])
    if since is not None:
        rows = rows.filter(since__gte=since)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows[:most])
