"""Asking for a pack, and taking it away. Both are recorded; nobody gets what lies out of their sight."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from jobs.services import enqueue
from requests_app.models import EvidencePack, PackState
from requests_app.permissions import NotAllowed, NotFound, check_can_read
from requests_app.selectors.queue import visible
from requests_app.services import auditing, days, reading
from requests_app.services.packs.contents import Made, Order, build
from vault import services as vault

KIND = "evidence.pack"
# Who sees a part of the house gets a proof an entry, never the whole ledger; more than this takes too long.
MOST_LIMITED = 300


class TooMany(Exception):
    """More requests than a pack for a limited account holds; choose a shorter period."""


class NotReady(Exception):
    """The pack is still being made, or has been dropped."""


@dataclass(frozen=True)
class Asked:
    """A period by day of receipt (both days included), one company or all, and a sample."""

    since: date
    until: date
    company: str = ""
    sample: int = 0
    seed: str = ""


@transaction.atomic
def ask(*, asked: Asked, by: Principal, now: datetime) -> EvidencePack:
    """Have a worker make a pack of a period. Recorded.

    Raises `permissions.NotAllowed`, `TooMany`. Without a seed one is drawn and printed in the pack.
    """
    auditing.check_can_audit(by)
    found = _in_period(asked, by)
    if by.is_limited and len(found) > MOST_LIMITED:
        raise TooMany
    pack = EvidencePack.objects.create(
        asked_by=by.person,
        asked_at=now,
        since=asked.since,
        until=asked.until,
        company=asked.company,
        sample=asked.sample,
        seed=asked.seed or secrets.token_hex(8),
        requests=found,
        whole_house=not by.is_limited and not asked.company,
        total=len(found) + 3,
    )
    facts: dict[str, FactValue] = {
        "scope": "period",
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "requests": len(found),
        "sample": asked.sample,
    }
    note("evidence.pack_asked", pack.id, by, now, facts)
    enqueue(KIND, args={"pack_id": str(pack.id)}, now=now, dedupe_key=f"{KIND}:{pack.id}")
    return pack


def of_one_request(*, reference_text: str, by: Principal, now: datetime) -> tuple[str, Made]:
    """The pack of one request, made at once: its reference in its one form, and the pack. Recorded.

    The letters as they were sent lie in it for who may reveal personal data. Raises as `reading.open_case`.
    """
    if not (by.may(Permission.LEDGER_READ) or by.may(Permission.REQUEST_EXPORT)):
        raise NotAllowed("Your role does not take evidence out of the portal.")
    request = reading.find(reference_text, by=by)
    check_can_read(by, request)
    shown = by.may(Permission.REQUEST_REVEAL)
    order = Order(
        title=f"One request: {request.reference}",
        requests=(request.id,),
        since=request.day_zero,
        until=days.day_of(now),
        by=by,
        with_letters=shown,
    )
    made = build(order, now=now)
    _taken(request.id, made, shown=shown, by=by, now=now)
    return request.reference, made


@transaction.atomic
def _taken(request_id: UUID, made: Made, *, shown: bool, by: Principal, now: datetime) -> None:
    """Record what was taken, after it was made: an entry that waits for its place would stand in the pack itself."""
    deeds: list[tuple[str, dict[str, FactValue]]] = [("case.viewed", {"page": "evidence"})]
    if shown:
        deeds.append(("data.revealed", {"fields": ["letters"]}))
    deeds.append(("evidence.pack_made", {"scope": "request", **counts_of(made, 1)}))
    for event, facts in deeds:
        view = Subject.event("evidence_pack")
        ledger.record(event, actor=by.actor, subject=view, at=now, request=request_id, facts=facts)


def mine(*, by: Principal) -> list[EvidencePack]:
    """The packs that this person asked for, the latest first."""
    auditing.check_can_audit(by)
    return list(EvidencePack.objects.filter(asked_by=by.person).order_by("-asked_at")[:20])


@transaction.atomic
def fetch(*, pack_id: UUID, by: Principal, now: datetime) -> tuple[EvidencePack, bytes]:
    """Take one's own pack out of the portal. Recorded.

    Raises `permissions.NotFound` for another person's, and for one that holds what has since gone out of sight;
    `NotReady`.
    """
    auditing.check_can_audit(by)
    pack = EvidencePack.objects.filter(id=pack_id, asked_by=by.person).first()
    if pack is None or not _still_in_sight(pack, by):
        raise NotFound
    if pack.state != PackState.READY or pack.file is None:
        raise NotReady
    opened = vault.read(file_id=pack.file, by=by.actor, now=now, purpose="download")
    note("evidence.pack_fetched", pack.id, by, now, {"digest": pack.sha256})
    return pack, opened.content


def counts_of(made: Made, requests: int) -> dict[str, FactValue]:
    """What the ledger keeps of a finished pack."""
    return {
        "files": made.files,
        "bytes": len(made.content),
        "requests": requests,
        "entries": made.entries,
        "digest": made.sha256,
    }


def note(event: str, pack: UUID, by: Principal, now: datetime, facts: dict[str, FactValue]) -> None:
    """Record a deed around a pack."""
    known = {"pack": str(pack), **facts}
    ledger.record(event, actor=by.actor, subject=Subject.event("evidence_pack"), at=now, facts=known)


def _in_period(asked: Asked, by: Principal) -> list[UUID]:
    rows = visible(by).filter(day_zero__gte=asked.since, day_zero__lte=asked.until)
    if asked.company:
        rows = rows.filter(company=asked.company)
    return list(rows.order_by("received_at", "id").values_list("id", flat=True))


def _still_in_sight(pack: EvidencePack, by: Principal) -> bool:
    if not by.is_limited:
        return True
    return not pack.whole_house and visible(by).filter(id__in=pack.requests).count() == len(pack.requests)
