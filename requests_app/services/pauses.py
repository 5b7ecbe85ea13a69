"""The clock of a law that waits for the person: it stops with our question and runs on with the answer.

Only the dates of such a law move; the promise of the policy stays where it is. Internal to services.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from audit.facts import FactValue
from requests_app import pausing
from requests_app.deadlines import Assessment
from requests_app.lifecycle import FINAL, Step
from requests_app.models import PrivacyRequest
from requests_app.regimes import REGIMES
from requests_app.services import dates

Entry = tuple[str, Mapping[str, FactValue]]
# That a clock may wait is no number that an administrator changes: it stands in the shipped rules alone.
WAITING = frozenset(regime.slug for regime in REGIMES.values() if regime.pauses)


def follow(request: PrivacyRequest, step: Step, *, now: datetime) -> list[Entry]:
    """What a step of the lifecycle does to the clock of the laws that wait. Changes the row, which is not saved.

    Gives the entries that its caller has to record, each with the row.
    """
    if step.target in FINAL or step.source in FINAL:
        # What is taken up again waits anew: a row that was closed before this rule may still hold an old wait.
        _write(request, pausing.over(pausing.read(request.pauses)))
    begun, ended = pausing.begins(step, rights=dates.engine_rights(request)), pausing.ends(step)
    if begun:
        return _begin(request, begun, today=dates.received_on(now))
    if ended and any(wait.open and wait.kind == ended for wait in pausing.read(request.pauses)):
        regimes, was = _regimes(request), request.respond_by
        _see(request, today=dates.received_on(now), ended=ended)
        return [("request.resumed", _facts(request, regimes, was))]
    return []


def run_on(request: PrivacyRequest, *, now: datetime) -> Entry | None:
    """While nobody has answered, the days until today do not count. Gives the entry, where a day moved."""
    if not is_open(request):
        return None
    was, known = request.respond_by, request.pauses
    dated = _dated(request, today=dates.received_on(now))
    if request.respond_by == was:
        request.pauses = known
        return None
    dates.save_deadlines(request, dated)
    facts: dict[str, FactValue] = {"respond_by": request.respond_by.isoformat(), "cause": "pause"}
    return "request.deadlines_recalculated", {"regimes": _regimes(request), **facts}


def is_open(request: PrivacyRequest) -> bool:
    """Whether the clock of some law stands still for this request."""
    return any(wait.open for wait in pausing.read(request.pauses))


def promised(request: PrivacyRequest) -> date:
    """The day of our answer that the person knows: while a clock stands still it moves before anybody tells them."""
    told = [wait.promised for wait in pausing.read(request.pauses) if wait.open and wait.promised]
    return min(told, default=request.respond_by)


def told(request: PrivacyRequest) -> None:
    """The person is told the day as it stands now. Changes the row, which is not saved."""
    waits = pausing.read(request.pauses)
    _write(request, [replace(one, promised=request.respond_by) if one.open else one for one in waits])


def _begin(request: PrivacyRequest, kind: str, *, today: date) -> list[Entry]:
    regimes = _regimes(request)
    if not regimes:
        return []
    request.pauses = [*request.pauses, pausing.Wait(kind, today, promised=request.respond_by).as_row()]
    return [("request.paused", {"regimes": regimes, "from": today.isoformat()})]


def _see(request: PrivacyRequest, *, today: date, ended: str) -> None:
    dates.save_deadlines(request, _dated(request, today=today, ended=ended))


def _dated(request: PrivacyRequest, *, today: date, ended: str | None = None) -> Assessment:
    _write(request, pausing.seen(pausing.read(request.pauses), today=today, ended=ended))
    return dates.date_request(request, extended=dates.extended_regimes(request))


def _write(request: PrivacyRequest, waits: Sequence[pausing.Wait]) -> None:
    request.pauses = [wait.as_row() for wait in waits]


def _regimes(request: PrivacyRequest) -> list[str]:
    """The regimes of this request whose clock waits for the person."""
    rows = dates.waiting(request) if request._state.adding else request.deadlines.all()
    return sorted({row.regime for row in rows} & WAITING)


def _facts(request: PrivacyRequest, regimes: list[str], was: date) -> Mapping[str, FactValue]:
    return {"regimes": regimes, "respond_by": request.respond_by.isoformat(), "days": (request.respond_by - was).days}
