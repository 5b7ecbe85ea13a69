"""Reads that leave a trace: opening a case, revealing personal data, searching, exporting, opening a status page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from requests_app import permissions, reference
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import browser_signal, renewals


@transaction.atomic
def open_case(*, reference_text: str, by: Principal, now: datetime, page: str = "case") -> PrivacyRequest:
    """Open a case file. Raises permissions.NotFound for what `by` may not know of, NotAllowed for a wrong role."""
    request = find(reference_text, by=by)
    permissions.check_can_read(by, request)
    _note("case.viewed", by=by, now=now, request=request.id, facts={"page": page})
    return request


def find(reference_text: str, *, by: Principal) -> PrivacyRequest:
    """The request of this reference, if `by` may know of it. Raises reference.Mistyped or permissions.NotFound."""
    parsed = reference.parse(reference_text)
    rows = PrivacyRequest.objects.select_related("submission", "appeal_of", "duplicate_of")
    found = rows.filter(reference=parsed).first()
    if found is None:
        raise permissions.NotFound
    permissions.check_can_see(by, found)
    return found


@transaction.atomic
def reveal(*, request_id: UUID, fields: Sequence[str], by: Principal, now: datetime) -> dict[str, Any]:
    """Show masked personal data of one request. The reveal is a deed of its own."""
    request = PrivacyRequest.objects.select_related("submission").get(id=request_id)
    permissions.check_can_reveal(by, request)
    submission = request.submission
    typed = {name: getattr(submission, name) for name in ("requester", "identifiers", "safe_contact", "details")}
    person = {**submission.consumer, **typed, "corrections": request.corrections}
    asked = [name for name in fields if name in person]
    _note("data.revealed", by=by, now=now, request=request.id, facts={"fields": asked})
    return {name: person[name] for name in asked}


@transaction.atomic
def searched(*, by: Principal, now: datetime, fields: Sequence[str], results: int) -> None:
    """A search was made. What was searched for stays out of the ledger."""
    _note("queue.searched", by=by, now=now, request=None, facts={"fields": list(fields), "results": results})


@transaction.atomic
def exported(*, by: Principal, now: datetime, kind: str, rows: int) -> None:
    """A list left the portal as a file."""
    _note("export.made", by=by, now=now, request=None, facts={"kind": kind, "rows": rows})


@transaction.atomic
def open_status(
    *, reference_text: str, code: str, by: Principal, now: datetime, gpc: bool = False
) -> Submission | None:
    """The submission that reference and access code open together; None when they do not fit.

    The answer is the same for an unknown reference and a wrong code. The caller limits the tries. `gpc`: the browser
    sends its privacy signal, which holds for the person now that we know them.
    """
    found = renewals.opened_by(reference_text=reference_text, code=code, by=by, now=now)
    if found is None:
        _note("status.refused", by=by, now=now, request=None, facts={})
        return None
    _note("status.viewed", by=by, now=now, request=found.id, facts={"page": "status"})
    if gpc:
        browser_signal.honor(submission=found, by=by, now=now)
    return found


def _note(event: str, *, by: Principal, now: datetime, request: UUID | None, facts: dict[str, Any]) -> None:
    ledger.record(event, actor=by.actor, subject=Subject.event("view"), at=now, request=request, facts=facts)
