"""A legal hold that may be on a child whose data was reported: a person looks, and two say that it is somebody else.

A report shows nothing, so a name or one point in common is enough to keep the data: a report must never be the way
around a hold. But a namesake's hold must not keep a child's data for years unseen (16 CFR 312.6(a)(2)).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit.actors import Subject
from requests_app import permissions
from requests_app.models import Inquiry, LegalHold
from requests_app.search_keys import digest
from requests_app.services import holding
from requests_app.services.impossible import NotPossible

POINTS = {"email": "email", "phone": "phone", "account_username": "identifier"}
HELD = (
    "A legal hold may be on this child. Until an officer has found that it is on somebody else, nothing is erased in: "
    "%(systems)s. If you find nothing there, say so: that you always can."
)


def may_bind(inquiry: Inquiry) -> list[LegalHold]:
    """The active holds that may be on this child, by a name or a point, but for those found to be on somebody else."""
    wanted = _looks_like(inquiry.child or {})
    if wanted is None:
        return []
    apart = set((inquiry.apart or {}).get("settled", ()))
    active = LegalHold.objects.select_related("request").filter(wanted, ended_at=None).order_by("since", "id")
    return [hold for hold in active if str(hold.id) not in apart]


def _looks_like(child: Mapping[str, Any]) -> Q | None:
    given, family = child.get("given_name", ""), child.get("family_name", "")
    points = [digest(kind, child[name]).hex() for name, kind in POINTS.items() if child.get(name)]
    may_be = Q(points__overlap=points) if points else Q()
    if given and family:
        may_be |= Q(name=digest("name", f"{given} {family}").hex())
    return may_be or None


def check_may_erase(*, inquiry_id: UUID, system: str) -> None:
    """Raise `holding.Held` where a legal hold covers this system and may be on this child: a person looks first."""
    inquiry = Inquiry.objects.filter(id=inquiry_id).first()
    if inquiry is not None and any(hold.covers(system) for hold in may_bind(inquiry)):
        raise holding.Held(HELD % {"systems": system})


def note(inquiry: Inquiry, *, by: Principal, now: datetime) -> None:
    """Record that a hold keeps what was to be deleted, when a report comes: it shows on the page of the report."""
    for hold in may_bind(inquiry):
        ledger.record(
            "child.kept_by_hold", actor=by.actor, subject=Subject.event("hold"), at=now, request=inquiry.id,
            facts={"hold": str(hold.reason)},
        )  # fmt: skip


@transaction.atomic
def ask_apart(*, inquiry_id: UUID, why: str, by: Principal, now: datetime) -> Inquiry:
    """Say that these holds are on somebody else of that name or contact, and how that was found out; another agrees.

    Raises permissions.NotAllowed, NotPossible without a reason or a hold.
    """
    inquiry = _of_decider(inquiry_id, by)
    holds = may_bind(inquiry)
    if not holds:
        raise NotPossible("No legal hold keeps the data of this report.")
    if not why.strip():
        raise NotPossible("Say how you know that it is somebody else.")
    ids = [str(hold.id) for hold in holds]
    inquiry.apart = {**(inquiry.apart or {}), "why": why.strip(), "asked": ids}
    inquiry.apart_asked_by, inquiry.apart_by, inquiry.apart_at = by.user_id, None, None
    _save(inquiry, "child.hold_doubted", {"count": len(ids), "length": len(why.strip())}, why.strip(), by=by, now=now)
    return inquiry


@transaction.atomic
def settle_apart(*, inquiry_id: UUID, agreed: bool, by: Principal, now: datetime) -> Inquiry:
    """The second person agrees, and the systems may delete; or does not, and the holds stay.

    Raises permissions.NotAllowed for who asked, NotPossible where nobody did.
    """
    inquiry = _of_decider(inquiry_id, by)
    if inquiry.apart_asked_by is None or inquiry.apart_at is not None:
        raise NotPossible("Nobody has asked for that.")
    if inquiry.apart_asked_by == by.user_id:
        raise permissions.NotAllowed("A second person decides about this.")
    known = inquiry.apart or {}
    asked = list(known.get("asked", ()))
    inquiry.apart = {**known, "asked": [], "settled": [*known.get("settled", ()), *(asked if agreed else ())]}
    if agreed:
        inquiry.apart_by, inquiry.apart_at = by.user_id, now
    else:
        inquiry.apart_asked_by = None
    event = "child.hold_apart" if agreed else "child.hold_stays"
    _save(inquiry, event, {"count": len(asked)}, "", by=by, now=now)
    return inquiry


def _of_decider(inquiry_id: UUID, by: Principal) -> Inquiry:
    if not by.may(Permission.REQUEST_DECIDE) or by.is_limited:
        raise permissions.NotAllowed("Your role does not decide about legal holds.")
    return Inquiry.objects.select_for_update().get(id=inquiry_id)


def _save(
    inquiry: Inquiry, event: str, facts: Mapping[str, ledger.FactValue], why: str, *, by: Principal, now: datetime
) -> None:
    subject = inquiry.next_subject()
    inquiry.save()
    ledger.record(
        event, actor=by.actor, subject=subject, at=now, request=inquiry.id, facts=facts,
        detail={"why": why} if why else None,
    )  # fmt: skip
