"""Practice calls: typed on the same screen, kept apart from real calls, and never filed.

A practice draft is of another kind than a call. No service that lists, files, counts or reconciles calls finds it, it
is never compared with earlier requests, and its words are gone as soon as it ends.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.trainings import PRACTISED
from audit import ledger
from audit.actors import Subject
from requests_app import permissions
from requests_app.models import Draft
from requests_app.services import calls
from verification.assurance import Tier, required_tier

KIND = "practice"
# Nobody goes on with a practice call on another day.
KEPT = timedelta(hours=12)


@dataclass(frozen=True)
class Practice:
    """A practice call as its screen shows it. `removed` are the kinds of secrets that were typed, by field."""

    id: UUID
    caller: str
    fields: dict[str, Any]
    raw: dict[str, Any]
    removed: dict[str, list[str]]
    started_at: datetime
    answer_by: date | None


@transaction.atomic
def save(
    *,
    call_id: UUID,
    caller: str,
    fields: dict[str, Any],
    raw: dict[str, Any],
    by: Principal,
    now: datetime,
    started_at: datetime,
    removed: Mapping[str, Sequence[str]],
) -> Practice:
    """Keep what was typed so far. A call that ended stays empty. Raises NotFound for anybody else's, NotAllowed."""
    draft = _opened(call_id=call_id, by=by, now=now, started_at=started_at)
    if not draft.answers.get("over"):
        typed = {**draft.answers.get("removed", {}), **{name: list(kinds) for name, kinds in removed.items()}}
        draft.answers = {**draft.answers, "caller": caller, "fields": fields, "raw": raw, "removed": typed}
        draft.touched_at = now
        draft.save()
    return _practice(draft, now)


def look(*, call_id: UUID, by: Principal, now: datetime) -> Practice:
    """A practice call as it was last saved. Raises NotFound for one that ended or is anybody else's, NotAllowed."""
    calls.check_may_take(by)
    draft = Draft.objects.filter(id=call_id, kind=KIND, owner=by.user_id, expires_at__gt=now).first()
    if draft is None or draft.answers.get("over"):
        raise permissions.NotFound
    return _practice(draft, now)


@transaction.atomic
def finish(*, call_id: UUID, caller: str, ended: str, by: Principal, now: datetime) -> None:
    """End a practice call: its words are erased, and that somebody practised is noted once, without how it went.

    Practising is for making mistakes: none of them is kept. The empty row stays for an hour, so that a save that was
    under way brings nothing back.
    """
    draft = _opened(call_id=call_id, by=by, now=now, started_at=now)
    if draft.answers.get("over"):
        return
    facts = {"caller": caller, "ended": ended}
    ledger.record(PRACTISED, actor=by.actor, subject=Subject.event("practice"), at=now, facts=facts)
    draft.answers, draft.touched_at, draft.expires_at = {"over": True}, now, now + timedelta(hours=1)
    draft.save()


def needed_for(raw: Mapping[str, Any]) -> Tier:
    """The level of proof that a request with this body would need, by the table of every channel."""
    known = list(raw.get("relationships") or [])
    return max((_needed(one, known) for one in raw.get("rights") or []), default=Tier.T0)


def _needed(one: Mapping[str, Any], relationships: Sequence[str]) -> Tier:
    fields = [fix["field"] for fix in one.get("corrections", [])]
    return required_tier(right=one["right"], scope=one.get("scope"), relationships=relationships, fields=fields)


def _opened(*, call_id: UUID, by: Principal, now: datetime, started_at: datetime) -> Draft:
    calls.check_may_take(by)
    draft, _new = Draft.objects.select_for_update().get_or_create(
        id=call_id,
        defaults={
            "kind": KIND,
            "owner": by.user_id,
            "token_hash": hashlib.sha256(secrets.token_bytes(32)).digest(),
            "answers": {"started_at": calls.clamp(started_at, now=now).isoformat()},
            "created_at": now,
            "touched_at": now,
            "expires_at": now + KEPT,
        },
    )
    if draft.kind != KIND or draft.owner != by.user_id:
        raise permissions.NotFound
    return draft


def _practice(draft: Draft, now: datetime) -> Practice:
    raw, started = draft.answers.get("raw", {}), draft.answers.get("started_at")
    return Practice(
        id=draft.id,
        caller=str(draft.answers.get("caller", "")),
        fields=dict(draft.answers.get("fields", {})),
        raw=dict(raw),
        removed=dict(draft.answers.get("removed", {})),
        started_at=datetime.fromisoformat(started) if started else draft.created_at,
        answer_by=calls.answer_by(raw, now=now) if raw else None,
    )
