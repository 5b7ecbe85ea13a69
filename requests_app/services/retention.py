"""The end of keeping: records of a request are kept for twenty-four months (11 CCR 7101(a)), not for ever.

An inquiry ends when it is answered, and goes after the same time: no record of a request, but it must not outlive one.

What goes is all that is personal: what was typed, found, written and sent. What stays are codes, days and counts in
the rows, and the ledger, whose entries go on being provable without the words behind them. Suppressions stay: without
them a stopped use would begin again. While a legal hold binds the person, all of it stays.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest

from accounts.principals import Principal
from audit import details, ledger
from audit.rows import AuditedRow
from fulfillment.services import forgetting as found_data
from fulfillment.services import lock_tasks
from notifications import services as notifications
from requests_app.decision import Decision
from requests_app.lifecycle import OPEN
from requests_app.models import (
    Inquiry,
    KeptData,
    KeptState,
    Message,
    Note,
    PrivacyRequest,
    ReleaseHold,
    SearchKey,
    Submission,
)
from requests_app.services import attachments, holding, keeping, lapsing
from vault import services as vault
from verification.services import forgetting as checks

log = logging.getLogger(__name__)
# 24 months, and a month for whoever still has to look.
KEPT = timedelta(days=762)
RULE = "11_ccr_7101"
BATCH = 200


class NotOver(Exception):
    """A request of the submission is still open or being erased, or an inquiry still waits for its answer."""


def purge(*, now: datetime) -> int:
    """Erase what is past its time, each in a transaction of its own. Gives how many submissions and inquiries it was.

    One that fails is undone alone, and told at the end: the data of the others goes in time.
    """
    by = Principal.system("sweep.retention")
    keeping.record_kept(_over(now), by=by, now=now)
    keeping.forget_ended(before=now - KEPT, by=by, now=now)
    troubles = [
        _tried(erase, submission_id=one, by=by, now=now) for one in _due_submissions(now) if not keeping.held(one)
    ]
    troubles += [_tried(erase_inquiry, inquiry_id=one, by=by, now=now) for one in _due_inquiries(now)]
    # What a system began to erase, or somebody took up again, since it was looked for comes another time.
    done = [trouble for trouble in troubles if not isinstance(trouble, NotOver | holding.Held)]
    for trouble in filter(None, done):
        raise trouble
    return len(done)


def _due_submissions(now: datetime) -> list[UUID]:
    """What is over and not held. Some come a second time: kept data was erased later, and a letter went out then."""
    first = _over(now).exclude(keeping.is_held()).values_list("id", flat=True)[:BATCH]
    later = KeptData.objects.filter(state=KeptState.ERASED, ended_at__lt=now - KEPT, request__submission__in=_purged())
    again = later.filter(request__submission__purged_at__lt=F("ended_at")).values_list("request__submission", flat=True)
    return list(dict.fromkeys([*first, *again[:BATCH]]))


def _over(now: datetime) -> QuerySet[Submission]:
    """What is past its time, held or not, longest first; nothing whose kept data is being erased just now."""
    busy = _running().values("request__submission")
    kept = Submission.objects.filter(purged_at=None).exclude(requests__status__in=OPEN).exclude(id__in=busy)
    ended = Greatest(Max(Coalesce("requests__answered_at", "requests__respond_at")), Max("requests__kept__ended_at"))
    return kept.annotate(ended=ended).filter(ended__lt=now - KEPT).order_by("ended")


def _running() -> QuerySet[KeptData]:
    """Kept data that the systems are erasing just now: the stewards and the letter still need the person."""
    return KeptData.objects.filter(state=KeptState.RUNNING)


def _purged() -> QuerySet[Submission]:
    return Submission.objects.exclude(purged_at=None).exclude(keeping.is_held())


def _due_inquiries(now: datetime) -> list[UUID]:
    """One that nobody answered stays: it is still owed an answer, and shows as late until then."""
    kept = Inquiry.objects.filter(purged_at=None, answered_at__lt=now - KEPT).exclude(keeping.is_held("about"))
    return list(kept.order_by("answered_at").values_list("id", flat=True)[:BATCH])


def _tried(erasure: Callable[..., int], **given: Any) -> Exception | None:
    """Why an erasure failed, if it did."""
    try:
        erasure(**given)
    except (NotOver, holding.Held) as later:
        return later
    except Exception as error:  # whatever it is, it must not keep the data of others
        ids = [str(value) for name, value in given.items() if name.endswith("_id")]
        log.error("the erasure of %s failed: %s", *ids, type(error).__name__)
        return error
    return None


@transaction.atomic
def erase(*, submission_id: UUID, by: Principal, now: datetime) -> int:
    """Erase all that is personal in a submission and everything that came of it, on record.

    Gives how many rows were emptied; 0 when that was done before. Raises NotOver while one of its requests is open, or
    its kept data is being erased by the systems, holding.Held while a legal hold binds the person.
    """
    submission = Submission.objects.select_for_update().get(id=submission_id)
    for request_id in PrivacyRequest.objects.filter(submission=submission).order_by("id").values_list("id", flat=True):
        # Tasks before their request, as the stewards and the sweep of kept data lock them.
        lock_tasks(request_id=request_id)
    requests = list(PrivacyRequest.objects.select_for_update().filter(submission=submission).order_by("id"))
    if any(request.is_open for request in requests) or _running().filter(request__in=requests).exists():
        raise NotOver
    if holding.holds_on(submission):
        raise holding.Held
    if submission.purged_at is not None and not _came_back(submission):
        return 0
    ended = max((request.answered_at or request.respond_at for request in requests), default=submission.received_at)
    purging = _Purging(by, now, max(0, (now - ended).days))
    for request in requests:
        purging.request(request)
    purging.below(submission.id)
    purging.submission(submission)
    return purging.rows


def _came_back(submission: Submission) -> bool:
    """Whether kept data was erased since, and its letter lies here."""
    later = KeptData.objects.filter(request__submission=submission, ended_at__gt=submission.purged_at)
    return later.filter(state=KeptState.ERASED).exists()


@transaction.atomic
def erase_inquiry(*, inquiry_id: UUID, by: Principal, now: datetime) -> int:
    """Erase who asked, the question, the answer and its letter, on record. What kind it was and when stays.

    Gives how many rows were emptied; 0 when that was done before. Raises NotOver while it has no answer.
    """
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if inquiry.answered_at is None:
        raise NotOver
    if inquiry.purged_at is not None:
        return 0
    purging = _Purging(by, now, max(0, (now - inquiry.answered_at).days))
    purging.inquiry(inquiry)
    return purging.rows


class _Purging:
    """One erasure: who, when, and how many rows so far."""

    def __init__(self, by: Principal, now: datetime, age_days: int) -> None:
        self.by, self.now, self.age_days, self.rows = by, now, age_days, 0

    def request(self, request: PrivacyRequest) -> None:
        words: list[Message | Note] = [*Message.objects.filter(request=request), *Note.objects.filter(request=request)]
        for row in words:
            row.body = ""
            self._record(row, request.id)
        self.rows += attachments.destroy_of(request_id=request.id, cause="retention", by=self.by, now=self.now)
        lapsing.carry(request, by=self.by, now=self.now)
        told: dict[str, Any] = {"rule": RULE, "age_days": self.age_days}
        self.rows += found_data.forget(request_id=request.id, by=self.by.actor, now=self.now, **told)
        self.below(request.id)
        request.corrections, request.proposal, request.extension_text, request.delay_cause = None, None, "", ""
        request.decision = _codes_of(request.decision) if request.decision else None
        self._record(request, request.id)

    def below(self, owner: UUID) -> None:
        """What lies on the floors below about a request or submission: letters, files, the check, words, keys."""
        told: dict[str, Any] = {"rule": RULE, "age_days": self.age_days}
        self.rows += notifications.erase_content(about=owner, by=self.by.actor, now=self.now)
        self.rows += vault.shred_owned(owner=owner, by=self.by.actor, now=self.now, cause="retention")
        self.rows += checks.forget(subject_ref=owner, by=self.by.actor, now=self.now, **told)
        self.rows += details.erase(owner=owner, by=self.by.actor, now=self.now, cause="retention")

    def submission(self, submission: Submission) -> None:
        for inquiry in Inquiry.objects.select_for_update().filter(about=submission, purged_at=None).order_by("id"):
            self.inquiry(inquiry)
        hold = ReleaseHold.objects.select_for_update().filter(submission=submission).first()
        if hold is not None and hold.why:
            hold.why = ""
            self._record(hold, submission.id)
        SearchKey.objects.filter(submission=submission).delete()
        submission.consumer, submission.requester, submission.identifiers = {}, {}, []
        submission.safe_contact, submission.details, submission.passphrase_hash = None, "", ""
        submission.purged_at = self.now
        self._record(submission, submission.id)

    def inquiry(self, inquiry: Inquiry) -> None:
        self.below(inquiry.id)
        told: dict[str, Any] = {"rule": RULE, "age_days": self.age_days}
        self.rows += found_data.forget(request_id=inquiry.id, by=self.by.actor, now=self.now, **told)
        inquiry.body, inquiry.contact, inquiry.child, inquiry.answer = "", None, None, ""
        inquiry.apart = None
        inquiry.purged_at = self.now
        self._record(inquiry, inquiry.id)

    def _record(self, row: AuditedRow, request: UUID) -> None:
        facts: dict[str, ledger.FactValue] = {"kind": row.ledger_type, "rows": 1}
        facts |= {"rule": RULE, "age_days": self.age_days}
        subject = row.next_subject()
        ledger.record(
            "retention.purged", actor=self.by.actor, subject=subject, at=self.now, request=request, facts=facts
        )
        row.save()
        self.rows += 1


def _codes_of(stored: dict[str, Any]) -> dict[str, Any]:
    """A decision without its sentences: outcome, grounds and citations are no personal data."""
    decision = Decision.from_json(stored)
    bare = tuple(replace(item, facts="") for item in decision.items)
    return replace(decision, summary="", items=bare).as_json()
