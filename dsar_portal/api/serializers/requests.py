"""A request and what belongs to it, as JSON; the classes describe what the functions build."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from rest_framework import serializers as s

from requests_app.next_step import Facts, next_step
from requests_app.selectors import deadlines_of, hidden_revisions, holds, identity_of, masked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from requests_app.models import PrivacyRequest, RequestDeadline
    from verification.methods.contacts import ContactView
    from verification.selectors import CheckView

# Next steps that would tell a requester that somebody is suspicious.
INNER_STEPS = frozenset({"look_into_stop", "look_at_signs"})


class RegimeOut(s.Serializer[Any]):
    regime = s.CharField()
    respond_by = s.DateField()
    extendable = s.BooleanField()


class ContactOut(s.Serializer[Any]):
    kind = s.CharField()
    code_sent_at = s.DateTimeField(allow_null=True)
    proved_at = s.DateTimeField(allow_null=True)
    locked_until = s.DateTimeField(allow_null=True)


class VerificationOut(s.Serializer[Any]):
    required = s.CharField()  # type: ignore[assignment]  # the contract's name for it
    reached = s.CharField()
    methods = s.ListField(child=s.CharField())
    contacts = ContactOut(many=True, required=False)


class ConsumerOut(s.Serializer[Any]):
    name = s.CharField()
    email = s.CharField()
    phone = s.CharField()
    date_of_birth = s.CharField()
    postal_address = s.CharField()


class RequestRowOut(s.Serializer[Any]):
    id = s.UUIDField()
    reference = s.CharField()
    submission = s.UUIDField()
    right = s.CharField()
    scope = s.CharField()
    kinds = s.ListField(child=s.CharField())
    status = s.CharField()
    rev = s.IntegerField()
    company = s.CharField()
    channel = s.CharField()
    received_at = s.DateTimeField()
    acknowledge_by = s.DateField(allow_null=True)
    respond_by = s.DateField()
    work_by = s.DateField()
    acknowledged_at = s.DateTimeField(allow_null=True)
    extended_at = s.DateTimeField(allow_null=True)
    answered_at = s.DateTimeField(allow_null=True)
    assignee = s.UUIDField(allow_null=True)
    next_step = s.CharField()
    blocked_by = s.CharField()
    unread_messages = s.IntegerField()
    consumer = ConsumerOut()
    links = s.DictField(child=s.URLField())


class RequestOut(RequestRowOut):
    look_back = s.JSONField()
    regimes = RegimeOut(many=True)
    verification = VerificationOut()
    ground = s.CharField()
    appeal_of = s.CharField(allow_null=True)
    duplicate_of = s.CharField(allow_null=True)


class RequestPageOut(s.Serializer[Any]):
    next = s.URLField(allow_null=True)
    previous = s.URLField(allow_null=True)
    results = RequestRowOut(many=True)


def instant(at: datetime | None) -> str | None:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def links(reference: str) -> dict[str, str]:
    """Where the request can be read, by programs and by the person."""
    base = f"{settings.BASE_URL}/api/v1/requests/{reference}/"
    return {"self": base, "status_page": f"{settings.BASE_URL}/status/", "receipt": f"{base}receipt/"}


def regimes(deadlines: Iterable[RequestDeadline]) -> list[dict[str, Any]]:
    """The day of the answer under each regime."""
    return [
        {"regime": row.regime, "respond_by": row.by.isoformat(), "extendable": row.extendable}
        for row in deadlines
        if row.duty == "respond"
    ]


def verification(case: PrivacyRequest, check: CheckView | None, *, whole: bool) -> dict[str, Any]:
    """How much proof is needed. A level short of that is told only to those who work on cases: it would say
    whether the person is known."""
    required, reached = case.required_tier, case.reached_tier
    # That signs of fraud ask for more is not for whoever may be the reason of it.
    told = required if whole else min(required, 2)
    return {
        "required": f"T{int(told)}",
        "reached": f"T{reached if whole or reached >= required else 0}",
        "methods": list(check.methods) if check and required else [],
        **({"contacts": [_contact(one) for one in check.contacts]} if whole and check else {}),
    }


def _contact(one: ContactView) -> dict[str, Any]:
    """How far one contact point is proved, without its value."""
    times = {"code_sent_at": one.code_sent_at, "proved_at": one.proved_at, "locked_until": one.locked_until}
    return {"kind": one.kind, **{name: instant(at) for name, at in times.items()}}


def row_json(case: PrivacyRequest, *, whole: bool = True, hidden: int = 0) -> dict[str, Any]:
    """A request in a list. Personal data is masked. `whole`: for those who work on all cases. `hidden`: how many of
    its revisions would tell the others whether the person is known."""
    step, blocked_by = (case.next_step, case.blocked_by) if whole else outer_step(case)
    return {
        "id": str(case.id),
        "reference": case.reference,
        "submission": str(case.submission_id),
        "right": str(case.right),
        "scope": case.scope,
        "kinds": list(case.kinds),
        "status": str(case.status),
        "rev": case.rev - hidden,
        "company": case.company,
        "channel": str(case.channel),
        "received_at": instant(case.received_at),
        "acknowledge_by": case.acknowledge_by.isoformat() if case.acknowledge_by else None,
        "respond_by": case.respond_by.isoformat(),
        "work_by": case.work_by.isoformat(),
        "acknowledged_at": instant(case.acknowledged_at),
        "extended_at": instant(case.extended_at),
        "answered_at": instant(case.answered_at),
        "assignee": str(case.assignee) if case.assignee else None,
        "next_step": step,
        "blocked_by": blocked_by,
        "unread_messages": case.unread_messages,
        "consumer": masked(case.submission.consumer),
        "links": links(case.reference),
    }


def outer_step(case: PrivacyRequest) -> tuple[str, str]:
    """The next step as those see it who do not work on cases: the same where somebody stopped it or is doubted."""
    if case.next_step not in INNER_STEPS:
        return case.next_step, case.blocked_by
    known = Facts(status=case.status, right=case.right, assigned=True, open_tasks=False)
    ahead = next_step(known)
    return ahead.step, ahead.blocked_by


def request_json(case: PrivacyRequest, *, whole: bool) -> dict[str, Any]:
    """One request. `whole`: for those who work on all cases."""
    return {
        **row_json(case, whole=whole, hidden=0 if whole else hidden_revisions([case.id]).get(case.id, 0)),
        "look_back": case.look_back,
        "regimes": regimes(deadlines_of(case)),
        "verification": verification(case, identity_of(case), whole=whole),
        "ground": case.primary_ground if whole else holds.quiet_ground(case.primary_ground, case.submission_id),
        "appeal_of": case.appeal_of.reference if case.appeal_of else None,
        "duplicate_of": case.duplicate_of.reference if whole and case.duplicate_of else None,
    }
