"""Proofs that leave the house: a receipt fetched, a receipt checked, the ledger taken out as evidence."""

from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import bundle, ledger, receipts, selectors
from audit.actors import Subject
from audit.facts import FactValue
from requests_app.models import PrivacyRequest
from requests_app.permissions import NotFound


def filing_entry(request_id: UUID) -> UUID:
    """The entry that tells of the filing of a request. Raises NotFound where there is none."""
    told = (entry.id for entry in selectors.entries_for(request_id) if entry.action == "request.filed")
    found = next(told, None)
    if found is None:
        raise NotFound
    return found


def receipt_of(request_id: UUID) -> selectors.Proof:
    """The receipt of a request's filing, with its proof once it is signed. Raises NotFound where there is none."""
    proof = selectors.receipt_of(filing_entry(request_id))
    if proof is None:
        raise NotFound
    return proof


@transaction.atomic
def fetch_receipt(*, request_id: UUID, by: Principal, now: datetime) -> str | None:
    """The proof file of a request's filing; None while its entry waits to be signed. Fetching it is recorded."""
    entry = filing_entry(request_id)
    text = receipts.file_of(entry)
    if text is not None:
        size = receipts.size_of(text)
        _note("receipt.fetched", by, now, {"entry": str(entry), "tree_size": size}, request=request_id)
    return text


@transaction.atomic
def check_receipt(*, text: str, by: Principal, now: datetime) -> receipts.Checked:
    """What a receipt proves, as somebody handed it in. That one was checked is recorded, never which."""
    checked = receipts.check(text)
    if checked.finding != receipts.Finding.EMPTY:
        _note("receipt.checked", by, now, {"outcome": checked.finding.value})
    return checked


def export(
    file: IO[bytes], *, reference: str = "", with_details: bool = False, by: Principal, now: datetime
) -> bundle.Summary:
    """Write the evidence bundle of all requests, or of one and its submission, to `file`. That it was made is recorded.

    For tools of the house: a room asks first what its people may see. Raises NotFound for an unknown reference,
    `bundle.Unsigned` and `bundle.Broken`.
    """
    wanted = None
    if reference:
        found = PrivacyRequest.objects.filter(reference=reference).first()
        if found is None:
            raise NotFound
        wanted = [found.id, found.submission_id]
    made = bundle.write(file, requests=wanted, with_details=with_details, now=now)
    facts: dict[str, FactValue] = {
        "entries": made.entries,
        "tree_size": made.tree_size,
        "scope": "request" if reference else "whole",
        "details": with_details,
    }
    with transaction.atomic():
        _note("ledger.exported", by, now, facts, request=wanted[0] if wanted else None)
    return made


def _note(event: str, by: Principal, now: datetime, facts: dict[str, FactValue], request: UUID | None = None) -> None:
    ledger.record(event, actor=by.actor, subject=Subject.event("proof"), at=now, request=request, facts=facts)
