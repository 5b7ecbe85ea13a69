"""A notice that e-mail could not deliver goes out on paper, at an officer's word, to an address that is safe."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from notifications import services as outbox
from notifications.models import Letter
from notifications.recipients import Recipient
from notifications.troubles import letters_of_case
from requests_app import permissions
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import destinations, known_contacts, release_gate
from requests_app.services.letters import ANSWERS
from requests_app.services.recipients import answer_recipient, recipient
from requests_app.services.undelivered import post_by
from requests_app.services.work import NotPossible
from verification import selectors as checks

ANSWER_ITSELF = "package_ready"
# Warnings to the person, whoever asked: at the contact points on file.
TO_KNOWN = frozenset({"release_warning", "request_seen_notice", "contact_changed"})


@transaction.atomic
def send_by_post(*, request_id: UUID, letter_id: UUID, by: Principal, now: datetime) -> Letter:
    """Put a letter of this request on paper. The one that did not arrive stays on file.

    Raises permissions.NotAllowed, permissions.NotFound for a letter of another request, or NotPossible without an
    address that is safe, for a code, and for a letter that somebody has sent again already.
    """
    request = PrivacyRequest.objects.select_related("submission").get(id=request_id)
    permissions.check_can_work(by, request)
    # The row of the request is not locked: whoever reads returned mail holds the letter first, and so do we.
    mine = letters_of_case(request_id=request.id, submission_id=request.submission_id)
    letter = next((one for one in mine if one.id == letter_id), None)
    if letter is None:
        raise permissions.NotFound
    if letter.kind == ANSWER_ITSELF and release_gate.is_stopped(request):
        raise NotPossible(release_gate.WORDS[release_gate.Gate.STOPPED])
    to = paper_recipient(request.submission, letter.kind)
    if to is None or (letter.kind == ANSWER_ITSELF and not _may_hold_answer(request, to)):
        raise NotPossible("No postal address is known to which it is safe to write.")
    day = post_by(letter.post_by, now=now)
    try:
        return outbox.resend(letter_id=letter.id, by=by.actor, now=now, to=to, prefer="post", post_by=day)
    except outbox.NotPossible as refused:
        raise NotPossible(str(refused)) from None


def paper_recipient(submission: Submission, kind: str) -> Recipient | None:
    """Who gets a letter of this kind on paper, and where; None where no address is safe.

    A safe contact is the only place that may be written to. Without one it is the address given, else the one that
    was on file 30 days before the request, in the name of the person and only if nobody acts for them. A warning to
    the known contacts goes to one of those, never to who asked.
    """
    to = answer_recipient(submission) if kind in ANSWERS else recipient(submission)
    if kind in TO_KNOWN:
        return next((one for way, one in known_contacts.everywhere(submission) if way == "post"), None)
    if to.has_address:
        return to
    if submission.safe_contact or submission.by_agent:
        return None
    known = checks.safe_delivery_address(submission.id)
    return replace(to, name=submission.consumer_name, postal_address=known) if known else None


def _may_hold_answer(request: PrivacyRequest, to: Recipient) -> bool:
    """A letter that an answer is ready may go to where the answer itself may, and nowhere else."""
    return not destinations.is_copy(request) or destinations.paper_address(request, to) == to.postal_address
