"""Legal holds: which bind a submission, and what a person barred from knowing may read. Reads only."""

import base64
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.principals import Principal
from requests_app import permissions
from requests_app.choices import HoldReason
from requests_app.decision import Decision
from requests_app.models import HeldSubmission, LegalHold, PrivacyRequest

# What a person reads instead of a direction of an authority that they may not know of. It is true: the direction is
# a duty by law. Day, facts and citation would give it away.
DIRECTED, QUIET = "DEL-LEHOLD", "DEL-LEGAL"
SEALED = ("matter", "release_why")


@dataclass(frozen=True)
class HoldView:
    """One hold as a case page shows it. `matter` and `why` are empty for who may not see the request it came from."""

    id: UUID
    reason: str
    reference: str
    here: bool
    matter: str
    may_tell: bool
    systems: tuple[str, ...]
    since: datetime
    placed_by: str
    until: date | None
    renewals: int
    asked_by: str
    asked_at: datetime | None
    why: str
    ended_at: datetime | None
    end_cause: str


def holds_of(request: PrivacyRequest, *, by: Principal) -> list[HoldView]:
    """Every hold that binds or bound the person of a request, active ones first."""
    found = LegalHold.objects.filter(bound__submission=request.submission_id).select_related("request__submission")
    rows = found.order_by("ended_at", "since", "id")
    return [_view(row, request, by) for row in sorted(rows, key=lambda row: row.ended_at is not None)]


def _view(row: LegalHold, shown: PrivacyRequest, by: Principal) -> HoldView:
    origin = row.request
    open_to = origin is not None and permissions.can_see(by, origin)
    words = open_to and origin is not None and permissions.can_reveal(by, origin)
    return HoldView(
        id=row.id,
        reason=row.reason,
        reference=origin.reference if origin is not None and open_to else "",
        here=row.request_id == shown.id,
        matter=row.matter if words else "",
        may_tell=row.may_tell,
        systems=tuple(row.systems),
        since=row.since,
        placed_by=str(row.placed_by or ""),
        until=row.until,
        renewals=row.renewals,
        asked_by=str(row.release_asked_by or ""),
        asked_at=row.release_asked_at,
        why=row.release_why if words else "",
        ended_at=row.ended_at,
        end_cause=row.end_cause,
    )


def is_gagged(submission_id: UUID) -> bool:
    """Whether an authority forbade to tell this person of its direction. It goes on after the hold has ended."""
    told = HeldSubmission.objects.filter(submission=submission_id, hold__may_tell=False)
    return told.filter(hold__reason=HoldReason.AUTHORITY).exists()


def quiet(decision: Decision, *, submission_id: UUID) -> Decision:
    """The decision as the person may read it: the same, unless an authority forbids to tell of its direction."""
    codes = {decision.ground, *(item.ground for item in decision.items)}
    if DIRECTED not in codes or not is_gagged(submission_id):
        return decision
    items = tuple(
        replace(item, ground=QUIET, cite="", until="", facts="") if item.ground == DIRECTED else item
        for item in decision.items
    )
    if decision.ground != DIRECTED:
        return replace(decision, items=items)
    return replace(decision, items=items, ground=QUIET, cite="", until="")


def quiet_ground(code: str, submission_id: UUID) -> str:
    """One code of a ground as the person may read it."""
    return QUIET if code == DIRECTED and is_gagged(submission_id) else code


def sealed(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Each hold as it can be kept outside the database: codes, days, keyed hashes and sealed words."""
    rows = LegalHold.objects.filter(id__in=ids).values() if ids else []
    return {row["id"]: {name: _kept(value) for name, value in row.items() if name not in {"id", "rev"}} for row in rows}


def _kept(value: Any) -> Any:
    if hasattr(value, "envelope"):
        return base64.b64encode(value.envelope).decode()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
