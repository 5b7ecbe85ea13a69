"""More time for many requests at once: one reason and one text, each request done or refused by itself."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from notifications.rendering import Content
from requests_app import permissions
from requests_app.models import PrivacyRequest
from requests_app.reference import Mistyped
from requests_app.selectors import masked
from requests_app.services import extension, reading
from requests_app.services.chosen_rows import BROKEN, CHANGED, UNKNOWN, Chosen, check_choice
from requests_app.services.steps import Stale

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """What would or did become of one. `outcome`: moves, done, before (the same order was carried out), refused."""

    reference: str
    outcome: str
    why: str = ""
    was: date | None = None
    new: date | None = None
    request: PrivacyRequest | None = None


def foresee(*, references: Sequence[str], by: Principal, now: datetime) -> list[Line]:
    """What would move to which day, and what would be refused and why. Nothing is changed. Raises BadChoice."""
    return [_foreseen(one, by, now) for one in check_choice(references)]


def notice(line: Line, *, reason: str, explanation: str, by: Principal, now: datetime) -> Content:
    """The letter that one person would get, with the name masked: to see it is no look behind the mask."""
    assert line.request is not None  # noqa: S101  # for the type checker: only a line that moves has a letter
    return extension.preview(
        request_id=line.request.id, reason=reason, explanation=explanation, by=by, now=now,
        name=masked(line.request.submission.consumer)["name"],
    )  # fmt: skip


def extend_each(*, chosen: Sequence[Chosen], reason: str, explanation: str, by: Principal, now: datetime) -> list[Line]:
    """Extend each in a transaction of its own; what cannot be is left as it is, with the reason. Raises BadChoice.

    Sent a second time, the same order changes nothing and says so.
    """
    known = {one.reference: one for one in chosen}
    lines = [_extended(known[one], reason, explanation, by, now) for one in check_choice([*known])]
    done = sum(line.outcome == "done" for line in lines)
    facts: dict[str, FactValue] = {
        "verb": "extend", "selected": len(lines), "done": done, "skipped": len(lines) - done,
    }  # fmt: skip
    with transaction.atomic():
        ledger.record("bulk.done", actor=by.actor, subject=Subject.event("bulk"), at=now, facts=facts)
    return lines


def languages(lines: Iterable[Line]) -> set[str]:
    """The languages of the letters that would leave: one text cannot be in two."""
    return {line.request.submission.language for line in lines if line.outcome == "moves" and line.request}


def _foreseen(reference: str, by: Principal, now: datetime) -> Line:
    request = _found(reference, by)
    if request is None:
        return Line(reference, "refused", UNKNOWN)
    line = Line(request.reference, "moves", request=request)
    try:
        was, new = extension.foresee(request_id=request.id, by=by, now=now)
    except (extension.Refused, permissions.NotAllowed) as refused:
        return replace(line, outcome="refused", why=str(refused))
    return replace(line, was=was, new=new)


def _extended(chosen: Chosen, reason: str, explanation: str, by: Principal, now: datetime) -> Line:
    request = _found(chosen.reference, by)
    if request is None:
        return Line(chosen.reference, "refused", UNKNOWN)
    line = Line(request.reference, "done", was=request.respond_by, request=request)
    try:
        done = extension.extend(
            request_id=request.id, reason=reason, explanation=explanation, by=by, now=now, rev=chosen.rev
        )
    except Stale:
        return _same_order(line, reason, explanation) or _why_not(line, by, now)
    except (extension.Refused, permissions.NotAllowed) as refused:
        return _same_order(line, reason, explanation) or replace(line, outcome="refused", why=str(refused))
    except Exception as trouble:  # whatever it is, the next one must not wait for it
        log.error("an extension among many failed: %s", type(trouble).__name__)
        return replace(line, outcome="refused", why=BROKEN)
    return replace(line, new=done.respond_by)


def _why_not(line: Line, by: Principal, now: datetime) -> Line:
    """Why a request that was not looked at as it stands now is left alone: what holds anyway, else just that."""
    seen = _foreseen(line.reference, by, now)
    return seen if seen.outcome == "refused" else replace(line, outcome="refused", why=CHANGED)


def _same_order(line: Line, reason: str, explanation: str) -> Line | None:
    """The button was pressed twice, or the page sent again: the first one did it."""
    now_is = PrivacyRequest.objects.filter(reference=line.reference).first()
    if now_is is None or (now_is.extension_reason, now_is.extension_text) != (reason, explanation):
        return None
    return replace(line, outcome="before", was=None, new=now_is.respond_by)


def _found(reference: str, by: Principal) -> PrivacyRequest | None:
    try:
        return reading.find(reference, by=by)
    except (Mistyped, permissions.NotFound):
        return None
