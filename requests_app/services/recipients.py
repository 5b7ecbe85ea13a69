"""Letters need a person: who is written to, at which address, and whether that is safe."""

from typing import Any

from notifications.recipients import Recipient
from requests_app.choices import Delivery
from requests_app.models import Submission


def recipient(submission: Submission) -> Recipient:
    """Where notices of this submission go. A safe contact overrides all else."""
    contact = submission.contact()
    person: dict[str, Any] = submission.requester if submission.by_agent else submission.consumer
    if submission.safe_contact and submission.safe_contact.get("none_safe"):
        contact = {}
    return Recipient(
        name=str(person.get("name") or submission.consumer_name or ""),
        email=contact.get("email") or None,
        postal_address=contact.get("postal_address"),
        language=submission.language,
    )


def answer_recipient(submission: Submission) -> Recipient:
    """Who gets the answer: the consumer, unless the person who asked for them was chosen to."""
    if not submission.by_agent or submission.requester.get("answer_to") == "requester":
        return recipient(submission)
    consumer = submission.safe_contact or submission.consumer
    return Recipient(
        name=submission.consumer_name,
        email=consumer.get("email") or None,
        postal_address=consumer.get("postal_address"),
        language=submission.language,
    )


def prefers_post(submission: Submission) -> bool:
    """True where the answer was asked for on paper."""
    return submission.delivery == Delivery.POST
