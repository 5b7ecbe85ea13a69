"""A call in progress: what was typed so far, kept because a call can drop, and filed in one deed when it is whole."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit.actors import Subject
from requests_app import permissions, selectors
from requests_app.models import Draft, PrivacyRequest, Submission
from requests_app.profile import GROUP, PROFILE
from requests_app.services import dates, reading
from requests_app.submission_input import Invalid, NewSubmission, validate

KIND = "phone"
# A call that began earlier than this is a page that was left open.
LONGEST_CALL = timedelta(hours=12)


@dataclass(frozen=True)
class Call:
    """One call on the desk of whoever took it. `fields` is the form as typed, `raw` the body built from it."""

    id: UUID
    fields: dict[str, Any]
    raw: dict[str, Any]
    dropped: bool
    touched_at: datetime
    started_at: datetime
    filed_page: dict[str, Any] | None
    matches: tuple[PrivacyRequest, ...] = field(default=())
    answer_by: date | None = None


@transaction.atomic
def save(
    *,
    call_id: UUID,
    fields: dict[str, Any],
    raw: dict[str, Any],
    by: Principal,
    now: datetime,
    started_at: datetime,
    script_version: str,
    dropped: bool = False,
    removed: Mapping[str, Sequence[str]] | None = None,
) -> Call:
    """Keep what was typed so far. The first save records that a call was taken; a filed call stays as it is.

    `removed` says which fields held which secrets when they were sent; the secrets themselves never come here.
    """
    draft = opened(call_id=call_id, by=by, now=now, started_at=started_at, script_version=script_version)
    if draft.submission is None and not _is_over(draft):
        before = _points(draft.answers.get("raw", {}))
        draft.answers = {**draft.answers, "fields": fields, "raw": raw}
        # A save that was under way when the call dropped may arrive after it: it does not undo that.
        draft.answers["dropped"] = dropped or bool(draft.answers.get("dropped"))
        draft.language = str(raw.get("language") or "en")
        draft.touched_at = now
        draft.save()
        if removed:
            note_removed(draft, removed, by=by, now=now)
        if dropped:
            note(draft, "dropped", by=by, now=now, facts={"language": draft.language})
        if _points(raw) != before:
            found = selectors.possible_matches(by=by, points=_points(raw))
            reading.searched(by=by, now=now, fields=sorted(_points(raw)), results=len(found))
    return _look(draft, by=by, now=now)


def look(*, call_id: UUID, by: Principal, now: datetime) -> Call:
    """The call as it was last saved, with earlier requests from the same contact points. Raises NotFound."""
    check_may_take(by)
    draft = Draft.objects.filter(id=call_id, kind=KIND, owner=by.user_id, expires_at__gt=now).first()
    if draft is None or _is_over(draft):
        raise permissions.NotFound
    return _look(draft, by=by, now=now)


def mine(*, by: Principal, now: datetime) -> list[Call]:
    """Calls that were not finished, of this person only, the latest first."""
    rows = Draft.objects.filter(kind=KIND, owner=by.user_id, submission=None, expires_at__gt=now)
    return [_call(draft) for draft in rows.order_by("-touched_at")[:50] if not _is_over(draft)]


@transaction.atomic
def discard(*, call_id: UUID, by: Principal, now: datetime) -> None:
    """Throw an unfinished call away, for example one that was no request of a right."""
    check_may_take(by)
    draft = Draft.objects.select_for_update().filter(id=call_id, kind=KIND, owner=by.user_id, submission=None).first()
    if draft is None:
        raise permissions.NotFound
    note(draft, "no_request", by=by, now=now, facts={"language": draft.language})
    draft.delete()


@transaction.atomic
def pass_on(*, call_id: UUID, by: Principal, now: datetime, started_at: datetime, script_version: str) -> None:
    """The caller asks about a claim: a call without a request, counted as none. What was typed is thrown away."""
    draft = opened(call_id=call_id, by=by, now=now, started_at=started_at, script_version=script_version)
    if draft.submission is not None:
        raise permissions.NotFound
    note(draft, "claim_question", by=by, now=now, facts={"language": draft.language})
    # The empty row stays for an hour, so that a save that was under way does not bring the words back.
    draft.answers, draft.expires_at = {"over": True}, now + timedelta(hours=1)
    draft.save()


def opened(*, call_id: UUID, by: Principal, now: datetime, started_at: datetime, script_version: str) -> Draft:
    """The call's row under a lock, made at the first save. Raises NotFound for another person's call."""
    check_may_take(by)
    draft, new = Draft.objects.select_for_update().get_or_create(
        id=call_id,
        defaults={
            "kind": KIND,
            "owner": by.user_id,
            # Nobody holds a key to it: a call is found by its owner, not by a browser's secret.
            "token_hash": hashlib.sha256(secrets.token_bytes(32)).digest(),
            "answers": {"started_at": clamp(started_at, now=now).isoformat(), "script": script_version},
            "created_at": now,
            "touched_at": now,
            "expires_at": now + timedelta(days=PROFILE.limits.get("draft_days", 30)),
        },
    )
    if draft.kind != KIND or draft.owner != by.user_id:
        raise permissions.NotFound
    if new:
        subject = Subject("call", draft.id, 1)
        facts = {"script": "intake", "script_version": script_version}
        ledger.record("call.started", actor=by.actor, subject=subject, at=now, facts=facts)
    return draft


def note(draft: Draft, outcome: str, *, by: Principal, now: datetime, facts: dict[str, Any]) -> None:
    """Record how a call went; how long it took is counted from the answer's first page."""
    seconds = int((now - _started(draft)).total_seconds())
    known = {"outcome": outcome, "seconds": seconds, "script_version": str(draft.answers.get("script", "")), **facts}
    ledger.record(
        "call.recorded",
        actor=by.actor,
        subject=Subject.event("call"),
        at=now,
        request=UUID(known["submission"]) if "submission" in known else None,
        facts=known,
    )


