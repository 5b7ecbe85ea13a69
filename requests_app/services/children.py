"""Somebody says that we hold a child's data: its use stops at once, and web and marketing data is deleted.

Nobody has to prove that they are the parent for that (policy, "Use of Services by Minors"; 16 CFR 312.6(a)(2)): it
protects the child, and shows nothing. Nobody hears whether anything is held. To see or to correct data takes proof,
as anywhere (11 CCR 7070(c)).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit.facts import FactValue
from audit.ids import new_id
from fulfillment import selectors as systems
from fulfillment import services as fulfillment
from jobs import services as jobs
from requests_app import permissions
from requests_app.choices import Kind, Right
from requests_app.input_child import ChildReport
from requests_app.models import Inquiry, Suppression
from requests_app.profile import GROUP
from requests_app.search_keys import digest
from requests_app.services import child_holds, correspondence, dates, opt_out
from requests_app.services.work import NotPossible

PROTECT = "children.protect"


@transaction.atomic
def report(*, said: ChildReport, channel: str, by: Principal, now: datetime) -> Inquiry:
    """Take a report by anybody, in any channel. What follows is the same whoever the child is; a worker does it."""
    inquiry = correspondence.inquire(
        kind="child_data", body=said.details, contact=said.contact, language=said.language, channel=channel, by=by,
        now=now, child=said.child,
    )  # fmt: skip
    jobs.enqueue(PROTECT, args={"inquiry_id": str(inquiry.id)}, now=now, dedupe_key=f"{PROTECT}/{inquiry.id}")
    return inquiry


@transaction.atomic
def protect(*, inquiry_id: UUID, now: datetime, listed: bool = False) -> int:
    """Stop every use of the child's data, delete what lies in web and marketing systems, and put it on the list of
    those who are left alone, unless it is `listed`. Gives how many tasks that made; 0 when it was done before. Workers
    only."""
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if inquiry.frozen_at is not None or inquiry.purged_at is not None:
        return 0
    by = Principal.system("children")
    details: dict[str, object] = {"child": dict(inquiry.child or {}), "company": GROUP, "report": inquiry.reference}
    frozen = _plan(inquiry, Right.RESTRICTION, details, by=by, now=now)
    stopped = _plan(inquiry, Right.OPT_OUT, details, by=by, now=now)
    erasing = fulfillment.plan_deed(
        request_id=inquiry.id, deed="erase", systems=systems.marketing_systems(), details=details, by=by.actor, now=now,
    )  # fmt: skip
    if not listed:
        _leave_alone(inquiry, by=by, now=now)
    inquiry.frozen_at = now
    facts: dict[str, FactValue] = {
        "tasks": len(frozen) + len(stopped), "erasing": len(erasing), "channel": inquiry.channel
    }  # fmt: skip
    _record(inquiry, "child.frozen", facts, by=by, now=now)
    child_holds.note(inquiry, by=by, now=now)
    return len(frozen) + len(stopped) + len(erasing)


@transaction.atomic
def free(*, inquiry_id: UUID, reason: str, by: Principal, now: datetime) -> int:
    """An officer found that it is no child's data: the systems may use it again. What was deleted stays deleted, and
    nobody is written to again who is on the list. Raises permissions.NotAllowed, NotPossible without a reason."""
    if not by.may(Permission.REQUEST_DECIDE) or by.is_limited:
        raise permissions.NotAllowed("Your role does not end the protection of a child's data.")
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if inquiry.frozen_at is None or inquiry.freed_at is not None:
        raise NotPossible("The data of this report is not frozen.")
    if not reason.strip():
        raise NotPossible("Say how you know that it is no child's data.")
    names = sorted({task.system for task in systems.tasks_for(inquiry.id) if task.deed == "restrict"})
    lifted = fulfillment.plan_deed(request_id=inquiry.id, deed="lift", systems=names, by=by.actor, now=now)
    inquiry.freed_at = now
    subject = inquiry.next_subject()
    inquiry.save()
    ledger.record(
        "child.freed", actor=by.actor, subject=subject, at=now, request=inquiry.id, detail={"reason": reason.strip()},
        facts={"tasks": len(lifted), "length": len(reason)},
    )  # fmt: skip
    return len(lifted)


def _plan(inquiry: Inquiry, right: Right, details: dict[str, object], *, by: Principal, now: datetime) -> list[UUID]:
    return fulfillment.plan_tasks(
        request_id=inquiry.id, right=right, companies=[GROUP], scope="", person_key=None, by=by.actor, now=now,
        details=details,
    )  # fmt: skip


def _leave_alone(inquiry: Inquiry, *, by: Principal, now: datetime) -> None:
    child = inquiry.child or {}
    kinds = [str(kind) for kind in Kind]
    for name, kind in child_holds.POINTS.items():
        if child.get(name):
            row = Suppression(
                id=new_id(), point=name, value=child[name], digest=digest(kind, child[name]), kinds=kinds,
                company=GROUP, since=now, no_ask_before=opt_out.a_year_after(dates.received_on(now)), request=None,
            )  # fmt: skip
            subject = row.next_subject()
            row.save(force_insert=True)
            facts: dict[str, FactValue] = {"kinds": kinds, "channel": inquiry.channel, "company": GROUP}
            ledger.record("suppression.added", actor=by.actor, subject=subject, at=now, request=inquiry.id, facts=facts)


def _record(inquiry: Inquiry, event: str, facts: dict[str, FactValue], *, by: Principal, now: datetime) -> None:
    subject = inquiry.next_subject()
    inquiry.save()
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=inquiry.id, facts=facts)
