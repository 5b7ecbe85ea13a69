"""Spam among the questions and complaints: closed in one deed, on record, and no answer is owed any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from requests_app.models import Inquiry
from requests_app.services.correspondence import check_may_work_on_inquiries
from requests_app.services.steps import Stale
from requests_app.services.work import NotPossible

# Whoever asked us something gets an answer, also that it is not ours to answer: there is no third reason.
REASONS = ("spam", "test")


@transaction.atomic
def close(*, inquiry_id: UUID, reason: str, by: Principal, now: datetime, rev: int | None = None) -> Inquiry:
    """Close what nobody waits for an answer to. Nobody is written to; it is kept and erased like an answered one.

    Raises permissions.NotAllowed, steps.Stale where `rev` is given and is not the current one, and NotPossible once it
    is answered or closed, or while the use of a child's data is stopped because of it.
    """
    check_may_work_on_inquiries(by)
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if rev is not None and rev != inquiry.rev:
        raise Stale
    if reason not in REASONS:
        raise NotPossible("Choose why nobody waits for an answer: spam or test.")
    if why := why_not(inquiry):
        raise NotPossible(why)
    inquiry.close_reason, inquiry.answered_at, inquiry.answered_by = reason, now, by.user_id
    subject = inquiry.next_subject()
    inquiry.save()
    ledger.record("inquiry.closed", actor=by.actor, subject=subject, at=now, request=inquiry.id, reason=reason)
    return inquiry


def why_not(inquiry: Inquiry) -> str:
    """Why it cannot be closed now; empty where it can."""
    if inquiry.answered_at is not None:
        return "This was answered or closed already. Reload the page to see it."
    if inquiry.kind == "child_data" and inquiry.freed_at is None:
        return "The use of a child’s data is stopped because of this. Say first that it is no child’s data."
    return ""


@transaction.atomic
def reopen(*, inquiry_id: UUID, by: Principal, now: datetime) -> Inquiry:
    """What was closed by mistake waits for an answer again; its day stays.

    Raises permissions.NotAllowed, and NotPossible for what was answered, is open, or was erased meanwhile.
    """
    check_may_work_on_inquiries(by)
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if not inquiry.close_reason or inquiry.purged_at is not None:
        raise NotPossible("Only what was closed without an answer opens again.")
    inquiry.close_reason, inquiry.answered_at, inquiry.answered_by = "", None, None
    subject = inquiry.next_subject()
    inquiry.save()
    ledger.record("inquiry.reopened", actor=by.actor, subject=subject, at=now, request=inquiry.id)
    return inquiry
