"""Letters need a person: who is written to, at which address, and whether that is safe."""

from dataclasses import replace
from typing import Any

from notifications.recipients import Recipient
from requests_app.choices import Delivery, Scope
from requests_app.models import PrivacyRequest, Submission
from verification import selectors as checks
from verification.assurance import Tier


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


def goes_on_paper(submission: Submission) -> bool:
    """True where the answer is mailed: it was asked for on paper, or there is no e-mail for a code that opens it."""
    to = answer_recipient(submission)
    return not to.email or (prefers_post(submission) and to.has_address)


def package_recipient(request: PrivacyRequest) -> Recipient:
    """Who gets the data itself. On paper it goes to the safe contact of a proven person, else only to an address that
    was on file 30 days before receipt; without one the letter is held for staff. Kinds of data may go anywhere."""
    submission = request.submission
    to = answer_recipient(submission)
    if request.scope == Scope.CATEGORIES:
        return to
    if submission.safe_contact:
        return to if request.reached_tier >= Tier.T2 else replace(to, postal_address=None)
    known = checks.safe_delivery_address(submission.id)
    # A letter to the address of the person is in the name of that person, whoever asked.
    name = submission.consumer_name if goes_on_paper(submission) else to.name
    return replace(to, name=name, postal_address=known)
