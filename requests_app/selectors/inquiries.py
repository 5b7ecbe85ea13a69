"""Questions, complaints and reports about a child's data, for the officers' desk."""

from requests_app.models import Inquiry


def open_inquiries(*, most: int = 200) -> list[Inquiry]:
    """What is not answered yet, the most urgent first."""
    return list(Inquiry.objects.filter(answered_at=None).order_by("answer_by", "id")[:most])
