"""Words both ways: messages about a request, questions to the person, and inquiries that are no request of a right."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from audit.ids import new_id
from notifications import services as outbox
from notifications.recipients import Recipient
from requests_app import permissions
from requests_app.calendars import business_days_after
from requests_app.lifecycle import Status, Verb
from requests_app.models import Inquiry, Message, PrivacyRequest
from requests_app.services import dates, letters, pauses, steps
from requests_app.services.filing import free_reference
from requests_app.services.work import NotPossible

# Complaints and questions are answered like an acknowledgement; a report about a child at once.
ANSWER_IN_BUSINESS_DAYS = {"question": 10, "complaint": 10, "child_data": 1}


@transaction.atomic
def write(
    *,
    request_id: UUID,
    body: str,
    by: Principal,
    now: datetime,
    question: bool = False,
    rev: int | None = None,
) -> Message:
    """Write to the person. They get a neutral notice that a message waits. With `question` the work waits for them."""
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_work(by, request)
    if not body.strip():
        raise NotPossible("Write the message first.")
    message = _store(request, body, inbound=False, by=by, now=now)
    facts: dict[str, FactValue] = {"message": str(message.id), "length": len(body)}
    # What is decided and being carried out waits for the systems alone: a question must not stop the answer.
    if question and request.status == Status.IN_PROGRESS and request.decision is None:
        steps.take(request, Verb.ASK, by=by, now=now, facts={"message": str(message.id)})
    else:
        steps.record(request, "request.message_sent", by=by, now=now, facts=facts)
    letters.send("message_waiting", request, {}, by=by, now=now)
    return message


@transaction.atomic
def receive(
    *,
    request_id: UUID,
    body: str,
    by: Principal,
    now: datetime,
    channel: str = "web",
    rev: int | None = None,
) -> Message:
    """The person writes to us. It shows in the queue, and ends a wait for their answer."""
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_withdraw(by, request)
    return take_in(request, body, by=by, now=now, channel=channel)


def take_in(request: PrivacyRequest, body: str, *, by: Principal, now: datetime, channel: str) -> Message:
    """Words of the person of a locked request; who may send them is for the caller to ask."""
    message = _store(request, body, inbound=True, by=by, now=now)
    request.unread_messages += 1
    facts: dict[str, FactValue] = {"message": str(message.id), "length": len(body), "channel": channel}
    if request.status == Status.AWAITING_REQUESTER:
        promised = pauses.promised(request)
        steps.take(request, Verb.HEAR_BACK, by=by, now=now, facts=facts)
        tell_of_a_later_day(request, promised, by=Principal.system("clock"), now=now)
    else:
        steps.record(request, "request.message_received", by=by, now=now, facts=facts)
    return message


def tell(request: PrivacyRequest, body: str, *, by: Principal, now: datetime) -> Message:
    """The portal itself writes to the person of a locked request, with the neutral notice that a message waits."""
    message = _store(request, body, inbound=False, by=by, now=now)
    steps.record(
        request, "request.message_sent", by=by, now=now, facts={"message": str(message.id), "length": len(body)}
    )
    letters.send("message_waiting", request, {}, by=by, now=now)
    return message


def tell_of_a_later_day(request: PrivacyRequest, promised: date, *, by: Principal, now: datetime) -> None:
    """Where the law's clock waited for the person, and the day of our answer moved with it: they are told the new day.

    `promised` is the day that they were told before. For a locked request.
    """
    if request.respond_by <= promised:
        return
    with translation.override(request.submission.language):
        was, day = formats.date_format(promised, "DATE_FORMAT"), formats.date_format(request.respond_by, "DATE_FORMAT")
        body = _(
            "Under the law of the United Kingdom, the days on which we waited for you do not count. "
            "Our answer is now due on %(day)s instead of %(was)s. Your status page shows how we work that out."
        ) % {"day": day, "was": was}
    tell(request, body, by=by, now=now)


@transaction.atomic
def mark_read(*, request_id: UUID, by: Principal, now: datetime) -> int:
    """An officer has read what came in. Returns how many messages that were."""
    request = steps.locked(request_id=request_id)
    permissions.check_can_work(by, request)
    unread = list(Message.objects.select_for_update().filter(request=request, inbound=True, read_at=None))
    for message in unread:
        message.read_at = now
        subject = message.next_subject()
        message.save()
        ledger.record("message.read", actor=by.actor, subject=subject, at=now, request=request.id)
    if unread:
        request.unread_messages = 0
        steps.record(request, "request.message_read", by=by, now=now)
    return len(unread)


def _store(request: PrivacyRequest, body: str, *, inbound: bool, by: Principal, now: datetime) -> Message:
    author = str(by.user_id or by.kind)
    message = Message(id=new_id(), request=request, inbound=inbound, body=body, at=now, author=author)
    subject = message.next_subject()
    message.save(force_insert=True)
    facts: dict[str, Any] = {"inbound": inbound, "length": len(body)}
    ledger.record(
        "message.stored",
        actor=by.actor,
        subject=subject,
        at=now,
        request=request.id,
        facts=facts,
        detail={"body": body},
    )
    return message


@transaction.atomic
def inquire(
    *,
    kind: str,
    body: str,
    contact: dict[str, Any] | None,
    language: str,
    channel: str,
    by: Principal,
    now: datetime,
    child: dict[str, str] | None = None,
    about: UUID | None = None,
) -> Inquiry:
    """A question, a complaint, or a report about a child's data. Anyone may send one; no proof is asked for.

    `about`: the submission whose access code was shown, so that its status pages show the answer.
    """
    day = dates.received_on(now)
    inquiry = Inquiry(
        id=new_id(),
        kind=kind,
        reference=free_reference(),
        channel=channel,
        language=language,
        body=body,
        contact=contact,
        child=child,
        about_id=about,
        received_at=now,
        answer_by=business_days_after(day, ANSWER_IN_BUSINESS_DAYS[kind]),
    )
    subject = inquiry.next_subject()
    inquiry.save(force_insert=True)
    facts: dict[str, FactValue] = {
        "kind": kind,
        "channel": channel,
        "language": language,
        "answer_by": inquiry.answer_by.isoformat(),
    }
    ledger.record(
        "inquiry.received",
        actor=by.actor,
        subject=subject,
        at=now,
        request=inquiry.id,
        facts=facts,
        detail={"body": body},
    )
    return inquiry


def mailed_since(since: datetime, *, by: Principal) -> list[Inquiry]:
    """The letters that the mail room recorded since an instant, the latest first: enough to see that they are in."""
    if not by.may(Permission.MAIL_ARRIVED):
        raise permissions.NotAllowed("Your role does not take letters in.")
    rows = Inquiry.objects.filter(channel="mail", received_at__gte=since).order_by("-received_at", "-id")
    return list(rows.defer("body", "contact", "answer")[:200])


@transaction.atomic
def answer_inquiry(*, inquiry_id: UUID, answer: str, by: Principal, now: datetime) -> Inquiry:
    """Answer an inquiry; the person is written to where an address was given."""
    check_may_work_on_inquiries(by)
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if not answer.strip():
        raise NotPossible("Write the answer first.")
    if inquiry.answered_at is not None:
        raise NotPossible("This was answered already. Reload the page to see it.")
    inquiry.answer, inquiry.answered_at, inquiry.answered_by = answer, now, by.user_id
    subject = inquiry.next_subject()
    inquiry.save()
    detail = {"answer": answer}
    ledger.record("inquiry.answered", actor=by.actor, subject=subject, at=now, request=inquiry.id, detail=detail)
    if inquiry.contact:
        _send_answer(inquiry, inquiry.contact, by=by, now=now)
    return inquiry


def _send_answer(inquiry: Inquiry, contact: dict[str, Any], *, by: Principal, now: datetime) -> None:
    to = Recipient(
        name=str(contact.get("name") or ""),
        email=contact.get("email") or None,
        postal_address=contact.get("postal_address"),
        language=inquiry.language,
    )
    outbox.queue(
        "inquiry_answer",
        about=inquiry.id,
        request=None,
        to=to,
        context={
            "reference": inquiry.reference,
            "received_on": dates.received_on(inquiry.received_at),
            "answer": inquiry.answer,
        },
        by=by.actor,
        now=now,
    )


@transaction.atomic
def open_inquiry(*, inquiry_id: UUID, by: Principal, now: datetime) -> Inquiry:
    """Read an inquiry with its contact: a read that leaves a trace. Raises permissions.NotFound, NotAllowed."""
    check_may_work_on_inquiries(by)
    found = Inquiry.objects.filter(id=inquiry_id).first()
    if found is None:
        raise permissions.NotFound
    ledger.record("inquiry.viewed", actor=by.actor, subject=Subject.event("view"), at=now, request=found.id)
    return found


def check_may_work_on_inquiries(by: Principal) -> None:
    """Inquiries name no company: whoever stands behind a company wall does not see them."""
    if not by.may(Permission.REQUEST_WORK) or by.companies is not None:
        raise permissions.NotAllowed("Your role does not answer questions and complaints of the whole group.")
