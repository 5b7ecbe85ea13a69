"""From a request to its dates and back into rows. The arithmetic itself is `requests_app.deadlines`, and only there."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from audit import together
from requests_app import deadlines, pausing
from requests_app.calendars import last_business_day
from requests_app.choices import Kind, Right, Scope
from requests_app.deadlines import Assessment, RegimeDates
from requests_app.models import PrivacyRequest, RequestDeadline
from requests_app.profile import PROFILE
from requests_app.regimes import Book, Residence, binding
from requests_app.selectors.law import rules_on, version_of
from requests_app.services import plans
from requests_app.zones import local_day

ACKNOWLEDGE, RESPOND, EXTENSION_NOTICE = "acknowledge", "respond", "extension_notice"


def received_on(instant: datetime) -> date:
    """The business day on which something happened, in our own zone."""
    return local_day(instant, PROFILE.time_zone)


def engine_rights(request: PrivacyRequest) -> tuple[str, ...]:
    """The rights of the regimes that this request exercises."""
    if request.right == Right.OPT_OUT:
        return (Right.OPT_OUT, "limit_use") if Kind.LIMIT_SENSITIVE in request.kinds else (Right.OPT_OUT,)
    if request.scope == Scope.PORTABILITY:
        return (Right.ACCESS, "portability")
    return (request.right,)


def company_kinds(slug: str) -> list[str]:
    """What kind of company is asked; the group as a whole is no one kind, so that relationships decide alone."""
    company = PROFILE.company(slug)
    return [company.kind] if company else []


def assess(request: PrivacyRequest, *, extended: Collection[str] = (), newest: bool = False) -> Assessment:
    """All dates of the request under every regime that binds it, by the rules it was first dated with.

    `newest`: by all changes of the law approved since. The version is noted in the row, which is not saved.
    """
    by_newest = newest or request._state.adding
    book = rules_on(_day_zero(request), version="" if by_newest else version_of(request))
    request.law_version = book.version
    return assess_by(request, book, extended=extended)


def assess_by(request: PrivacyRequest, book: Book, *, extended: Collection[str] = ()) -> Assessment:
    """All dates of the request by these rules. Changes nothing."""
    submission, waits = request.submission, pausing.read(request.pauses)
    found: list[Assessment] = []
    for right in engine_rights(request):
        regimes = binding(
            residence=Residence(submission.country or None, submission.state or None),
            relationships=submission.relationships,
            companies=company_kinds(request.company),
            right=right,
            kinds=request.kinds,
            received_on=_day_zero(request),
            book=book,
        )
        if regimes:
            found.append(
                deadlines.assess(
                    regimes=regimes,
                    right=right,
                    received_at=request.received_at,
                    person_zone=_zone(request),
                    extended_regimes=extended,
                    business_zone=PROFILE.time_zone,
                    identity_received_on=pausing.identity_received_on(waits),
                    clarifications=pausing.clarifications(waits),
                )
            )
    return _merged(found)


def _zone(request: PrivacyRequest) -> str | None:
    return deadlines.zone_for(request.submission.country, request.submission.state)


def _day_zero(request: PrivacyRequest) -> date:
    return deadlines.day0(request.received_at, PROFILE.time_zone, _zone(request)).day


def _merged(found: list[Assessment]) -> Assessment:
    """One assessment of several rights: per regime the earlier date; the earliest governs."""
    if len(found) == 1:
        return found[0]
    rows: dict[str, RegimeDates] = {}
    for assessment in found:
        for row in assessment.rows:
            known = rows.get(row.regime.slug)
            if known is None or row.dates.respond_at < known.dates.respond_at:
                rows[row.regime.slug] = row
    first = min(found, key=lambda one: one.respond_at)
    return Assessment(tuple(rows.values()), first.governing, first.acknowledging)


def date_request(request: PrivacyRequest, *, extended: Collection[str] = (), newest: bool = False) -> Assessment:
    """Write the governing dates into the row (not saved) and return all of them."""
    dated = assess(request, extended=extended, newest=newest)
    request.day_zero = dated.governing.dates.day0
    request.acknowledge_by = dated.acknowledge_by
    request.respond_by = dated.respond_by
    request.respond_at = dated.respond_at
    request.work_by = dated.governing.dates.work_by
    return dated


def save_deadlines(request: PrivacyRequest, dated: Assessment) -> None:
    """One row per regime and duty; rows of an earlier dating are renewed. The clock plans its next look by them."""
    plans.keep(request)
    rows = [deadline for row in dated.rows for deadline in _rows(request, row)]
    if request._state.adding and all([together.hold(row) for row in rows]):
        return
    RequestDeadline.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["request", "regime", "duty"],
        update_fields=["by", "at", "work_by", "extendable", "extended", "steps"],
    )


def _rows(request: PrivacyRequest, row: RegimeDates) -> list[RequestDeadline]:
    dates = row.dates
    shared: dict[str, Any] = {"request": request, "regime": row.regime.slug, "work_by": dates.work_by}
    found = [
        RequestDeadline(
            **shared,
            duty=RESPOND,
            by=dates.respond_by,
            at=dates.respond_at,
            extendable=dates.extendable,
            extended=dates.extended,
            steps=steps_of(dates, RESPOND),
        )
    ]
    if dates.extended and dates.extension_notice_by and dates.extension_notice_at:
        # Its notice has to leave before the day it moves: a duty of its own, met when the letter is gone.
        found.append(
            RequestDeadline(
                **{**shared, "work_by": last_business_day(dates.extension_notice_by)},
                duty=EXTENSION_NOTICE,
                by=dates.extension_notice_by,
                at=dates.extension_notice_at,
                steps=steps_of(dates, EXTENSION_NOTICE),
            )
        )
    if dates.acknowledge_by and dates.acknowledge_at:
        found.append(
            RequestDeadline(
                **{**shared, "work_by": dates.acknowledge_by},
                duty=ACKNOWLEDGE,
                by=dates.acknowledge_by,
                at=dates.acknowledge_at,
                steps=steps_of(dates, ACKNOWLEDGE),
            )
        )
    return found


def steps_of(dates: deadlines.Deadlines, duty: str) -> list[dict[str, Any]]:
    """The arithmetic of one duty as it is stored. A notice of more time is due on the day that it moves."""
    if duty == EXTENSION_NOTICE:
        about = [step for step in dates.steps_for(RESPOND) if step.duty == "receipt" or step.code == "extended"]
        return steps_json(about)
    return steps_json(dates.steps_for(duty))


def steps_json(steps: Collection[deadlines.Step]) -> list[dict[str, Any]]:
    """The arithmetic as it is stored and shown: codes and plain values."""
    return [{"code": step.code, "params": {key: _plain(value) for key, value in step.params.items()}} for step in steps]


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def extended_regimes(request: PrivacyRequest) -> list[str]:
    """The regimes whose answer was given more time; empty while nothing is extended."""
    if request.extended_at is None:
        return []
    return list(request.deadlines.filter(duty=RESPOND, extended=True).values_list("regime", flat=True))


def waiting(request: PrivacyRequest) -> list[RequestDeadline]:
    """The deadlines of a request that is being filed, before they are written."""
    return [row for row in together.held(RequestDeadline) if row.request_id == request.id]


def is_extendable(request: PrivacyRequest) -> bool:
    """Whether some regime lets the day of the answer be moved once."""
    if request._state.adding:
        return any(row.extendable for row in waiting(request))
    return RequestDeadline.objects.filter(request=request, extendable=True).exists()


def met(request: PrivacyRequest, duty: str, *, at: datetime) -> None:
    """A duty is done: note when, for every regime."""
    for row in waiting(request):
        if row.duty == duty and row.met_at is None:
            row.met_at = at
    if not request._state.adding:
        RequestDeadline.objects.filter(request=request, duty=duty, met_at=None).update(met_at=at)
    plans.again(request)
