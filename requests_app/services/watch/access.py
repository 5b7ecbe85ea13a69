"""The weekly report of unusual access: made from the ledger by fixed rules, told to the lead by a neutral mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from accounts.roles import Permission, Role
from accounts.selectors import ids_with_role, with_role
from audit import ledger, search
from audit.actors import Actor, ActorType, Subject
from audit.ids import new_id
from audit.selectors import EntryView
from notifications import services as outbox
from requests_app.models import PrivacyRequest
from requests_app.permissions import NotAllowed
from requests_app.profile import PROFILE
from requests_app.services import days, sight
from requests_app.services.watch import limits
from requests_app.services.watch.rules import READS, SEARCHES, TAKEN, Finding, Look, findings

WATCHED = (*READS, *SEARCHES, *TAKEN, "access.refused")
BY = Actor.system("sweep.unusual_access")
FIRST_HOUR = 6
MOST = 200_000
_LOCK = 0x616363657373  # "access"


@dataclass(frozen=True)
class Report:
    """One ISO week such as 2026-W47. `looks` is how much was looked at."""

    week: str
    monday: date
    looks: int
    findings: list[Finding]


@transaction.atomic
def report(*, week: str, by: Principal, now: datetime) -> Report:
    """The report of a week, computed now. Looking at it is recorded. Raises `permissions.NotAllowed`, ValueError."""
    if not by.may(Permission.ACCESS_REVIEW):
        raise NotAllowed("Your role does not review access.")
    sight.check_whole_house(by)
    found = of_week(monday_of(week))
    facts: dict[str, ledger.FactValue] = {"week": week, "findings": len(found.findings)}
    view = Subject.event("view")
    ledger.record("access.report_viewed", actor=by.actor, subject=view, at=now, facts=facts)
    return found


@transaction.atomic
def tell_leads(*, now: datetime) -> int:
    """Once a week, from Monday morning on: note last week's report and mail the leads. 1 when it was done now.

    The mail says how many findings there are and where to look, nothing about anybody.
    """
    today = days.day_of(now)
    last = today - timedelta(days=today.isoweekday() + 6)
    if now < days.start_of(last + timedelta(days=7)) + timedelta(hours=FIRST_HOUR):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if _told(week_of(last), since=days.end_of(last)):
        return 0
    found = of_week(last)
    people = len({one.actor for one in found.findings})
    facts: dict[str, ledger.FactValue] = {"week": found.week, "findings": len(found.findings), "people": people}
    ledger.record("access.reported", actor=BY, subject=Subject.event("access_report"), at=now, facts=facts)
    _mail(found, now=now)
    return 1


def of_week(monday: date) -> Report:
    """The report of the week that begins on this Monday, in our own zone."""
    since, until = days.start_of(monday), days.end_of(monday + timedelta(days=6))
    query = search.Query(actor_type=ActorType.STAFF.value, since=since, until=until, within=Q(action__in=WATCHED))
    looks = _looks(list(search.walk(query, most=MOST)))
    found = findings(looks, thresholds=limits.load(), zone=PROFILE.time_zone)
    return Report(week_of(monday), monday, len(looks), found)


def week_of(day: date) -> str:
    """The ISO week of a day, such as 2026-W47."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> date:
    """The Monday of an ISO week such as 2026-W47. Raises ValueError."""
    year, _w, number = week.partition("-W")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and number.isascii() and number.isdigit()):
        raise ValueError("a week is written like 2026-W47")
    return date.fromisocalendar(int(year), int(number), 1)


def _looks(entries: list[EntryView]) -> list[Look]:
    ids = {entry.request for entry in entries if entry.request}
    known = {row.id: row for row in PrivacyRequest.objects.filter(id__in=ids).only("id", "assignee", "answered_at")}
    workers = _workers(ids)
    # Auditors read what they are never assigned; whoever answers the phone opens what the caller asks about.
    free = {*ids_with_role(Role.AUDITOR), *ids_with_role(Role.CALL_AGENT)}
    return [_look(entry, known.get(entry.request) if entry.request else None, workers, free) for entry in entries]


def _look(entry: EntryView, request: PrivacyRequest | None, workers: set[tuple[UUID, str]], free: set[str]) -> Look:
    own = request is None or entry.actor_id in free or str(request.assignee) == entry.actor_id
    own = own or (request is not None and (request.id, entry.actor_id) in workers)
    answered = request.answered_at if request else None
    since = (entry.at - answered).days if answered and answered < entry.at else None
    return Look(entry.id, entry.at, entry.actor_id, entry.action, entry.request, own, since)


def _workers(ids: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Who did anything on which request, or was made responsible for it, at any time."""
    found: set[tuple[UUID, str]] = set()
    query = search.Query(action="request.", within=Q(request_id__in=list(ids)))
    for entry in search.walk(query, most=MOST):
        if entry.request is not None:
            found.add((entry.request, entry.actor_id))
            if entry.action == "request.assigned":
                found.add((entry.request, str(entry.facts.get("assignee", ""))))
    return found


def _told(week: str, *, since: datetime) -> bool:
    query = search.Query(action="access.reported", since=since)
    return any(entry.facts.get("week") == week for entry in search.walk(query, most=100))


def _mail(found: Report, *, now: datetime) -> None:
    for lead in with_role(Role.LEAD, now=now):
        if not lead.email:
            continue
        with translation.override(lead.language):
            what = _("The weekly report of access to personal data is ready. Findings: %(n)s.")
            context = {
                "reference": found.week,
                "what": what % {"n": len(found.findings)},
                "path": f"/auditor/access/?week={found.week}",
            }
        to = outbox.Recipient(name=lead.display_name, email=lead.email, language=lead.language)
        outbox.queue("staff_alert", about=new_id(), request=None, to=to, context=context, by=BY, now=now)
