"""What a person may see of their own requests, and what the company's systems may fetch."""

from datetime import datetime
from uuid import UUID

from requests_app.models import PrivacyRequest, Submission, Suppression


def submission_of(submission_id: UUID) -> Submission | None:
    return Submission.objects.filter(id=submission_id).first()


def requests_of(submission_id: UUID) -> list[PrivacyRequest]:
    """All requests of one act of asking, appeals included, in the order of filing."""
    rows = PrivacyRequest.objects.filter(submission_id=submission_id).select_related("submission", "appeal_of")
    return list(rows.order_by("id"))


def suppressions_since(*, since: datetime | None, after: UUID | None = None, most: int = 1000) -> list[Suppression]:
    """Opt-outs for the company's systems, oldest first."""
    rows = Suppression.objects.order_by("id")
    if since is not None:
        rows = rows.filter(since__gte=since)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows[:most])