def note_removed(draft: Draft, removed: Mapping[str, Sequence[str]], *, by: Principal, now: datetime) -> None:
    """Record that secrets were taken out of what was sent: of which kinds, from which fields."""
    facts: dict[str, Any] = {
        "call": str(draft.id),
        "kinds": sorted({kind for kinds in removed.values() for kind in kinds}),
        "fields": sorted(removed),
    }
    ledger.record("call.secret_removed", actor=by.actor, subject=Subject.event("call"), at=now, facts=facts)


def check_may_take(by: Principal) -> None:
    if not by.may(Permission.CALL_TAKE):
        raise permissions.NotAllowed("Your role does not take calls.")


def _is_over(draft: Draft) -> bool:
    """Whether the caller was passed on: nothing is kept of such a call any more."""
    return bool(draft.answers.get("over"))


def clamp(started_at: datetime, *, now: datetime) -> datetime:
    """The page says when the call began; it cannot lie in the future or in another week."""
    return min(max(started_at, now - LONGEST_CALL), now)


def answer_by(raw: dict[str, Any], *, now: datetime) -> date | None:
    """The day by which we would answer if this were filed now; None while something is missing or for an opt-out."""
    try:
        new = validate(raw, today=dates.received_on(now))
    except Invalid:
        return None
    days = [_answer_by(new, right, company, now) for right in new.rights for company in new.companies or (GROUP,)]
    return min((day for day in days if day is not None), default=None)


def _answer_by(new: NewSubmission, asked: Any, company: str, now: datetime) -> date | None:
    if asked.right == "opt_out":
        return None
    submission = Submission(country=new.country, state=new.state, relationships=list(new.relationships))
    request = PrivacyRequest(
        submission=submission, right=asked.right, scope=asked.scope, company=company, received_at=now
    )
    return dates.assess(request).respond_by


def seen(draft: Draft) -> Call:
    """A call without a look at earlier requests."""
    return _call(draft)


def _look(draft: Draft, *, by: Principal, now: datetime) -> Call:
    raw = draft.answers.get("raw", {})
    found = selectors.possible_matches(by=by, points=_points(raw)) if draft.submission is None else []
    return _call(draft, matches=found, day=answer_by(raw, now=now) if raw else None)


def _call(draft: Draft, *, matches: Sequence[PrivacyRequest] = (), day: date | None = None) -> Call:
    return Call(
        id=draft.id,
        fields=dict(draft.answers.get("fields", {})),
        raw=dict(draft.answers.get("raw", {})),
        dropped=bool(draft.answers.get("dropped")),
        touched_at=draft.touched_at,
        started_at=_started(draft),
        filed_page=draft.filed_page,
        matches=tuple(matches),
        answer_by=day,
    )


def _started(draft: Draft) -> datetime:
    known = draft.answers.get("started_at")
    return datetime.fromisoformat(known) if known else draft.created_at


def _points(raw: dict[str, Any]) -> dict[str, str]:
    """What a person can be found by, of what was typed: never part of a name alone."""
    who = raw.get("consumer") or {}
    given, family = str(who.get("given_name") or "").strip(), str(who.get("family_name") or "").strip()
    found = {"email": str(who.get("email") or "").strip(), "phone": str(who.get("phone") or "").strip()}
    if given and family:
        found["name"] = f"{given} {family}"
    return {kind: value[:254] for kind, value in found.items() if value}
