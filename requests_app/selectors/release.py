"""The wait before a release, as pages may know it. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from requests_app import release_rules
from requests_app.models import HoldState, PrivacyRequest, ReleaseHold

# Until the end of the wait both read the same.
UNTOLD = (HoldState.WAITING, HoldState.STOPPED)


@dataclass(frozen=True)
class HoldView:
    """A wait as staff may see it. `why` is an officer's finding, and personal."""

    state: str
    hours: int
    began_at: datetime
    ends_at: datetime
    over_at: datetime | None
    warned: tuple[str, ...]
    stopped_at: datetime | None
    stopped_via: str
    resolved_at: datetime | None
    resolved_by: str
    why: str
    too_late: bool


def hold_of(request: PrivacyRequest) -> HoldView | None:
    """The wait of the submission that a request belongs to; None where none was begun."""
    hold = ReleaseHold.objects.filter(submission_id=request.submission_id).first()
    if hold is None:
        return None
    return HoldView(
        state=str(hold.state),
        hours=hold.hours,
        began_at=hold.began_at,
        ends_at=hold.ends_at,
        over_at=hold.over_at,
        warned=tuple(hold.warned),
        stopped_at=hold.stopped_at,
        stopped_via=hold.stopped_via,
        resolved_at=hold.resolved_at,
        resolved_by=str(hold.resolved_by or ""),
        why=hold.why,
        too_late=hold.state == "waiting" and hold.ends_at > request.respond_at,
    )


def decided_and_waiting(request: PrivacyRequest, *, now: datetime) -> datetime | None:
    """Until when a decided request waits, for the page of the person; None once that is past, or where nothing waits.

    A stop changes no word of it: whoever asked may be somebody else, and must not read that they were found out.
    """
    covered = release_rules.covers(str(request.right), tier=request.required_tier)
    if not (request.is_open and request.decision is not None and covered):
        return None
    rows = ReleaseHold.objects.filter(submission_id=request.submission_id, state__in=UNTOLD, ends_at__gt=now)
    return rows.values_list("ends_at", flat=True).first()
