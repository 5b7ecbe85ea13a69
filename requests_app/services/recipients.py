"""Letters need a person: who is written to, at which address, and whether that is safe."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from notifications.recipients import Recipient
from requests_app.choices import Capacity, Delivery, Right, Scope
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import destinations
from verification import agent_selectors as permits


def recipient(submission: Submission) -> Recipient:
    """Where notices of this submission go. A safe contact overrides all else."""
    contact = submission.contact()
    person: dict[str, Any] = submission.requester if submission.by_agent else submission.consumer
    if contact.get("none_safe"):
        contact = {}
    return Recipient(
        name=str(person.get("name") or submission.consumer_name or ""),
        email=contact.get("email") or None,
        postal_address=contact.get("postal_address"),
        language=submission.language,
        answer_format=submission.answer_format,
    )


def answer_recipient(submission: Submission) -> Recipient:
    """Who gets the answer: the consumer, unless the person who asked for them was chosen to."""
    if not submission.by_agent or answers_to_requester(submission):
        return recipient(submission)
    consumer = submission.safe_way or submission.consumer
    safe = not consumer.get("none_safe")
    return Recipient(
        name=submission.consumer_name,
        email=(consumer.get("email") or None) if safe else None,
        postal_address=consumer.get("postal_address") if safe else None,
        language=submission.language,
        answer_format=submission.answer_format,
    )


def answers_to_requester(submission: Submission) -> bool:
    """Whether the answer goes to the person who asked for another.

    Of an agent, what the consumer said overrides what the agent wrote, and a copy of the data goes to the agent only
    where the consumer said so: a word of the agent's about itself is none of the consumer's.
    """
    typed = bool(submission.requester.get("answer_to") == "requester")
    if submission.capacity != Capacity.AUTHORIZED_AGENT:
        return typed
    choice = permits.answer_choice(submission.id)
    if choice is None:
        return typed and not _asks_for_a_copy(submission)
    return choice.answer_to == "requester" and (choice.copies_to_agent or not _asks_for_a_copy(submission))


def _asks_for_a_copy(submission: Submission) -> bool:
    copies = PrivacyRequest.objects.filter(submission=submission, right=Right.ACCESS)
    return copies.exclude(scope=Scope.CATEGORIES).exists()


def prefers_post(submission: Submission) -> bool:
    """True where the answer was asked for on paper."""
    return submission.delivery == Delivery.POST


def goes_on_paper(submission: Submission) -> bool:
    """True where the answer is mailed: it was asked for on paper, or there is no e-mail for a code that opens it."""
    to = answer_recipient(submission)
    return not to.email or (prefers_post(submission) and to.has_address)


def goes_locked(request: PrivacyRequest, *, now: datetime) -> bool:
    """True where the answer goes by e-mail as a locked file: asked for, and to a mailbox that may open it."""
    submission = request.submission
    to = answer_recipient(submission)
    wanted = submission.delivery == Delivery.ENCRYPTED_EMAIL and not goes_on_paper(submission)
    return wanted and bool(to.email) and destinations.may_open_at(request, to.email or "", now=now)


def package_recipient(request: PrivacyRequest) -> Recipient:
    """Who gets the data itself on paper, and where; kinds of data may go anywhere.

    A copy goes only to an address that was on file 30 days before receipt (`destinations`). Where no address is safe
    or none was on file for so long, the letter is held for staff.
    """
    submission = request.submission
    to = answer_recipient(submission)
    if request.scope == Scope.CATEGORIES:
        return to
    # A letter to the address of the person is in the name of that person, whoever asked.
    name = submission.consumer_name if goes_on_paper(submission) else to.name
    return replace(to, name=name, postal_address=destinations.paper_address(request, to))
