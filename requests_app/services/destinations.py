"""Where a copy of somebody's file may go: to a contact point that was on file 30 days before receipt, nowhere else.

One rule for every way out (`rules.md` section 3): the code that opens a download, the download itself, the envelope,
the letter that an officer sends once more, the contact that was changed on the way, the appeal. Nobody's rank, safe
contact or paper overrides it: an address that somebody typed is a claim. An agent gets a copy only where the person
said so (`agent_selectors.answer_choice`). Kinds of data may go where the person says.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from notifications.recipients import Recipient
from requests_app.choices import Capacity, Right, Scope
from requests_app.models import PrivacyRequest
from requests_app.services import known_contacts
from verification import agent_selectors as permits
from verification import selectors as checks

# After a change of contact nothing that opens an answer goes to the new one so soon: the old one hears of it first.
COOL_DOWN = timedelta(hours=72)


def is_copy(request: PrivacyRequest) -> bool:
    """Whether the answer holds the data itself, and not only the kinds of it."""
    original = request.appeal_of or request
    return original.right == Right.ACCESS and original.scope != Scope.CATEGORIES


def may_open_at(request: PrivacyRequest, email: str, *, now: datetime) -> bool:
    """Whether the code that opens the answer may go to this mailbox."""
    changed = request.submission.contact_changed_at
    if changed is not None and now < changed + COOL_DOWN:
        return False
    if not is_copy(request) or checks.was_on_file(request.submission_id, email=email):
        return True
    return _chosen_by_the_person(request, email)


def _chosen_by_the_person(request: PrivacyRequest, email: str) -> bool:
    """The person said, from a contact on file or on paper to an agent we know, that the copy goes to this agent."""
    submission = request.submission
    choice = permits.answer_choice(submission.id) if submission.capacity == Capacity.AUTHORIZED_AGENT else None
    asking = str(submission.requester.get("email") or "")
    return choice is not None and choice.copies_to_agent and email.casefold() == asking.casefold() != ""


def paper_address(request: PrivacyRequest, wanted: Recipient) -> Mapping[str, Any] | None:
    """The address to which a copy may be mailed: the wanted one if it was on file, else the one that was.

    Never one that is not safe: who named a safe contact is not written to elsewhere.
    """
    submission = request.submission
    if wanted.postal_address and checks.was_on_file(submission.id, postal_address=wanted.postal_address):
        return wanted.postal_address
    if submission.safe_contact and "post" in known_contacts.barred_kinds(submission.safe_contact):
        return None
    known = checks.safe_delivery_address(submission.id)
    return None if known is None or known_contacts.was_left(submission, known) else known
