"""Spam among the questions and complaints: closed in one deed, on record, and no answer is owed any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from requests_app.models import Inquiry
from requests_app.services.correspondence import check_may_work_on_inquiries
from requests_app.services.work import NotPossible

# Whoever asked us something gets an answer, also that it is not ours to answer: there is no third reason.
REASONS = ("spam", "test")


@transaction.atomic
def close(*, inquiry_id: UUID, reason: str, by: Principal, now: datetime) -> Inquiry:
    """Close what nobody waits for an answer to. Nobody is written to; it is kept and erased like an answered one.

    Raises permissions.NotAllowed, and NotPossible once it is answered or closed, or while the use of a child's data
    is stopped because of it.
    """
    check_may_work_on_inquiries(by)
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if reason not in REASONS:
        raise NotPossible("Choose why nobody waits for an answer: spam or test.")
    if inquiry.answered_at is not None:
        raise NotPossible("This was answered or closed already. Reload the page to see it.")
    if inquiry.kind == "child_data" and inquiry.freed_at is None:
        raise NotPossible("The use of a child’s data is stopped because of this. Say first that it is no child’s data.")
    inquiry.close_reason, inquiry.answered_at, inquiry.answered_by = reason, now, by.user_id
    subject = inquiry.next_subject()
    inquiry.save()
    ledger.record("inquiry.closed", actor=by.actor, subject=subject, at=now, request=inquiry.id, reason=reason)
    return inquiry
