"""An opt-out takes effect at intake: no check, no click, no account. Nothing in this file can ask for one."""

from datetime import date, datetime

from accounts.principals import Principal
from audit import ledger
from audit.ids import new_id
from requests_app.models import PrivacyRequest, Submission, Suppression
from requests_app.search_keys import digest
from requests_app.services import dates, letters, others, steps


def suppress(*, request: PrivacyRequest, by: Principal, now: datetime) -> list[Suppression]:
    """Put every contact point and identifier of the person on the suppression list."""
    return [_add(request, point, value, by=by, now=now) for point, value in points(request.submission)]


def points(submission: Submission) -> list[tuple[str, str]]:
    """What the person can be recognised by, of what was typed."""
    who = submission.consumer
    found = [(point, str(who[point])) for point in ("email", "phone") if who.get(point)]
    address = who.get("postal_address")
    if address:
        found.append(("postal_address", " ".join([*address["lines"], address["city"], address["postal_code"]])))
    found += [(one["kind"], one["value"]) for one in submission.identifiers]
    return found or [("name", submission.consumer_name)]


def digest_of(point: str, value: str) -> bytes:
    """Under which keyed hash one contact point or identifier is found again."""
    return digest(point if point in {"email", "phone", "name"} else "identifier", value)


def _add(request: PrivacyRequest, point: str, value: str, *, by: Principal, now: datetime) -> Suppression:
    day = dates.received_on(now)
    row = Suppression(
        id=new_id(),
        point=point,
        value=value,
        digest=digest_of(point, value),
        kinds=list(request.kinds),
        company=request.company,
        since=now,
        no_ask_before=a_year_after(day),
        request=request,
    )
    subject = row.next_subject()
    row.save(force_insert=True)
    ledger.record(
        "suppression.added",
        actor=by.actor,
        subject=subject,
        at=now,
        request=request.id,
        facts={"kinds": list(request.kinds), "channel": request.channel, "company": request.company},
    )
    return row


def a_year_after(day: date) -> date:
    """12 months must have passed: the first day on which asking is allowed (11 CCR 7026(k))."""
    try:
        then = day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        then = day.replace(year=day.year + 1, day=28)
    return date.fromordinal(then.toordinal() + 1)


def confirm(*, request: PrivacyRequest, by: Principal, now: datetime) -> None:
    """Say at once what was done. The letter is the acknowledgement as well."""
    letters.send(
        "opt_out_confirmation",
        request,
        {
            "kinds": list(request.kinds),
            "scope": ["channels", "offline"] + (["browser"] if request.submission.gpc else []),
            "effective_on": dates.received_on(now),
            "not_asked_before": a_year_after(dates.received_on(now)),
            **others.passed_on(request),
        },
        by=by,
        now=now,
    )
    request.acknowledged_at = now
    dates.met(request, dates.ACKNOWLEDGE, at=now)
    steps.record(
        request, "request.acknowledged", by=by, now=now, facts={"letter": "opt_out_confirmation", "on_time": True}
    )
