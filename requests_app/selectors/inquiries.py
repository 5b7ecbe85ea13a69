"""Questions, complaints and reports about a child's data, for the officers' desk and for who asked."""

from uuid import UUID

from requests_app.models import Inquiry


def open_inquiries(*, most: int = 200) -> list[Inquiry]:
    """What is not answered yet, the most urgent first."""
    return list(Inquiry.objects.filter(answered_at=None).order_by("answer_by", "id")[:most])


def inquiries_about(submission_id: UUID) -> list[Inquiry]:
    """What was asked or complained of from the status pages of a submission, oldest first."""
    kept = Inquiry.objects.filter(about=submission_id, kind__in=("question", "complaint"), purged_at=None)
    return list(kept.order_by("received_at", "id"))
