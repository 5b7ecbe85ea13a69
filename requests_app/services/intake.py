"""A person asks. One act of asking becomes one submission with a privacy request for each right and company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger, together
from audit.ids import new_id
from audit.ledger import Receipt
from jobs import services as jobs
from requests_app.choices import AnswerFormat, Capacity, Channel, Right
from requests_app.input_fields import FieldError, Invalid
from requests_app.models import PrivacyRequest, RequestDeadline, Submission
from requests_app.profile import GROUP, PROFILE
from requests_app.services import codes, dates, opt_out, paper_forms, people, signs
from requests_app.services.filing import free_references, new_request
from requests_app.services.identity import begin
from requests_app.submission_input import NewSubmission
from verification.assurance import Tier
from verification.selectors import CheckView
from verification.services import agents

# Staff may enter the day of a letter or a voicemail; older than this is a typing error.
OLDEST_RECEIPT = timedelta(days=60)


@dataclass(frozen=True)
class FiledRequest:
    """What the person is told about one request. `deadlines` are those of every regime, the earliest first."""

    id: UUID
    reference: str
    request: PrivacyRequest
    receipt: Receipt
    deadlines: tuple[RequestDeadline, ...]


@dataclass(frozen=True)
class Filed:
    """What the person is told once. The code and the passphrase cannot be read again.

    `check` is the one check of all requests that need one.
    """

    submission: Submission
    access_code: str
    passphrase: str
    requests: tuple[FiledRequest, ...]
    check: CheckView | None = None


def submit_within(
    *,
    submission: NewSubmission,
    channel: Channel,
    by: Principal,
    now: datetime,
    received_at: datetime | None = None,
    passphrase: str = "",
    call_started_at: datetime | None = None,
    references: Sequence[str] = (),
    network: str = "",
) -> Filed:
    """File everything that was asked in one act, start the clocks, and begin the work that needs no check.

    In the caller's transaction, which fails as a whole; `submit` is the same in one of its own.

    `received_at` may be earlier than `now` only for staff, within 60 days. `references` are free ones, one a request;
    without them some are found. `network` is where a visitor's browser calls from: only its keyed hash is kept, for
    signs of fraud, and not at all for opt-outs. Raises Invalid.
    """
    received = _receipt_instant(received_at, by=by, now=now)
    code = codes.new_access_code()
    called = iter(references or free_references(wanted(submission)))
    row = _store(submission, channel=channel, by=by, now=now, received=received, code=code)
    row.passphrase_hash = codes.passphrase_hash(passphrase) if passphrase else ""
    row.call_started_at = call_started_at
    with together.gathering():
        _record(row, submission, agent=_agent(row, now=now), by=by, now=now)
        people.index(row, submission)
        filed = [
            _file(row, submission, asked, company, next(called), by=by, now=now)
            for asked in submission.rights
            for company in _companies(submission)
        ]
        check = begin(submission=row, requests=[one.request for one in filed], new=submission, by=by, now=now)
        paper_forms.wish(row, [one.request for one in filed], now=now)
        if check is not None and check.required > Tier.T0:
            # Of what needs no proof, an opt-out above all, no trace is left: it would serve nothing.
            signs.remember_network(row, network)
        jobs.enqueue("requests.link_duplicates", args={"submission_id": str(row.id)}, now=now, fresh=True)
    return Filed(row, code, passphrase, tuple(filed), check)


submit = transaction.atomic(submit_within)


def wanted(new: NewSubmission) -> int:
    """How many requests a submission makes."""
    return len(new.rights) * len(_companies(new))


def _receipt_instant(received_at: datetime | None, *, by: Principal, now: datetime) -> datetime:
    if received_at is None or received_at == now:
        return now
    if by.kind != "staff" or not (by.may(Permission.CALL_TAKE) or by.may(Permission.REQUEST_WORK)):
        raise Invalid([FieldError("#/received_at", _("Only staff can enter an earlier day of receipt."))])
    if not now - OLDEST_RECEIPT <= received_at <= now:
        raise Invalid([FieldError("#/received_at", _("Check the day of receipt. It must be in the last 60 days."))])
    return received_at


def _companies(new: NewSubmission) -> tuple[str, ...]:
    """The companies asked; without a choice the group as a whole answers."""
    if GROUP in new.companies or not new.companies:
        return (GROUP,)
    return new.companies


def _store(
    new: NewSubmission, *, channel: Channel, by: Principal, now: datetime, received: datetime, code: str
) -> Submission:
    return Submission(
        id=new_id(),
        channel=channel,
        received_at=received,
        filed_at=now,
        language=new.language,
        country=new.country,
        state=new.state,
        capacity=new.requester.capacity,
        relationships=list(new.relationships),
        delivery=new.delivery,
        gpc=new.gpc,
        consumer=new.consumer.as_json() | _format(new),
        requester=new.requester.as_json(),
        identifiers=[{"kind": one.kind, "value": one.value} for one in new.identifiers],
        safe_contact=new.safe_contact,
        details=new.details,
        access_code_hash=codes.access_code_hash(code),
        # Behind a key stands a member of staff: what it files, its owner may not decide.
        taken_by=by.user_id,
        api_key=UUID(by.id) if by.kind == "api_client" else None,
        policy_version=PROFILE.policy_version,
    )


def _format(new: NewSubmission) -> dict[str, str]:
    """Kept within the encrypted person, and only where it is not the usual one: it may tell about health."""
    return {"answer_format": str(new.answer_format)} if new.answer_format != AnswerFormat.STANDARD else {}


def _agent(row: Submission, *, now: datetime) -> UUID | None:
    """The known agent whose key it came with. Its opt-outs run through like anybody's, however many they are."""
    if row.capacity != Capacity.AUTHORIZED_AGENT:
        return None
    return agents.link_by_key(subject_ref=row.id, key=row.api_key, now=now)


def _record(row: Submission, new: NewSubmission, *, agent: UUID | None, by: Principal, now: datetime) -> None:
    facts: dict[str, Any] = {
        "channel": row.channel,
        "rights": [asked.right for asked in new.rights],
        "companies": list(_companies(new)),
        "capacity": row.capacity,
        "relationships": list(row.relationships),
        "language": row.language,
        "delivery": row.delivery,
        "gpc": row.gpc,
        "safe_contact": bool(row.safe_contact),
        "received_on": dates.received_on(row.received_at).isoformat(),
    }
    if agent is not None:
        facts["agent"] = str(agent)
    subject = row.next_subject()
    row.save(force_insert=True)
    ledger.record("submission.filed", actor=by.actor, subject=subject, at=now, request=row.id, facts=facts)


def _file(
    row: Submission, new: NewSubmission, asked: Any, company: str, called: str, *, by: Principal, now: datetime
) -> FiledRequest:
    request, receipt = new_request(submission=row, new=new, asked=asked, company=company, called=called, by=by, now=now)
    deadlines = sorted(dates.waiting(request), key=lambda one: (one.at, one.regime))
    if asked.right == Right.OPT_OUT:
        opt_out.suppress(request=request, by=by, now=now)
    return FiledRequest(request.id, request.reference, request, receipt, tuple(deadlines))
