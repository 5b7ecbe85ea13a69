"""The date was missed: the person hears why, and by when we answer now. It stays late for ever.

Inside, the cause gets an owner, and the privacy leads hear of it once, by a job that outlives the web request.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from accounts.roles import Permission, Role
from accounts.selectors import colleagues, with_role
from audit.facts import FactValue
from jobs.services import enqueue
from notifications import services as outbox
from requests_app import permissions
from requests_app.choices import Department
from requests_app.models import PrivacyRequest
from requests_app.services import dates, letters, others, steps
from requests_app.services.work import NotPossible

# A later day is a slip of the keyboard: no regime gives anybody so much time.
LATEST = timedelta(days=366)


@transaction.atomic
def apologise(
    *, request_id: UUID, cause: str, new_due: date, owner: str, by: Principal, now: datetime, rev: int | None = None
) -> PrivacyRequest:
    """Send a delay letter and keep the cause and who owns it. The legal date does not move.

    `owner` is the id of a colleague who works on requests, or the code of a department.
    Raises permissions.NotAllowed, or NotPossible while the date is not missed, or without a cause, an owner and a
    coming day.
    """
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_work(by, request)
    today = dates.received_on(now)
    if not request.is_open or now <= request.respond_at:
        raise NotPossible("The date is not missed. Extend it in time, or answer.")
    if not cause.strip():
        raise NotPossible("Say in plain words why we are late. The person reads it.")
    if new_due <= today:
        raise NotPossible("Give a coming day by which we answer.")
    if new_due > today + LATEST:
        raise NotPossible("Check the day by which we answer. It must lie within a year.")
    person, department = _owner(owner, now=now)
    request.delay_cause, request.delay_owner, request.delay_department = cause, person, department
    owned: dict[str, FactValue] = {"duty": "respond", "owner": owner}
    steps.record(request, "request.breach_explained", by=by, now=now, facts=owned, detail={"cause": cause})
    letters.send(
        "delay",
        request,
        {
            "right": request.right,
            "received_on": request.day_zero,
            "original_due": request.respond_by,
            "new_due": new_due,
            "cause": cause,
            "regulator": others.regulator(request),
            "court_remedy": others.court_remedy(request),
        },
        by=by,
        now=now,
    )
    days_late = (today - request.respond_by).days
    facts: dict[str, FactValue] = {"letter": "delay", "duty": "respond", "days_late": days_late}
    steps.record(request, "request.delay_letter_sent", by=by, now=now, facts=facts, detail={"cause": cause})
    # Once for each missed day: a second letter about the same day tells the leads nothing new.
    key = f"late.told:{request.id}:{request.respond_by.isoformat()}"
    enqueue("late.tell_leads", args={"request_id": str(request.id)}, now=now, dedupe_key=key)
    return request


def _owner(owner: str, *, now: datetime) -> tuple[UUID | None, str]:
    """A colleague or a department. Raises NotPossible for anything else."""
    if owner in set(Department):
        return None, owner
    people = {str(key): key for key, _name in colleagues(Permission.REQUEST_WORK, now=now)}
    if owner not in people:
        raise NotPossible("Say who owns the cause: a colleague or a department.")
    return people[owner], ""


def tell_leads(*, request_id: UUID, now: datetime) -> int:
    """Tell the privacy leads that a date was missed and explained. Neutral: reference and link alone. Gives how many.

    Who sees only some companies hears of those alone.
    """
    request = PrivacyRequest.objects.select_related("submission").get(id=request_id)
    leads = [one for one in with_role(Role.LEAD, now=now) if one.email]
    leads = [one for one in leads if not one.companies or request.company in one.companies]
    for lead in leads:
        with translation.override(lead.language):
            what = _("The day of an answer was missed. The person got a delay letter; cause and owner are on the page.")
        context = {
            "reference": request.reference,
            "what": what,
            "path": f"/officer/case/{request.reference}/",
            "due_on": request.respond_by,
        }
        to = outbox.Recipient(name=lead.display_name, email=lead.email, language=lead.language)
        by = Principal.system("late").actor
        outbox.queue("staff_alert", about=request.id, request=None, to=to, context=context, by=by, now=now)
    return len(leads)
